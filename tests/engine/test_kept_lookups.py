"""What is looked up in another dataset, again and again: what is kept of it is never that of other rows."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from engine.session import Session
from engine.store import Store
from saql.parser import parse_expression

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
DEALS = {"Account": ["b", "a", "c", None, "b", "d"], "Stage": ["Won", "Won", "Lost", "Won", "Lost", "Won"]}
ACCOUNTS = {"a": ("East", 1.0), "b": ("West", 10.0), "c": ("East", None)}
LATER = {"d": ("West", 1000.0), "b": ("East", 100.0), "a": ("West", 5.0)}

Accounts = dict[str, tuple[str, float | None]]


def write(store: Store, accounts: Accounts) -> None:
    rows = [(name, *of) for name, of in accounts.items()]
    columns = zip(("Id", "Region", "Revenue"), zip(*rows, strict=True), strict=True)
    store.write("accounts", pa.table({name: list(values) for name, values in columns}), created=NOW)


def expected(accounts: Accounts, region: str | None, stage: str | None) -> tuple[float | None, int]:
    """Return the revenue of the accounts of the deals that count, and the deals."""
    deals = [name for name, of in zip(*DEALS.values(), strict=True) if stage in (None, of)]
    found = [accounts[name] for name in deals if name in accounts]
    known = [revenue for of, revenue in found if revenue is not None and region in (None, of)]
    return (sum(known) if known else None), len(deals)


@pytest.mark.parametrize("threads", [1, 2])
def test_sums_of_what_is_looked_up(tmp_path: Path, threads: int) -> None:
    store = Store(tmp_path)
    store.write("deals", pa.table(DEALS), created=NOW)
    session = Session(store, result_cache=0, threads=threads)
    for accounts in (ACCOUNTS, LATER, ACCOUNTS):
        write(store, accounts)
        for _ in range(3):
            for region in (None, "East", "West", "North"):
                chosen = "" if region is None else f'a = filter a by Region == "{region}";'
                query = (
                    f'o = load "deals"; a = load "accounts"; {chosen} o = augment o by Account, a by Id generate '
                    "a.Revenue as Revenue; o = group o by all; o = foreach o generate sum(Revenue) as s, count() as n;"
                )
                for stage in (None, "Won"):
                    filters = {} if stage is None else {"deals": (parse_expression(f'Stage == "{stage}"'),)}
                    row = session.query(query, now=NOW, filters=filters).table.to_pylist()[0]
                    assert (row["s"], row["n"]) == expected(accounts, region, stage)
