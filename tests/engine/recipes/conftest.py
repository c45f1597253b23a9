"""A store with opportunities and accounts, and what runs recipes over it."""

import datetime as dt
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from engine.recipes.outcome import Outcome
from engine.recipes.recipe import Recipe
from engine.recipes.run import RunOptions, run_recipes
from engine.session import Session
from engine.store import FieldSpec, Store

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)

Run = Callable[..., list[Outcome]]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "data")
    opportunities = pa.table(
        {
            "Id": ["o1", "o2", "o3", "o4"],
            "AccountId": ["a1", "a2", "a1", None],
            "Amount": [10.0, 20.0, None, 40.0],
            "CloseDate": pa.array([dt.date(2026, 5, day) for day in (1, 20, 3, 4)]),
            "Tags": [["x", "y"], ["y"], None, ["z", "x"]],
        }
    )
    fields = [
        FieldSpec(name="Amount", label="Deal size", format="$#,##0"),
        FieldSpec(name="AccountId", label="Account"),
    ]
    store.write("opportunities", opportunities, fields, created=NOW, cluster=False)
    store.write("accounts", pa.table({"Id": ["a1", "a2"], "Industry": ["Banking", "Energy"]}), created=NOW)
    return store


@pytest.fixture
def run(store: Store) -> Run:
    def go(*recipes: Recipe, names: Iterable[str] | None = None, day: int = 20, **options: Any) -> list[Outcome]:
        chosen = RunOptions(now=NOW.replace(day=day), clock=time.perf_counter, **options)
        return run_recipes(recipes, Session(store), chosen, names)

    return go


def recipe(name: str, text: str, **said: Any) -> Recipe:
    return Recipe(name=name, text=text, file=f"recipes/{name}.saql", **said)


def rows(store: Store, name: str) -> list[dict[str, Any]]:
    with store.open(name) as dataset:
        found: list[dict[str, Any]] = pa.Table.from_batches(list(dataset.batches())).to_pylist()
        return found
