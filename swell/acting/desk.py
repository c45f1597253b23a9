"""Actions as the page gets them: JSON, with everything in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dashboards.model.json import Json, JsonObject
from saql.record import record
from swell.acting.acting import Acting
from swell.acting.action import Action
from swell.acting.errors import ActingError
from swell.acting.exports import run_files
from swell.acting.ledger import Run
from swell.acting.plan import Item
from swell.acting.words import content_words, counts_words, effect_words, trigger_words

SHOWN = 200
"""Records of a plan that the page shows; of more it says how many."""


@record(eq=False)
class Desk:
    """What the server asks of actions: `dashboards.server.actions.ActionsDesk`."""

    acting: Acting
    now: Callable[[], dt.datetime]

    def overview(self) -> JsonObject:
        """Return the actions, the latest runs without records, and what is wrong with files."""
        found, wrong = self.acting.files.all()
        actions: list[Json] = [_action(each) for each in found]
        runs: list[Json] = [_run(each) for each in self.acting.ledger.runs()]
        problems: list[Json] = [f"{each.message} {each.hint or ''}".strip() for each in wrong]
        return {"actions": actions, "runs": runs, "problems": problems}

    def owner(self, name: str) -> str:
        """Return whose rows an action works with."""
        return self.acting.files.open(name).owner

    def plan(self, name: str) -> JsonObject:
        """Return what a run would do."""
        preview = self.acting.preview(name, self.now())
        made = preview.plan
        items: list[Json] = [_item(each) for each in made.items[:SHOWN]]
        words: list[Json] = [*counts_words(preview)]
        return {"mark": made.mark, "count": len(made.items), "items": items, "words": words}

    def run(self, name: str, mark: str, by: str) -> JsonObject:
        """Do what a plan says."""
        report = self.acting.run(name, by, self.now, confirmed=mark)
        return {"run": report.run, "state": report.state, "message": report.message}

    def entries(self, name: str, run: int) -> JsonObject:
        """Return what a run did."""
        self._check_run(name, run)
        entries: list[Json] = [
            {"key": each.key, "kind": each.kind, "state": each.state, "result": each.result}
            for each in self.acting.ledger.entries(run)
        ]
        return {"entries": entries}

    def files(self, name: str, run: int) -> bytes:
        """Return the files that a run wrote, as a ZIP archive."""
        self._check_run(name, run)
        return run_files(self.acting.workspace.folder, name, run)

    def _check_run(self, name: str, run: int) -> None:
        if run not in [each.id for each in self.acting.ledger.runs(name)]:
            raise ActingError(f"The action '{name}' has no such run.")


def _action(action: Action) -> JsonObject:
    effects: list[Json] = [{"kind": kind, "does": effect_words(each)} for kind, each in action.effects.items()]
    return {
        "name": action.name,
        "label": action.label,
        "owner": action.owner,
        "for": trigger_words(action),
        "effects": effects,
        "per_run": action.limits.per_run,
        "per_day": action.limits.per_day,
        "confirm": action.confirm,
    }


def _run(run: Run) -> JsonObject:
    return {
        "id": run.id,
        "action": run.action,
        "by": run.by,
        "at": run.at.isoformat(timespec="seconds"),
        "ended": None if run.ended is None else run.ended.isoformat(timespec="seconds"),
        "state": run.state,
        "message": run.message,
    }


def _item(item: Item) -> JsonObject:
    deeds: list[Json] = [{"kind": each.kind, "lines": [*content_words(each.content)]} for each in item.deeds]
    return {"key": item.found.key, "why": item.found.why, "deeds": deeds}
