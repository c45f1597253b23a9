"""Date patterns of upload schemas read what their Java namesakes write."""

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.files.dates import date_pattern, parse_dates

INSTANTS = st.datetimes(dt.datetime(1000, 1, 1), dt.datetime(9999, 12, 31)).map(
    lambda each: each.replace(microsecond=0)
)
RECENT = st.dates(dt.date(1969, 1, 1), dt.date(2068, 12, 31))

WRITTEN = {
    "yyyy-MM-dd'T'HH:mm:ss'Z'": "%Y-%m-%dT%H:%M:%SZ",
    "yyyy-MM-dd HH:mm:ss": "%Y-%m-%d %H:%M:%S",
    "dd.MM.yyyy HH:mm:ss": "%d.%m.%Y %H:%M:%S",
    "dd/MM/yyyy hh:mm:ss a": "%d/%m/%Y %I:%M:%S %p",
    "HH:mm:ss dd/MM/yyyy": "%H:%M:%S %d/%m/%Y",
    "yyyyMMddHHmmss": "%Y%m%d%H%M%S",
    "EEE, d MMM yyyy H:m:s": "%a, %d %b %Y %H:%M:%S",
    "EEEE d MMMM yyyy h:m:s a": "%A %d %B %Y %I:%M:%S %p",
}


@pytest.mark.parametrize("pattern", WRITTEN)
@settings(max_examples=20, deadline=None)
@given(moments=st.lists(st.none() | INSTANTS, max_size=5))
def test_instants_come_back_as_they_were_written(pattern: str, moments: list[dt.datetime | None]) -> None:
    texts = pa.array([each and each.strftime(WRITTEN[pattern]) for each in moments], pa.string())
    parsed = parse_dates(texts, date_pattern(pattern))
    assert parsed.values.to_pylist() == [each and each.replace(tzinfo=dt.UTC) for each in moments]
    assert not parsed.bad.any()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.none() | RECENT, max_size=5))
def test_days_without_leading_zeros_and_with_two_digits_of_the_year_come_back(days: list[dt.date | None]) -> None:
    texts = pa.array([each and f"{each.month}/{each.day}/{each:%y}" for each in days], pa.string())
    assert parse_dates(texts, date_pattern("M/d/yy")).values.to_pylist() == days
    assert parse_dates(texts, date_pattern("MM/dd/yy")).values.to_pylist() == days


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("yyyy-MM-dd", "2023-02-29"),
        ("yyyy-MM-dd", "2023-13-01"),
        ("yyyy-MM-dd", "2023-00-01"),
        ("yyyy-MM-dd", "23-01-01"),
        ("yyyy-MM-dd", "2023-01-01 10:00"),
        ("yyyy-MM-dd", ""),
        ("yyyyMMdd", "2023011"),
        ("yyyy-MM-dd HH:mm", "2023-01-01 24:00"),
        ("yyyy-MM-dd hh:mm a", "2023-01-01 13:00 pm"),
        ("yyyy-MM-dd HH:mm:ss", "2023-01-01 10:00:60"),
        ("d MMM yyyy", "1 Foo 2023"),
    ],
)
def test_what_is_no_date_is_marked_and_null(pattern: str, text: str) -> None:
    parsed = parse_dates(pa.array([None, text]), date_pattern(pattern))
    assert parsed.values.to_pylist() == [None, None]
    assert parsed.bad.tolist() == [False, True]


def test_offsets_and_fractions_count() -> None:
    texts = pa.array(["2023-01-01T00:30:00.5+01:00", "2023-01-01T00:30:00.25-0530", "2023-01-01T00:30:00.125Z"])
    parsed = parse_dates(texts, date_pattern("yyyy-MM-dd'T'HH:mm:ss.SSSX"))
    assert parsed.values.to_pylist() == [
        dt.datetime(2022, 12, 31, 23, 30, 0, 500_000, tzinfo=dt.UTC),
        dt.datetime(2023, 1, 1, 6, 0, 0, 250_000, tzinfo=dt.UTC),
        dt.datetime(2023, 1, 1, 0, 30, 0, 125_000, tzinfo=dt.UTC),
    ]


@pytest.mark.parametrize("pattern", ["yyyy-ww-dd", "yyyy-MM", "HH:mm", "", "yyyy-MM-dd d", "yyyy-MM-ddT"])
def test_patterns_that_name_no_day_or_unknown_letters_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"has (no|the letter|'d' twice)"):
        date_pattern(pattern)
