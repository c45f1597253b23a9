"""Actions and plans in words, for the terminal and the page."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.writing import Change, NewTask
from swell.acting.acting import Preview
from swell.acting.action import Action, AlertFires, Effect, Export, Messages, Records, Task, Webhook, Write
from swell.acting.plan import Call, Content, Deed, Mail, Row
from swell.acting.values import value_text
from swell.jobs.definitions import told_recipient

SHOWN = 20
"""Records that a plan names; of more it says how many."""


def trigger_words(action: Action) -> str:
    """Return for which records an action is."""
    match action.trigger:
        case Records(segment=str(segment)):
            return f"records of the segment {segment}"
        case Records():
            return "records of a query"
        case AlertFires(alert=alert):
            return f"rows of the alert {alert}"
        case changes:
            to = f" to {' or '.join(changes.to)}" if changes.to else ""
            return f"records of {changes.dataset} whose {changes.field} changes{to}"


def effect_words(effect: Effect) -> str:
    """Return what an effect does."""
    match effect:
        case Export():
            return f"a list ({effect.format})"
        case Messages():
            return "drafts of messages"
        case Webhook():
            return f"a request to {told_recipient(effect.url)}"
        case Write():
            return f"{', '.join(effect.fields)} of {effect.object} in {effect.connection}"
        case Task():
            return f"a task in {effect.connection}"


def content_words(content: Content) -> list[str]:
    """Return what would be done, line by line."""
    match content:
        case Row():
            return ["  ".join(f"{name} {value_text(value)}" for name, value in content.values.items())]
        case Mail():
            return [f"To: {content.to}", f"Subject: {content.subject}", *content.text.splitlines()]
        case Call():
            return [f"POST {content.url}"]
        case Change():
            return [f"{name} = {value_text(value) or '(empty)'}" for name, value in content.values.items()]
        case NewTask():
            due = f", due {content.due}" if content.due else ""
            owner = f", for {content.owner}" if content.owner else ""
            return [f"{content.subject}{due}{owner}", *content.text.splitlines()]


def plan_words(preview: Preview) -> Iterator[str]:
    """Give a plan line by line."""
    made = preview.plan
    action = made.action
    yield f"{action.label}: for {trigger_words(action)}"
    for effect in action.effects.values():
        yield f"  {effect_words(effect)}"
    for item in made.items[:SHOWN]:
        yield ""
        yield f"{item.found.key}: {item.found.why}"
        for deed in item.deeds:
            yield from _deed_words(deed)
    if len(made.items) > SHOWN:
        yield ""
        yield f"and {len(made.items) - SHOWN:,} more"
    yield ""
    yield from counts_words(preview)


def counts_words(preview: Preview) -> Iterator[str]:
    """Give how many records there are, and how many are left out, line by line."""
    made, limits = preview.plan, preview.plan.action.limits
    count = len(made.items)
    yield (
        f"{count:,} record{'' if count == 1 else 's'} to act on. Nothing has been done." if count else "Nothing to do."
    )
    if made.done:
        yield f"{made.done:,} {'was' if made.done == 1 else 'were'} acted on before."
    if made.later:
        wait = "has" if made.later == 1 else "have"
        yield f"{made.later:,} {wait} to wait: at most {limits.per_run:,} a run and {limits.per_day:,} in 24 hours."
    reasons: dict[str, list[str]] = {}
    for each in made.left:
        reasons.setdefault(each.reason, []).append(each.key)
    for reason, keys in reasons.items():
        named = ", ".join(filter(None, keys[:3])) + (", …" if len(keys) > 3 else "")
        yield f"{len(keys):,} left out, {reason}" + (f": {named}" if named else "")
    if preview.note:
        yield preview.note


def _deed_words(deed: Deed) -> Iterator[str]:
    uncertain = " (begun before; it is looked for first)" if deed.uncertain and deed.kind == "task" else ""
    first, *rest = content_words(deed.content)
    yield f"  {deed.kind:9} {first}{uncertain}"
    for each in rest:
        yield f"            {each}"
