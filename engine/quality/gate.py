"""The gate before a version is published: rules of the datasets that change, all of a transaction or none of it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saql.record import record

if TYPE_CHECKING:
    from engine.quality.check import Outcome
    from engine.store.transaction import Transaction

FOLDER = "quality"
"""Where rules are, in the workspace."""

NOTE = "quality"
"""The note of a version with the rules that it breaks."""


@record
class RuleGate:
    """Checks the rules in a folder before a store publishes; the store's transactions call it (`Store.gate`).

    A rule that is broken and says `block` refuses the transaction: datasets that change together belong together, and
    half of a sync would not fit its other half. One that says `warn` is noted in the version.
    """

    folder: Path

    def __call__(self, change: Transaction, names: Sequence[str]) -> None:
        """Check datasets that are about to be published, and note in each what is broken.

        Raises:
            PublishBlockedError: a rule that blocks is broken.
            RulesError: a file of rules is not as it should be.
        """
        if not self.folder.is_dir():
            return
        from engine.quality.errors import PublishBlockedError
        from engine.quality.rule_file import rule_file

        blocked: list[tuple[str, Outcome]] = []
        for name in names:
            broken = _broken(change, name, rule_file(self.folder, name))
            blocked += [(name, each) for each in broken or () if each.rule.severity == "block"]
            _note(change, name, broken)
        if blocked:
            name, first = blocked[0]
            more = "" if len(blocked) == 1 else f" {len(blocked)} rules are broken in all."
            file = f"{self.folder.name}/{rule_file(self.folder, name).name}"
            raise PublishBlockedError(
                f'"{name}" is not published: {first.rule.message} {first.found}{more}',
                hint=f"Nothing has changed. Mend the rows, or the rule in {file}.",
            )


def _broken(change: Transaction, name: str, file: Path) -> list[Outcome] | None:
    """Return the rules that are broken; None where there are no rules."""
    from engine.quality.check import check
    from engine.quality.rule_file import read_rules

    rules = read_rules(file)
    if not rules:
        return None
    with contextlib.ExitStack() as opened:
        before = change.before(name)
        if before is not None:
            opened.enter_context(before)
        dataset = opened.enter_context(change.open(name))
        found = check(
            dataset,
            rules,
            find=lambda other: dataset if other == name else opened.enter_context(change.open(other)),
            before=lambda: before,
            now=change.created,
        )
    return [each for each in found if each.state == "broken"]


def _note(change: Transaction, name: str, broken: list[Outcome] | None) -> None:
    with change.open(name) as dataset:
        notes: Mapping[str, Any] = dataset.manifest.notes
    rest = {key: value for key, value in notes.items() if key != NOTE}
    if broken is not None:
        rest[NOTE] = [{"rule": each.rule.message, "found": each.found, "rows": each.rows} for each in broken]
    if rest != notes:
        change.note(name, rest)
