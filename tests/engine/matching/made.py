"""Stores with a few records, and what a match makes of them."""

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa

from engine.matching.decisions import Decisions, Key
from engine.matching.run import Outcome, run_match
from engine.matching.specification import Match, Source
from engine.store import Store

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
MEANINGS = ("name", "website", "email", "phone", "company", "street", "postcode", "city", "country")
Row = dict[str, str | None]


def match(*datasets: str, kind: Any = "organisation", **settings: Any) -> Match:
    fields = {each: (each,) for each in MEANINGS}
    sources = tuple(Source(each, "id", fields) for each in datasets)
    return Match("accounts", "Customers", kind, "customers", sources, **settings)


def write(store: Store, dataset: str, rows: list[Row]) -> None:
    columns = {name: pa.array([each.get(name) for each in rows], pa.string()) for name in ("id", *MEANINGS)}
    store.write(dataset, pa.table(columns), created=NOW)


def run(store: Store, wanted: Match, now: dt.datetime = NOW) -> Outcome:
    return run_match(wanted, store, decisions(store), now)


def decisions(store: Store) -> Decisions:
    return Decisions(store.folder / "matching" / "decisions.csv")


def decide(store: Store, one: str, other: str, verdict: Any, dataset: str = "a") -> None:
    decisions(store).add("accounts", [(Key(dataset, one), Key(dataset, other))], verdict, "ada@example.com", NOW)


def customers(store: Store) -> dict[tuple[str, str], str]:
    """Return the customer of each record."""
    return {(each["Source"], each["RecordId"]): each["CustomerId"] for each in rows(store, "customers")}


def groups(store: Store) -> set[frozenset[str]]:
    """Return the ids of the records that are one customer, for customers of several records."""
    found: dict[str, set[str]] = {}
    for (_, id_), customer in customers(store).items():
        found.setdefault(customer, set()).add(id_)
    return {frozenset(each) for each in found.values() if len(each) > 1}


def rows(store: Store, dataset: str) -> list[dict[str, Any]]:
    with store.open(dataset) as opened:
        return [each for batch in opened.batches() for each in batch.to_pylist()]


def store_in(folder: Path) -> Store:
    return Store(folder / "data")
