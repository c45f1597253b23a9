"""CSV files that are well written, with and without a schema."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.files import FileTable, api_name, read_csv, read_upload_schema
from engine.store import Calendar, Store

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str | bytes, name: str = "sales.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def columns(read: FileTable) -> dict[str, list[Any]]:
    return dict(read.table.to_pydict())


def test_values_say_what_a_column_is(write: Write) -> None:
    read = read_csv(
        write(
            "Stage,Amount,Count,Closed,Made,Won,Postcode,Id,Grouped,Nothing\n"
            'Won,10.50,3,2024-02-29,2024-01-31T10:00:00.250Z,true,01234,1234567890123456,"1,234.5",\n'
            ",-1e3,,,,false,99999,1,12,\n"
        )
    )
    assert columns(read) == {
        "Stage": ["Won", None],
        "Amount": [10.5, -1000.0],
        "Count": [3, None],
        "Closed": [dt.date(2024, 2, 29), None],
        "Made": [dt.datetime(2024, 1, 31, 10, 0, 0, 250_000, tzinfo=dt.UTC), None],
        "Won": ["true", "false"],
        "Postcode": ["01234", "99999"],
        "Id": ["1234567890123456", "1"],
        "Grouped": [1234.5, 12.0],
        "Nothing": [None, None],
    }
    assert read.label == "sales"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1/2/24", "12/31/2023"], [dt.date(2024, 1, 2), dt.date(2023, 12, 31)]),
        (["1/2/24", "31/12/23"], [dt.date(2024, 2, 1), dt.date(2023, 12, 31)]),
        (["1.2.2024"], [dt.date(2024, 2, 1)]),
        (["2024/01/02"], [dt.date(2024, 1, 2)]),
        (["2-Jan-24"], [dt.date(2024, 1, 2)]),
        (["2024-01-02 03:04"], [dt.datetime(2024, 1, 2, 3, 4, tzinfo=dt.UTC)]),
        (["2024-01-02T03:04:05+02:00"], [dt.datetime(2024, 1, 2, 1, 4, 5, tzinfo=dt.UTC)]),
        (["1/2/2024 12:30 am"], [dt.datetime(2024, 1, 2, 0, 30, tzinfo=dt.UTC)]),
        (["2024-02-30"], ["2024-02-30"]),
        (["2024-01-02", "soon"], ["2024-01-02", "soon"]),
        (["1", "2", "n/a"], ["1", "2", "n/a"]),
        (["1,2"], ["1,2"]),
    ],
)
def test_dates_are_known_by_their_form(write: Write, values: list[str], expected: list[Any]) -> None:
    rows = "".join(f'x,"{each}"\n' for each in values)
    assert columns(read_csv(write(f"Name,When\n{rows}")))["When"] == expected


def test_a_value_that_does_not_fit_far_down_leaves_the_column_a_text(write: Write) -> None:
    rows = [str(number) for number in range(3_000)] + ["none"]
    read = columns(read_csv(write("Number\n" + "\n".join(rows))))
    assert read["Number"] == rows


@pytest.mark.parametrize(
    "content",
    [
        b"Name,Amount\r\nA,1\r\nB,2\r\n",
        b"Name,Amount\rA,1\rB,2\r",
        b"\xef\xbb\xbfName,Amount\nA,1\n\nB,2",
        b"\nName,Amount\nA,1\nB,2\n\n",
        b"Name;Amount\nA;1\nB;2\n",
        b"Name\tAmount\nA\t1\nB\t2\n",
        b"Name|Amount\nA|1\nB|2\n",
        b'"Name","Amount"\n"A","1"\n"B","2"\n',
    ],
    ids=["CRLF", "CR", "byte order mark", "empty lines", "semicolons", "tabs", "bars", "quotes"],
)
def test_line_ends_delimiters_and_quotes_of_all_kinds(write: Write, content: bytes) -> None:
    assert columns(read_csv(write(content))) == {"Name": ["A", "B"], "Amount": [1, 2]}


def test_quoted_values_hold_delimiters_quotes_and_line_ends(write: Write) -> None:
    read = columns(read_csv(write('Name,Note\r\n"Smith, John","said ""hi"""\r\nX,"two\r\nlines"\r\n5" pipe,"ü"\r\n')))
    assert read == {"Name": ["Smith, John", "X", '5" pipe'], "Note": ['said "hi"', "two\r\nlines", "ü"]}


def test_a_header_without_rows_is_an_empty_table(write: Write) -> None:
    for content in ("Name,Amount", "Name,Amount\n", "Name,Amount\r\n\r\n"):
        assert columns(read_csv(write(content))) == {"Name": [], "Amount": []}


def test_names_become_api_names_and_stay_as_labels(write: Write) -> None:
    read = read_csv(write("Owner Name,Amount ($),2024,Größe,Amount__c,a b,a_b\nx,1,1,1,1,1,1\n"))
    assert [(each.name, each.label) for each in read.fields] == [
        ("Owner_Name", "Owner Name"),
        ("Amount", "Amount ($)"),
        ("X2024", "2024"),
        ("Größe", "Größe"),
        ("Amount__c", "Amount__c"),
        ("a_b", "a b"),
        ("a_b_2", "a_b"),
    ]
    assert read.table.column_names == [each.name for each in read.fields]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_an_api_name_is_what_its_rules_say(text: str) -> None:
    name = api_name(text)
    assert 0 < len(name) <= 255
    assert name[0].isalpha()
    assert all(sign.isalnum() or sign == "_" for sign in name)
    assert "__" not in name.removesuffix("__c")
    assert not name.endswith("_")
    assert api_name(name) == name


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(*[st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)] * 2),
        max_size=8,
    )
)
def test_texts_come_back_as_a_csv_writer_wrote_them(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    quoted = ["Key,First,Second"]
    quoted += [",".join(["k", *('"' + value.replace('"', '""') + '"' for value in row)]) for row in rows]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(quoted), "utf-8", newline="")
    schema = write_schema(tmp_path, [{"name": name, "type": "Text"} for name in ("Key", "First", "Second")])
    read = columns(read_csv(path, schema=read_upload_schema(schema)))
    assert list(zip(read["First"], read["Second"], strict=True)) == [(a or None, b or None) for a, b in rows]


def write_schema(folder: Path, fields: list[dict[str, Any]], form: dict[str, Any] | None = None) -> Path:
    path = folder / "schema.json"
    path.write_text(json.dumps({"fileFormat": form, "objects": [{"name": "sales", "fields": fields}]}), "utf-8")
    return path


def test_a_schema_decides_types_formats_and_defaults(write: Write, tmp_path: Path) -> None:
    fields: list[dict[str, Any]] = [
        {"name": "Code", "type": "Text", "label": "The code", "defaultValue": "none"},
        {"name": "Amount", "type": "Numeric", "precision": 18, "scale": 2, "format": "$#,##0.00", "defaultValue": "0"},
        {"name": "Local", "type": "Numeric", "decimalSeparator": ",", "groupsSeparator": ".", "currencySymbol": "€"},
        {"name": "Closed", "type": "Date", "format": "d/M/yy", "fiscalMonthOffset": 3, "isYearEndFiscalYear": False},
        {"name": "Made", "type": "Date", "format": "MM-dd-yyyy hh:mm:ss a"},
        {"name": "Secret", "type": "Text", "isSkipped": True},
        {"name": "Tags", "type": "Text", "isMultiValue": True, "multiValueSeparator": "|"},
    ]
    file = write(
        "any,names,will,do,here,and,there\n"
        '007,1.5,"1.234,5 €",31/12/23,01-02-2024 01:02:03 PM,x,b|a\n'
        ",,,,,,\n"
        " 1 , 2 ,€3,1/1/24,,,|c|\n"
    )
    read = read_csv(file, schema=read_upload_schema(write_schema(tmp_path, fields)))
    assert columns(read) == {
        "Code": ["007", "none", " 1 "],
        "Amount": [1.5, 0.0, 2.0],
        "Local": [1234.5, None, 3.0],
        "Closed": [dt.date(2023, 12, 31), None, dt.date(2024, 1, 1)],
        "Made": [dt.datetime(2024, 1, 2, 13, 2, 3, tzinfo=dt.UTC), None, None],
        "Tags": [["b", "a"], None, ["c"]],
    }
    specs = {each.name: each for each in read.fields}
    assert [each.role for each in read.fields] == ["dimension", "measure", "measure", "date", "date", "multivalue"]
    assert specs["Code"].label == "The code"
    assert specs["Amount"].format == "$#,##0.00"
    assert specs["Closed"].format is None
    assert specs["Closed"].calendar == Calendar(fiscal_month_offset=3, named_by_end=False)


def test_a_schema_decides_signs_encoding_and_ignored_lines(write: Write, tmp_path: Path) -> None:
    fields = [{"name": "Name", "type": "Text"}, {"name": "Amount", "type": "Numeric"}]
    form = {
        "charsetName": "windows-1252",
        "fieldsDelimitedBy": ";",
        "fieldsEnclosedBy": "'",
        "fieldsEscapedBy": "\\",
        "numberOfLinesToIgnore": 2,
    }
    file = write("Report of today\nName;Amount\n'Jos\xe9; \\'x\\'';1\n".encode("cp1252"))
    schema = read_upload_schema(write_schema(tmp_path, fields, form))
    assert columns(read_csv(file, schema=schema)) == {"Name": ["José; 'x'"], "Amount": [1]}
    headless = read_upload_schema(write_schema(tmp_path, fields, {"numberOfLinesToIgnore": 0}))
    assert columns(read_csv(write("A,1\nB,2"), schema=headless)) == {"Name": ["A", "B"], "Amount": [1, 2]}


def test_a_file_becomes_a_dataset(write: Write, tmp_path: Path) -> None:
    read = read_csv(write("Stage,Amount,Closed\nWon,1.5,2/1/24\nLost,2,1/1/24\n"))
    created = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    dataset = Store(tmp_path / "data").write("sales", read.table, read.fields, label=read.label, created=created)
    assert [each.role for each in dataset.fields] == ["dimension", "measure", "date"]
    amounts = dataset.column("Amount")
    assert isinstance(amounts, pa.Array)
    assert amounts.to_pylist() == [2.0, 1.5]


def test_a_published_census_file_is_read(samples: Path) -> None:
    read = read_csv(samples / "us_demographics" / "us_demographic.csv")
    assert {str(each.type) for each in read.table.schema} == {"int64", "string"}
    texts = [each.name for each in read.table.schema if pa.types.is_string(each.type)]
    assert texts == ["REGION", "STATE"]
    assert read.table.column("ESTIMATESBASE").null_count > 0
