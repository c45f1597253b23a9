"""A folder of models over a store, with a kind for tests."""

import datetime as dt
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from engine.models.folder import read_models
from engine.models.kept import KeptModels
from engine.models.outcome import Outcome
from engine.models.run import RunOptions, run_models
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
DEALS = {"kind": "typical", "dataset": "deals", "measure": "Amount"}

Run = Callable[..., list[Outcome]]
Write = Callable[..., None]


@pytest.fixture(autouse=True)
def _kind(typical: None) -> None:
    """All tests here may use it."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "data")
    sell(store, 10.0, 20.0, 60.0)
    return store


def sell(store: Store, *amounts: float, name: str = "deals") -> None:
    table = pa.table({"Id": [f"d{place}" for place in range(len(amounts))], "Amount": pa.array(amounts, pa.float64())})
    store.write(name, table, created=NOW)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(name: str, **content: Any) -> None:
        folder = tmp_path / "models"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.json").write_text(json.dumps(content))

    return put


@pytest.fixture
def kept(store: Store) -> KeptModels:
    return KeptModels.beside(store.folder)


@pytest.fixture
def run(tmp_path: Path, store: Store, kept: KeptModels) -> Run:
    def go(*names: str, day: int = 20, **options: Any) -> list[Outcome]:
        chosen = RunOptions(now=NOW.replace(day=day), clock=time.perf_counter, **options)
        return run_models(read_models(tmp_path / "models"), Session(store), kept, chosen, names or None)

    return go


def rows(store: Store, name: str) -> list[dict[str, Any]]:
    with store.open(name) as dataset:
        found: list[dict[str, Any]] = pa.Table.from_batches(list(dataset.batches())).to_pylist()
        return found
