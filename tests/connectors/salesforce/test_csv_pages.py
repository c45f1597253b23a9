"""Pages of bulk results as CSV: typed columns, what CSV can hold, and values that are not of their type."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from connectors.protocol import SourceField
from connectors.salesforce import csv_page
from connectors.salesforce.csv_page import BrokenPageError, read_csv_page
from connectors.salesforce.rows import Rows, rows_of_records
from connectors.salesforce.types import COLUMN_TYPES


def field(kind: str, name: str = "X") -> SourceField:
    return SourceField(name=name, label=name, type=COLUMN_TYPES[kind], source_type=kind)


def page(*cells: str, kind: str = "string") -> Rows:
    quoted = ['"' + each.replace('"', '""') + '"' for each in cells]
    return read_csv_page("\n".join(['"X"', *quoted, ""]).encode(), [field(kind)])


def values(rows: Rows) -> list[Any]:
    return list(rows.batch.column(0).to_pylist())


UTC = dt.UTC
GOOD = [
    ("string", "NA", "NA"),
    ("string", "None", "None"),
    ("string", "NULL", "NULL"),
    ("string", "null", "null"),
    ("string", "#N/A", "#N/A"),
    ("string", " padded ", " padded "),
    ("string", 'a "quoted", b\r\nnext\nlast', 'a "quoted", b\r\nnext\nlast'),
    ("string", "", None),
    ("id", "001gK0000002dtEQAQ", "001gK0000002dtEQAQ"),
    ("reference", "00530000003T6gV", "00530000003T6gVAAS"),
    ("boolean", "true", True),
    ("boolean", "false", False),
    ("boolean", "", None),
    ("int", "5", 5),
    ("int", "5.0", 5),
    ("int", "-7.0", -7),
    ("int", "", None),
    ("long", "9007199254740993", 9007199254740993),
    ("double", "1234.567", 1234.567),
    ("double", "1.0E7", 1e7),
    ("currency", "-0.125", -0.125),
    ("percent", "12.5", 12.5),
    ("date", "1700-01-31", dt.date(1700, 1, 31)),
    ("date", "4000-12-31", dt.date(4000, 12, 31)),
    ("datetime", "2026-03-04T05:06:07.008Z", dt.datetime(2026, 3, 4, 5, 6, 7, 8000, UTC)),
    ("datetime", "1700-03-04T05:06:07.000+0000", dt.datetime(1700, 3, 4, 5, 6, 7, 0, UTC)),
    ("datetime", "4000-03-04T05:06:07.000Z", dt.datetime(4000, 3, 4, 5, 6, 7, 0, UTC)),
    ("time", "12:34:56.789Z", dt.time(12, 34, 56, 789000)),
    ("time", "00:00:00.000", dt.time(0)),
    ("multipicklist", "b;a;c", ["b", "a", "c"]),
    ("multipicklist", "one", ["one"]),
    ("multipicklist", "", None),
]


@pytest.mark.parametrize(("kind", "text", "value"), GOOD)
def test_a_value_has_the_type_of_its_field(kind: str, text: str, value: Any) -> None:
    rows = page(text, kind=kind)
    assert values(rows) == [value]
    assert rows.batch.schema.field("X").type == COLUMN_TYPES[kind]
    assert rows.lost == {}


ODD = [
    ("boolean", "yes", None),
    ("int", "5.5", None),
    ("int", "many", None),
    ("long", "5.0", 5),
    ("long", "99999999999999999999", None),
    ("double", "1,5", None),
    ("date", "2026-02-30", None),
    ("date", "2026-03-04T00:00:00.000Z", dt.date(2026, 3, 4)),
    ("datetime", "2026-03-04", dt.datetime(2026, 3, 4, tzinfo=UTC)),
    ("datetime", "yesterday", None),
    ("time", "25:00:00", None),
]


@pytest.mark.parametrize(("kind", "text", "value"), ODD)
def test_a_value_of_another_type_is_read_or_left_empty_and_counted(kind: str, text: str, value: Any) -> None:
    good = next(text for name, text, value in GOOD if name == kind and value is not None)
    expected = next(value for name, _, value in GOOD if name == kind and value is not None)
    rows = page(good, text, "", text, good, kind=kind)
    assert values(rows) == [expected, value, None, value, expected]
    assert rows.lost == ({} if value is not None else {"X": 2})


@pytest.mark.parametrize(("kind", "text", "value"), [*GOOD, *ODD])
def test_json_gives_what_csv_gives(kind: str, text: str, value: Any) -> None:
    assert values(rows_of_records([{"X": text}], [field(kind)])) == [value]


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("boolean", True, True),
        ("int", 5, 5),
        ("int", 5.0, 5),
        ("int", 5.5, None),
        ("double", 5, 5.0),
        ("double", 1.25, 1.25),
        ("double", True, None),
        ("anyType", 1.5, "1.5"),
        ("anyType", True, "true"),
        ("complexvalue", {"a": ["ä"]}, '{"a": ["ä"]}'),
        ("string", "", None),
        ("string", "half \ud800", "half ?"),
        ("string", "no\0thing", "nothing"),
        ("string", "\0", None),
    ],
)
def test_values_of_json(kind: str, given: Any, value: Any) -> None:
    assert values(rows_of_records([{"X": given}], [field(kind)])) == [value]


def test_a_field_that_a_record_lacks_is_empty() -> None:
    assert values(rows_of_records([{"X": "a"}, {}], [field("string")])) == ["a", None]


def test_columns_go_by_their_names_not_their_places() -> None:
    body = b'"Y","Extra","X"\n"1","e","a"\n'
    rows = read_csv_page(body, [field("string", "X"), field("int", "Y")])
    assert rows.batch.to_pylist() == [{"X": "a", "Y": 1}]


@pytest.mark.parametrize("body", [b"", b"\n", b'"X"\n', b'"X"', b'\xef\xbb\xbf"X"\n'])
def test_a_page_without_rows(body: bytes) -> None:
    rows = read_csv_page(body, [field("int")])
    assert rows.batch.num_rows == 0
    assert rows.batch.schema.field("X").type == pa.int64()


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    assert values(read_csv_page(b'\xef\xbb\xbf"X"\n"a"\n', [field("string")])) == ["a"]


@pytest.mark.parametrize(
    "body",
    [
        b'"X","Y"\n"1","2"\n"3"\n',
        b'"X","Y"\n"1","2"\n"3","4","5"\n',
        b'"X"\n"1"\n',
        b'"X"',
        b'"X","Y"\n"1","2"\n"3","4',
        b'"X","Y"\n"1","2\n',
        b"<html>busy</html>",
    ],
)
def test_a_page_that_is_not_whole_or_lacks_a_column_is_refused(body: bytes) -> None:
    with pytest.raises(BrokenPageError):
        read_csv_page(body, [field("string", "X"), field("string", "Y")])


def test_a_value_that_is_longer_than_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_page, "FIRST_BLOCK", 1 << 12)
    long = "line\n" * 20_000
    assert values(page("a", long, "b")) == ["a", long, "b"]


def test_bytes_that_are_no_utf8_cost_only_themselves() -> None:
    rows = read_csv_page(b'"X"\n"caf\xe9"\n"b"\n', [field("string")])
    assert values(rows) == ["caf\ufffd", "b"]


def test_one_odd_value_leaves_the_other_columns_as_they_are() -> None:
    fields = [field("int", "I"), field("datetime", "D"), field("multipicklist", "M"), field("time", "T")]
    body = b'"I","D","M","T"\n"1","2026-03-04T05:06:07.000Z","a;b","01:02:03.000Z"\n"x","","",""\n'
    rows = read_csv_page(body, fields)
    assert rows.batch.to_pylist() == [
        {"I": 1, "D": dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), "M": ["a", "b"], "T": dt.time(1, 2, 3)},
        {"I": None, "D": None, "M": None, "T": None},
    ]
    assert rows.lost == {"I": 1}
