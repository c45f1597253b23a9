"""Random datasets, in the store and in DuckDB."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import strategies as st

from engine.store import Calendar as StoredCalendar
from engine.store import FieldSpec, Store
from oracle.periods import Calendar
from oracle.writers import INSTANT

TEXTS = (
    *("a", "b", "B", "ab", "é", "É", "", "ß", "Straße", "日本", "😀x", "A%b_c", 'it\'s "q"', "back\\slash", " pad\t"),
    *("line\nbreak", "true", "10"),
)
NUMBERS = (0.0, 1.0, -1.0, 0.5, 2.25, -2.5, 3.0, 10.0, 100.125, -4096.0, 1e6)
WHOLE = (0, 1, 2, -1, -3, 5, 7, 10, 1000)
INSTANTS = (
    *("2024-02-29T12:00:00", "2024-03-31T00:59:59.999", "2024-03-31T01:00:00", "2023-12-31T23:30:00"),
    *("2024-01-01T00:00:00", "2024-10-27T00:30:00", "2024-10-27T01:30:00", "2000-01-01T05:00:00"),
    *("2023-05-17T08:09:10.011", "1969-12-31T23:59:59.500", "2018-11-04T02:59:59", "2018-11-04T03:30:00"),
)
WRITTEN = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)

_texts = st.sampled_from((None, *TEXTS[:4], *TEXTS[:4], None, *TEXTS))
_numbers = st.sampled_from((None, *NUMBERS, None, *(each / 4 for each in range(-20, 20))))
_whole = st.sampled_from((None, *WHOLE))
_instants = st.one_of(
    st.none(),
    st.sampled_from([dt.datetime.fromisoformat(each) for each in INSTANTS]),
    st.integers(0, 36 * 30 * 24).map(lambda hours: dt.datetime(2016, 1, 1) + dt.timedelta(hours=hours * 3)),
)
_days = st.one_of(
    st.none(),
    st.sampled_from([dt.date(2024, 2, 29), dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(1969, 12, 31)]),
    st.integers(0, 3000).map(lambda days: dt.date(2016, 1, 1) + dt.timedelta(days=days)),
)
_lists = st.one_of(st.none(), st.lists(st.sampled_from(["a", "b", "B", "é", "ab"]), max_size=3, unique=True))
_row = st.tuples(_texts, _texts, _texts, _numbers, _whole, _instants, _days, _lists)
_calendars = st.sampled_from(
    [Calendar(), Calendar(1, True, 1), Calendar(9, False, 0), Calendar(3, True, 6), Calendar(11, False, -1)]
)

TYPES = {
    "k": pa.string(),
    "Owner.Name": pa.string(),
    "it's": pa.string(),
    "x": pa.float64(),
    "n": pa.int64(),
    "d": pa.timestamp("ms"),
    "e": pa.date32(),
    "m": pa.list_(pa.string()),
}


@dataclass(frozen=True)
class Data:
    """Rows of two datasets, `deals` and `goals`, of the same fields, and the calendar of their instants."""

    deals: tuple[tuple[Any, ...], ...]
    goals: tuple[tuple[Any, ...], ...]
    calendar: Calendar


data = st.builds(
    Data,
    st.one_of(st.lists(_row, max_size=6), st.lists(_row, min_size=10, max_size=16)).map(tuple),
    st.one_of(st.lists(_row, max_size=3), st.lists(_row, min_size=4, max_size=9)).map(tuple),
    _calendars,
)


class Tables:
    """The datasets in a store and in DuckDB; each new pair replaces the one before."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder, old_versions=0)
        self.connection = duckdb.connect(config={"threads": 1})

    def hold(self, given: Data) -> None:
        write(self.store, given)
        for name, rows in (("deals", given.deals), ("goals", given.goals)):
            table = _table(rows)
            order = pa.array(range(len(rows)), pa.int64())
            names = [each if each != "d" else f"d{INSTANT}" for each in table.column_names]
            self.connection.register(name, table.rename_columns(names).append_column("row_order", order))


def write(store: Store, given: Data) -> None:
    """Write the datasets as their next versions."""
    calendar = StoredCalendar(given.calendar.offset, given.calendar.named_by_end, given.calendar.first_weekday)
    for name, rows in (("deals", given.deals), ("goals", given.goals)):
        dates = [FieldSpec(name=each, role="date", calendar=calendar) for each in ("d", "e")]
        fields = [*dates, FieldSpec(name="m", role="multivalue")]
        store.write(name, _table(rows), fields, created=WRITTEN, cluster=False)


def _table(rows: tuple[tuple[Any, ...], ...]) -> pa.Table:
    return pa.table(
        {name: pa.array([row[place] for row in rows], kind) for place, (name, kind) in enumerate(TYPES.items())}
    )
