"""All that is known of the quality of a dataset: its rules, its profile, what changed since the version before."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence

from engine.quality.changes import Change, changes
from engine.quality.check import Outcome, check
from engine.quality.gate import NOTE
from engine.quality.profile import Profile, profile
from engine.quality.rules import Rule
from engine.security.errors import DatasetClosedError
from engine.store import Dataset, Store, VersionNotFoundError
from saql.record import record


@record(kw_only=True)
class Report:
    """What is known of the quality of a dataset; `profile` and `changes` are None where they were not asked for.

    `changes` is None too where there is no version before. `noted` are the rules that were broken when the version was
    published, None for who does not see all rows, and where there were no rules.
    """

    dataset: str
    version: int
    rows: int
    outcomes: tuple[Outcome, ...]
    profile: Profile | None
    changes: tuple[Change, ...] | None
    noted: tuple[str, ...] | None


def report(store: Store, rules: Sequence[Rule], name: str, now: dt.datetime, profiled: bool) -> Report:
    """Check the rules of a dataset as it is published, and look what is in it.

    Args:
        store: where it is; what somebody does not see of it is not there.
        rules: its rules.
        name: its name.
        now: what ages are reckoned from.
        profiled: whether to look what is in it.

    Raises:
        engine.store.StoreError: there is no such dataset, or it can't be read.
    """
    with contextlib.ExitStack() as opened:
        dataset = opened.enter_context(store.open(name))
        before = _Before(store, dataset, opened)
        outcomes = check(
            dataset, rules, find=lambda other: opened.enter_context(store.open(other)), before=before, now=now
        )
        found = profile(dataset, now) if profiled else None
        earlier = before() if found is not None else None
        return Report(
            dataset=dataset.name,
            version=dataset.version,
            rows=dataset.rows,
            outcomes=outcomes,
            profile=found,
            noted=_noted(dataset),
            changes=None
            if found is None or earlier is None
            else changes(earlier, profile(earlier, now), dataset, found),
        )


def _noted(dataset: Dataset) -> tuple[str, ...] | None:
    found = dataset.manifest.notes.get(NOTE)
    if dataset.view is not None or not isinstance(found, list):
        return None
    return tuple(f"{each['rule']} {each['found']}" for each in found)


class _Before:
    """Opens the version before one, once."""

    def __init__(self, store: Store, dataset: Dataset, opened: contextlib.ExitStack) -> None:
        self._store, self._dataset, self._opened = store, dataset, opened
        self._found: list[Dataset | None] = []

    def __call__(self) -> Dataset | None:
        if not self._found:
            self._found.append(next(self._versions(), None))
        return self._found[0]

    def _versions(self) -> Iterator[Dataset]:
        name = self._dataset.name
        for version in reversed([each for each in self._store.versions(name) if each < self._dataset.version]):
            # It was removed meanwhile, or had no column that says who sees its rows.
            with contextlib.suppress(VersionNotFoundError, DatasetClosedError):
                yield self._opened.enter_context(self._store.open(name, version))
