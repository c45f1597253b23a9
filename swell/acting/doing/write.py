"""New values of fields, in the CRM. To write a value twice is the same as once, so nothing has to be looked up."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from connectors.writing import Change, Writer, Written
from swell.acting.action import Write
from swell.acting.errors import ActingError
from swell.acting.ledger import Outcome
from swell.acting.plan import Deed
from swell.acting.values import value_text

PIECE = 1_000
"""Records between two notes of what was done."""


def check_writable(effect: Write, writer: Writer) -> None:
    """Check that the CRM lets this login change the fields.

    Raises:
        ActingError: it does not; the message says which.
    """
    may = writer.writable(effect.object)
    for name in effect.fields:
        if name not in may:
            near = difflib.get_close_matches(name, may, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else "Calculated fields and those of the system never can."
            raise ActingError(f"{effect.connection}: this login can't change {effect.object}.{name}.", hint=hint)


def write(effect: Write, deeds: Sequence[Deed], writer: Writer) -> Iterator[Mapping[str, Outcome]]:
    """Change the fields, some records at a time; what stood in them just before is noted with what stands there now."""
    wanted = [(each, each.content) for each in deeds if isinstance(each.content, Change)]
    for start in range(0, len(wanted), PIECE):
        piece = wanted[start : start + PIECE]
        before = writer.present(effect.object, [change.key for _, change in piece], list(effect.fields))
        answers = writer.update(effect.object, [change for _, change in piece])
        yield {
            deed.id: outcome(answer, _changed(before.get(change.key, {}), change))
            for (deed, change), answer in zip(piece, answers, strict=True)
        }


def outcome(written: Written, result: str) -> Outcome:
    """Return what the CRM's answer means: what came of it, or why it is refused."""
    return Outcome(result, written.problem)


def _changed(before: Mapping[str, str], change: Change) -> str:
    return "; ".join(
        f"{name}: {before.get(name) or '(empty)'} → {value_text(value) or '(empty)'}"
        for name, value in change.values.items()
    )
