"""Deals with causes that are planted: partners win more, large deals less; and with fields that tell the outcome."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Kind, Surroundings
from engine.models.registry import kind_named
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
TODAY = (NOW.date() - dt.date(1970, 1, 1)).days
KNOWN, OPEN = 3_000, 400
SOURCES = np.array(["Event", "Partner", "Web"])
EFFECTS = np.array([0.0, 1.4, -0.9])

DEALS: dict[str, Any] = {
    "kind": "win",
    "dataset": "deals",
    "actionable": ["Source"],
    "carried": ["Name", "Amount"],
}


def deals(seed: int = 1, effect: float = 1.0) -> pa.Table:
    """Return deals; with an effect of 0 the outcome is chance alone."""
    random = np.random.default_rng(seed)
    count = KNOWN + OPEN
    is_open = np.arange(count) >= KNOWN
    source = random.integers(0, 3, count)
    amount = np.round(random.lognormal(9.0, 0.8, count))
    chance = -0.4 + effect * (EFFECTS[source] - 0.7 * (np.log(amount) - 9.0))
    won = (random.random(count) < 1 / (1 + np.exp(-chance))) & ~is_open
    close = np.where(is_open, TODAY + random.integers(1, 90, count), TODAY - random.integers(1, 900, count))
    created = np.where(is_open, TODAY, close) - random.integers(5, 200, count)
    stage = np.where(is_open, random.choice(["Discovery", "Proposal"], count), np.where(won, "Won", "Lost"))
    reason = np.where(~is_open & ~won, random.choice(["Price", "Timing"], count), "")
    return pa.table(
        {
            "Id": [f"d{place:05}" for place in range(count)],
            "Name": [f"Deal {place}" for place in range(count)],
            "Source": SOURCES[source],
            "SourceId": np.char.add("s", source.astype(str)),
            "Owner": random.choice(["Ada", "Ben", "Cem", "Dia"], count),
            "Amount": amount,
            "Always": ["the same"] * count,
            "Stage": stage,
            "LossReason": pa.array([text or None for text in reason.tolist()]),
            "Age": (np.where(is_open, TODAY, close) - created).astype(np.float64),
            "Expected": np.where(is_open, amount / 2, amount * won),
            "Tags": [["x"]] * count,
            "IsClosed": np.where(is_open, "false", "true"),
            "IsWon": np.where(won, "true", "false"),
            "CreatedDate": pa.array([dt.date(1970, 1, 1) + dt.timedelta(days=int(day)) for day in created]),
            "CloseDate": pa.array([dt.date(1970, 1, 1) + dt.timedelta(days=int(day)) for day in close]),
        }
    )


@pytest.fixture(scope="session")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with the deals, to be read only."""
    store = Store(tmp_path_factory.mktemp("sold"))
    store.write("deals", deals(), created=NOW)
    return store


@pytest.fixture
def around() -> Callable[[Store], Surroundings]:
    return lambda store: Surroundings(session=Session(store), now=NOW)


def kind_and_settings(said: dict[str, Any], name: str = "deal") -> tuple[Kind, Any]:
    kind = kind_named(said["kind"])
    return kind, kind.read(name, JsonValue(said, ModelError, Path("models/deal.json")))
