"""What the tests of the store share."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.store import Store

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


def decode(column: Column) -> list[Any]:
    """Return the values of a column as Python has them."""
    if isinstance(column, TextColumn):
        texts = [None, *column.dictionary.to_pylist()]
        return [texts[code] for code in column.codes]
    if isinstance(column, MultivalueColumn):
        texts = [None, *column.dictionary.to_pylist()]
        bounds = zip(column.offsets[:-1], column.offsets[1:], strict=True)
        return [[texts[code] for code in column.codes[start:stop]] or None for start, stop in bounds]
    return list(column.to_pylist())


@pytest.fixture(name="decode")
def decode_fixture() -> Callable[[Column], list[Any]]:
    return decode
