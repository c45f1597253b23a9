from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.hubspot.types import TEXTS, TIMESTAMP, arrow_type, column, epoch_ms

MOMENTS = st.datetimes(min_value=dt.datetime(1, 1, 2), max_value=dt.datetime(9999, 12, 30), timezones=st.just(dt.UTC))


def milliseconds(moment):
    return (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("kind", "shown_as", "type_"),
    [
        ("string", "text", pa.string()),
        ("string", "html", pa.string()),
        ("phone_number", "phonenumber", pa.string()),
        ("json", "text", pa.string()),
        ("object_coordinates", "text", pa.string()),
        ("number", "number", pa.float64()),
        ("number", "calculation_equation", pa.float64()),
        ("bool", "booleancheckbox", pa.bool_()),
        ("bool", "calculation_equation", pa.bool_()),
        ("enumeration", "booleancheckbox", pa.bool_()),
        ("enumeration", "select", pa.string()),
        ("enumeration", "radio", pa.string()),
        ("enumeration", "checkbox", TEXTS),
        ("date", "date", pa.date32()),
        ("datetime", "date", TIMESTAMP),
        ("currency_basket", "text", None),
    ],
)
def test_types_of_properties(kind, shown_as, type_):
    assert arrow_type(kind, shown_as) == type_


@pytest.mark.parametrize("type_", [pa.string(), pa.float64(), pa.bool_(), pa.date32(), TIMESTAMP, TEXTS])
def test_an_empty_text_is_no_value(type_):
    values, bad = column(["", None], type_)
    assert values.type == type_
    assert values.null_count == 2
    assert bad == 0


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_numbers_come_back(numbers):
    values, bad = column([repr(each) for each in numbers], pa.float64())
    assert values.to_pylist() == numbers
    assert bad == 0


@given(st.lists(st.one_of(st.none(), st.text(st.characters(exclude_categories=("Cs",)), min_size=1))))
def test_texts_come_back(texts):
    values, bad = column(texts, pa.string())
    assert values.to_pylist() == texts
    assert bad == 0


@given(st.text(st.characters()))
def test_halves_of_characters_do_no_harm(text):
    values, bad = column([text], pa.string())
    assert bad == 0
    assert values.to_pylist()[0] in (
        None,
        *([text] if text else []),
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    )


@given(MOMENTS)
def test_both_spellings_of_a_moment(moment):
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    count = milliseconds(moment)
    spelled = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    without = moment.replace(microsecond=0)
    values, bad = column(
        [spelled, str(count), without.isoformat().replace("+00:00", "Z"), spelled[:-1] + "+00:00"], TIMESTAMP
    )
    assert bad == 0 or abs(count) >= 10**15
    assert [each.value for each in values] == [count, count, milliseconds(without), count]


@given(st.dates())
def test_both_spellings_of_a_day(day):
    count = milliseconds(dt.datetime.combine(day, dt.time(), dt.UTC))
    values, bad = column([day.isoformat(), str(count)], pa.date32())
    assert values.to_pylist() == [day, day]
    assert bad == 0


def test_days_do_not_move_with_a_zone():
    values, _ = column(["2026-03-29", "1774742400000", "2026-03-29T00:00:00Z"], pa.date32())
    assert set(values.to_pylist()) == {dt.date(2026, 3, 29)}


def test_moments_with_an_offset():
    values, bad = column(["2026-03-29T01:30:00.250+02:00"], TIMESTAMP)
    assert values.to_pylist() == [dt.datetime(2026, 3, 28, 23, 30, 0, 250_000, dt.UTC)]
    assert bad == 0


def test_lists():
    values, bad = column(["a;b", ";a", ";", "a b"], TEXTS)
    assert values.to_pylist() == [["a", "b"], ["a"], None, ["a b"]]
    assert bad == 0


@pytest.mark.parametrize(
    ("type_", "texts"),
    [
        (pa.float64(), ["ten", "1,5", "1_000", "nan", "inf", "1e999", "0x10", "٣"]),
        (pa.bool_(), ["yes", "1", "tru"]),
        (pa.date32(), ["2026-02-30", "today", "30.1.2026", "99999999999999999999"]),
        (TIMESTAMP, ["noon", "2026-02-30T00:00:00Z", "999999999999999", "-999999999999999"]),
    ],
)
def test_what_is_no_such_value_is_empty_and_counted(type_, texts):
    values, bad = column(texts, type_)
    assert values.null_count == len(texts)
    assert bad == len(texts)


@given(st.sampled_from([pa.string(), pa.float64(), pa.bool_(), pa.date32(), TIMESTAMP, TEXTS]), st.lists(st.text()))
def test_no_text_breaks_a_column(type_, texts):
    values, bad = column(texts, type_)
    assert len(values) == len(texts)
    assert values.null_count >= bad


@given(MOMENTS)
def test_bounds_are_rounded_up(moment):
    first = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=epoch_ms(moment))
    assert dt.timedelta() <= first - moment < dt.timedelta(milliseconds=1)
