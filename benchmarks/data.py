"""Invented opportunities and accounts, the same for a seed, written as Parquet in bounded memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 20
BATCH = 250_000
"""Rows made at a time, and rows of a Parquet row group: small enough that two threads share a million rows."""

FIRST_DAY, LAST_DAY = dt.date(2023, 1, 1), dt.date(2026, 12, 31)
MOST_ACCOUNTS = 1_000_000

STAGES = (
    "Prospecting,Qualification,Needs Analysis,Value Proposition,Decision Makers,Perception Analysis,Price Quote,"
    "Negotiation,Closed Won,Closed Lost"
).split(",")
INDUSTRIES = (
    "Agriculture,Apparel,Banking,Biotechnology,Chemicals,Communications,Construction,Consulting,Education,Electronics,"
    "Energy,Engineering,Entertainment,Environmental,Finance,Food,Government,Healthcare,Hospitality,Insurance,Machinery,"
    "Manufacturing,Media,Not For Profit,Recreation,Retail,Shipping,Technology,Telecommunications,Transportation"
).split(",")
REGIONS = "EMEA,APAC,NA East,NA West,LATAM,Nordics".split(",")
TYPES = "New Business,Upgrade,Renewal,Add-On,Partner".split(",")
SOURCES = (
    "Web,Phone,Partner Referral,Purchased List,Trade Show,Employee Referral,External Referral,Seminar,Advertisement,"
    "Word of Mouth,Public Relations,Other"
).split(",")
OWNERS = [f"Owner {number:03}" for number in range(500)]

DIMENSIONS = ("StageName", "Owner", "Industry", "Region", "Type", "LeadSource")
"""The fields of opportunities with few values, for which people declare enumerations and categories."""

_ALPHABET = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", dtype=np.uint8)
_ID_LENGTH = 18

Integers = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Data:
    """The files of one size. `folder` is also where engines keep what they make of them."""

    folder: Path
    rows: int

    @property
    def opportunities(self) -> Path:
        return self.folder / "opportunities.parquet"

    @property
    def accounts(self) -> Path:
        return self.folder / "accounts.parquet"

    @property
    def account_rows(self) -> int:
        return min(MOST_ACCOUNTS, max(1, self.rows // 10))


def make(folder: Path, rows: int) -> Data:
    """Return the data of a size, generated unless it is in the folder."""
    data = Data(folder / f"{rows}", rows)
    if data.accounts.exists() and data.opportunities.exists():
        return data
    data.folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng([SEED, rows])
    accounts = _Accounts.draw(random, data.account_rows)
    _write(data.accounts, iter([accounts.batch(random)]))
    _write(data.opportunities, _opportunities(random, rows, accounts))
    return data


def _write(path: Path, batches: Iterator[pa.RecordBatch]) -> None:
    """Write a file; a file of that name is whole."""
    unfinished = path.with_suffix(".unfinished")
    first = next(batches)
    # Without Arrow's schema the texts are texts for every reader.
    with pq.ParquetWriter(unfinished, first.schema, store_schema=False) as writer:
        writer.write_batch(first)
        for batch in batches:
            writer.write_batch(batch)
    unfinished.rename(path)


@dataclass(frozen=True, slots=True)
class _Accounts:
    """The accounts, and a few ids more that opportunities name though there is no such account."""

    ids: pa.Array
    industries: pa.Array
    rows: int

    @staticmethod
    def draw(random: np.random.Generator, rows: int) -> _Accounts:
        named = rows + max(1, rows // 200)
        codes = _skewed(random, len(INDUSTRIES), named, 0.3)
        industries = pa.array(codes, pa.int8(), mask=random.random(named) < 0.03)
        return _Accounts(_ids("001", np.arange(named)), industries, rows)

    def batch(self, random: np.random.Generator) -> pa.RecordBatch:
        rows = self.rows
        revenue = np.round(random.lognormal(15, 1.5, rows), 2)
        return pa.record_batch(
            {
                "Id": self.ids[:rows],
                "Name": pa.array([f"Account {number:07}" for number in range(rows)]),
                "Industry": pa.DictionaryArray.from_arrays(self.industries[:rows], INDUSTRIES),
                "Region": _texts(REGIONS, _skewed(random, len(REGIONS), rows, 0.6)),
                "AnnualRevenue": pa.array(revenue, mask=random.random(rows) < 0.1),
                "Employees": pa.array(random.integers(1, 50_000, rows)),
            }
        )


def _opportunities(random: np.random.Generator, rows: int, accounts: _Accounts) -> Iterator[pa.RecordBatch]:
    days = (LAST_DAY - FIRST_DAY).days + 1
    until = np.cumsum(random.multinomial(rows, np.full(days, 1 / days)))
    first_day = (FIRST_DAY - dt.date(1970, 1, 1)).days
    scattered = random.permutation(len(accounts.ids)).astype(np.int32)
    for start in range(0, rows, BATCH):
        numbers = np.arange(start, min(start + BATCH, rows))
        close = (np.searchsorted(until, numbers, side="right") + first_day).astype(np.int32)
        yield _opportunity_batch(random, random.permutation(numbers), close, scattered, accounts)


def _opportunity_batch(
    random: np.random.Generator, numbers: Integers, close: Integers, scattered: Integers, accounts: _Accounts
) -> pa.RecordBatch:
    rows = len(numbers)
    account = scattered[(random.random(rows) ** 1.7 * len(scattered)).astype(np.int64)]
    created = close - random.integers(5, 400, rows, dtype=np.int32)
    amount = np.round(random.lognormal(10, 1.2, rows), 2)
    return pa.record_batch(
        {
            "Id": _ids("006", numbers),
            "AccountId": pa.DictionaryArray.from_arrays(
                pa.array(account, mask=random.random(rows) < 0.005), accounts.ids
            ),
            "StageName": _texts(STAGES, _skewed(random, len(STAGES), rows, 0.6)),
            "Owner": _texts(OWNERS, _skewed(random, len(OWNERS), rows, 0.5)),
            "Industry": pa.DictionaryArray.from_arrays(accounts.industries.take(pa.array(account)), INDUSTRIES),
            "Region": _texts(REGIONS, _skewed(random, len(REGIONS), rows, 0.6)),
            "Type": _texts(TYPES, _skewed(random, len(TYPES), rows, 0.6)),
            "LeadSource": _texts(SOURCES, _skewed(random, len(SOURCES), rows, 0.4), random.random(rows) < 0.05),
            "Amount": pa.array(amount, mask=random.random(rows) < 0.03),
            "Probability": pa.array(random.integers(0, 101, rows)),
            "Age": pa.array(random.integers(0, 720, rows)),
            "CloseDate": pa.array(close).view(pa.date32()),
            "CreatedDate": pa.array(created).view(pa.date32()),
        }
    )


def _skewed(random: np.random.Generator, values: int, rows: int, exponent: float) -> Integers:
    """Return codes of which the first are drawn more often than the last, as 1 / rank ** exponent."""
    weights = 1 / np.arange(1, values + 1) ** exponent
    until = np.cumsum(weights / weights.sum())[:-1]
    return np.searchsorted(until, random.random(rows), side="right").astype(np.int16)


def _texts(values: list[str], codes: Integers, nulls: npt.NDArray[np.bool_] | None = None) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=nulls), values)


def _ids(prefix: str, numbers: Integers) -> pa.Array:
    """Return texts of 18 characters, one for each number and no two alike, in the look of Salesforce's ids."""
    characters = np.full((len(numbers), _ID_LENGTH), ord("A"), dtype=np.uint8)
    characters[:, :6] = np.frombuffer(f"{prefix}aB0".encode(), dtype=np.uint8)
    rest = numbers.astype(np.int64) * 7 + 1000
    for place in range(14, 5, -1):
        characters[:, place] = _ALPHABET[rest % 62]
        rest //= 62
    offsets = np.arange(0, _ID_LENGTH * (len(numbers) + 1), _ID_LENGTH, dtype=np.int32)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(characters))
