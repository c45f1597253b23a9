"""What the tests of convergence share: drawing what happens, letting it happen, and syncs that may be killed."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
from hypothesis import strategies as st
from killable_sync import KillableSync, memory_folder

from connectors.standins.faults import Fault
from connectors.standins.stand_in import StandIn
from engine.store import Store

Step: TypeAlias = tuple[str, int | None]


def steps(changes: Sequence[str], faults: Sequence[Fault]) -> st.SearchStrategy[list[Step]]:
    """Draw what happens: changes in the CRM, faults on the line, and syncs, some of them killed on the way."""
    sync = st.tuples(st.just("sync"), st.none() | st.integers(0, 260))
    one = st.one_of(
        st.tuples(st.sampled_from(changes), st.integers(0, 50)),
        st.tuples(st.just("fault"), st.integers(0, len(faults) - 1)),
        sync,
        sync,
    )
    return st.lists(one, max_size=14)


class Scenario:
    """A CRM, a dataset store, and what happens to both; each CRM says what its changes are."""

    crm: Any
    faults: Sequence[Fault]

    def __init__(self, killable: KillableSync) -> None:
        self.folder: Path = memory_folder()
        self.killable = killable
        self.runs = itertools.count(1)

    def change(self, kind: str, number: int) -> None:
        raise NotImplementedError

    def order(self) -> dict[str, Any]:
        """Return the connection: kind, settings, secrets, objects."""
        raise NotImplementedError

    def play(self, happening: Sequence[Step]) -> None:
        """Let things happen, one after the other."""
        for kind, number in happening:
            if kind == "sync":
                self.sync(kill_after=number)
            elif kind == "fault":
                self.crm.fail(self.faults[number or 0])
            else:
                self.change(kind, number or 0)
                self.crm.advance(1)

    def sync(self, kill_after: int | None = None) -> dict[str, Any]:
        return self.killable.run(
            {
                **self.order(),
                "store": str(self.folder),
                "run": f"run-{next(self.runs)}",
                "parallel": 2,
                "kill_after": kill_after,
                "refresh_seconds": 0,
            }
        )

    def clean_run(self, seconds: float) -> dict[str, Any]:
        """Let time pass and nothing go wrong any more, and sync."""
        self.crm.faults.clear()
        self.crm.advance(seconds)
        return self.sync()

    def ours(self, name: str, key: str) -> dict[str, dict[str, Any]]:
        """Return the rows of the dataset of an object, by key."""
        with Store(self.folder).open(f"crm.{name}") as dataset:
            table = pa.Table.from_batches(list(dataset.batches()))
        return {row[key]: row for row in table.to_pylist()}

    def end(self) -> None:
        stand_in: StandIn = self.crm
        stand_in.stop()
        shutil.rmtree(self.folder)


def missing_and_gone(name: str, theirs: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    """Tell which records are only on one side."""
    return [
        *(f"{name}: missing {key}" for key in theirs.keys() - ours.keys()),
        *(f"{name}: should be gone {key}" for key in ours.keys() - theirs.keys()),
    ]
