"""Every mistake in a file is one message that says where it is and what to do, and changes nothing on the disk."""

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.files import (
    DescriptionError,
    EncodingError,
    FileImportError,
    HeaderError,
    RowError,
    UnreadableFileError,
    ValueFormatError,
    read_csv,
    read_upload_schema,
)
from engine.store import Store

FIELDS = [
    {"name": "Name", "type": "Text"},
    {"name": "Amount", "type": "Numeric"},
    {"name": "Closed", "type": "Date", "format": "M/d/yy"},
]

Attempt = Callable[..., FileImportError]


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    """Import a file that has a mistake into a store and return the error; the store has to stay as it was."""
    store = Store(tmp_path / "data")
    file = tmp_path / "sales.csv"

    description = tmp_path / "schema.json"

    def import_file(described: bool) -> None:
        schema = read_upload_schema(description) if described else None
        read = read_csv(file, schema=schema)
        store.write("sales", read.table, read.fields, created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    def attempt(content: bytes | str, fields: list[dict[str, Any]] | None = None) -> FileImportError:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        description.write_text(json.dumps({"objects": [{"fields": fields}]}))
        with pytest.raises(FileImportError) as caught:
            import_file(described=fields is not None)
        assert not store.folder.exists()
        assert caught.value.file in (file, description)
        return caught.value

    return attempt


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        ("Name,Amount,Closed\nA,1,1/1/24\nB,2\n", 3, 4, "2 values and the file has 3 columns"),
        ("Name,Amount,Closed\nA,1,1/1/24,x\n", 2, 12, "4 values and the file has 3 columns"),
        ('Name,Amount,Closed\nA,1,1/1/24\n\n"B\n\nb",1,1/1/24\nC,2\n', 7, 4, "2 values"),
        ('Name,Amount,Closed\nA, "1,5",1/1/24\n', 2, 10, "4 values"),
        ("Name,Amount,Closed\n   \n", 2, 4, "1 value and"),
    ],
)
def test_a_row_with_a_wrong_number_of_values(
    attempt: Attempt, content: str, line: int, column: int, words: str
) -> None:
    for fields in (None, FIELDS):
        error = attempt(content, fields)
        assert isinstance(error, RowError)
        assert (error.line, error.column) == (line, column)
        assert words in error.message
        assert error.hint


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('Name,Note\nA,x\nB,"starts here\nC,y\nD,z\n', 3),
        ('Name,Note\nA,"x\nB,"y"\n', 2),
        ('Name,Note\nA,"x"y\nB,"two\nlines"\n', 2),
    ],
)
def test_a_quote_that_does_not_end_swallows_no_rows(attempt: Attempt, content: str, line: int) -> None:
    error = attempt(content)
    assert isinstance(error, RowError)
    assert error.line == line
    assert "quote" in (error.hint or "")


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("A,12x,1/1/24", 3, ['"12x" is not a number', '"Amount"']),
        ('"A, b",12x,1/1/24', 8, ['"12x" is not a number']),
        ("A,1e999,1/1/24", 3, ["is not a number"]),
        ("A,12,2024-01-01", 6, ['"2024-01-01" is not a date in the format M/d/yy', '"Closed"']),
        ("A,12,2/30/24", 6, ['"2/30/24" is not a date']),
    ],
)
def test_a_value_of_the_wrong_kind(attempt: Attempt, row: str, column: int, words: list[str]) -> None:
    good = '"two\nlines, and ""more""",1,1/1/24\n'
    error = attempt(f"Name,Amount,Closed\n{good}\n{good}{row}\n{row}\n", FIELDS)
    assert isinstance(error, ValueFormatError)
    assert (error.line, error.column) == (7, column)
    assert all(each in error.message for each in words)
    assert str(error).startswith(f"{error.file}:7:{column}: ")
    assert error.hint


def test_a_value_within_a_record_of_several_lines(attempt: Attempt) -> None:
    error = attempt('Name,Amount,Closed\n"two\r\nlines",bad,1/1/24\n', FIELDS)
    assert (error.line, error.column) == (3, 8)


@pytest.mark.parametrize(
    ("header", "column", "words"),
    [
        ("Name,Amount", None, ["2 columns", "describes 3", 'Missing: "Closed"']),
        ("Name,Amount,Closed,More", 20, ["4 columns", 'Not in the schema: "More"']),
        ("Name,Closed,Amount", 6, ['"Closed"', '"Amount"', "order"]),
        ("Amount,Closed,Other", 1, ['"Amount"', 'No column is named "Name"']),
    ],
)
def test_columns_that_are_not_those_of_the_schema(
    attempt: Attempt, header: str, column: int | None, words: list[str]
) -> None:
    error = attempt(f"{header}\n", FIELDS)
    assert isinstance(error, HeaderError)
    assert error.line == 1
    assert column is None or error.column == column
    assert all(each in f"{error.message} {error.hint}" for each in words)


@pytest.mark.parametrize(
    ("header", "column", "words"),
    [
        ("Name,Amount,Name", 13, ['Columns 1 and 3 are both named "Name"']),
        ("Name,,Amount", 6, ["Column 2 has no name"]),
        ("Name,Amount,", 13, ["Column 3 has no name"]),
        ("A,12.5,x", 3, ["names of the columns", '"12.5"']),
        ("A,x,2024-01-01", 5, ["names of the columns"]),
    ],
)
def test_a_header_that_does_not_name_the_columns(attempt: Attempt, header: str, column: int, words: list[str]) -> None:
    error = attempt(f"{header}\na,b,c\n")
    assert isinstance(error, HeaderError)
    assert (error.line, error.column) == (1, column)
    assert all(each in error.message for each in words)
    assert error.hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Name\nJos\xe9\n".encode("cp1252"), ["byte 0xe9", "offset 8", "UTF-8", "Windows-1252"]),
        ("Jos\xe9\nA\n".encode("cp1252"), ["byte 0xe9", "offset 3"]),
        (b"Name\n" + b"a" * (1 << 20) + b"\x81\n", [f"offset {5 + (1 << 20):,}", "ISO-8859-1"]),
        (b"Name\n" + b"a" * ((1 << 20) - 6) + b"\xc3\n", [f"offset {(1 << 20) - 1:,}"]),
        ("Name\nA\n".encode("utf-16"), ["UTF-16"]),
        ("Name\nA\n".encode("utf-16-le"), ["UTF-16"]),
    ],
    ids=["value", "header", "far down", "between blocks", "UTF-16", "UTF-16 without a mark"],
)
def test_an_encoding_that_is_not_utf8(attempt: Attempt, content: bytes, words: list[str]) -> None:
    error = attempt(content)
    assert isinstance(error, EncodingError)
    assert all(each in error.message for each in words)
    assert "UTF-8" in (error.hint or "")


def test_the_line_of_a_byte_that_is_not_utf8(attempt: Attempt) -> None:
    assert attempt(b"Name\nA\nB\nC\xff\n").line == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n\r\n  \n", "empty"),
        (b"PK\x03\x04rest of a workbook", "Excel"),
        (b"\x1f\x8b\x08\x00 compressed", "gzip"),
        (b"PAR1 parquet", "Parquet"),
        (b"Name,Note\nA,b\0c\n", "zero byte at offset 13"),
    ],
)
def test_a_file_that_is_no_text(attempt: Attempt, content: bytes, words: str) -> None:
    error = attempt(content)
    assert isinstance(error, UnreadableFileError)
    assert words in error.message
    assert error.hint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text("A\n1\n")
    with pytest.raises(UnreadableFileError) as caught:
        read_csv(tmp_path / "sale.csv")
    assert caught.value.hint == 'Did you mean "sales.csv"?'
    with pytest.raises(UnreadableFileError, match="folder"):
        read_csv(tmp_path)
    with pytest.raises(UnreadableFileError, match="no such file"):
        read_csv(tmp_path / "nowhere" / "sales.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text("A\n1\n")
    (tmp_path / "sales.csv").chmod(0)
    with pytest.raises(UnreadableFileError, match="Permission denied"):
        read_csv(tmp_path / "sales.csv")


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ({"objects": []}, "/objects has 0 items"),
        ({"objects": {"fields": []}}, "/objects should be an array"),
        ({"objects": [{"fields": []}]}, "/objects/0/fields has no field"),
        ([], "the top should be an object"),
        ({"objects": [{"fields": [{"type": "Text"}]}]}, "/objects/0/fields/0/name is missing"),
        ({"objects": [{"fields": [{"name": "A"}]}]}, "/objects/0/fields/0/type is missing"),
        ({"objects": [{"fields": [{"name": "A", "type": "Number"}]}]}, '/objects/0/fields/0/type is "Number"'),
        ({"objects": [{"fields": [{"name": 1, "type": "Text"}]}]}, "/objects/0/fields/0/name should be a text, not 1"),
        ({"objects": [{"fields": [{"name": "A", "type": "Date"}]}]}, "/objects/0/fields/0/format is missing"),
        (
            {"objects": [{"fields": [{"name": "A", "type": "Date", "format": "yyyy-ww"}]}]},
            "/objects/0/fields/0/format is \"yyyy-ww\", which has the letter 'w'",
        ),
        (
            {"objects": [{"fields": [{"name": "A", "type": "Date", "format": "MM/yyyy"}]}]},
            '/objects/0/fields/0/format is "MM/yyyy", which has no day',
        ),
        (
            {"objects": [{"fields": [{"name": "A", "type": "Numeric", "defaultValue": "none"}]}]},
            '/objects/0/fields/0/defaultValue is "none", which is no number',
        ),
        (
            {"objects": [{"fields": [{"name": "A", "type": "Numeric", "isMultiValue": True}]}]},
            "/objects/0/fields/0/isMultiValue is true",
        ),
        (
            {"objects": [{"fields": [{"name": "A", "type": "Text", "fiscalMonthOffset": 12}]}]},
            "/objects/0/fields/0/fiscalMonthOffset should be a whole number from 0 to 11, not 12",
        ),
        (
            {"objects": [{"fields": [{"name": "A", "type": "Text"}, {"name": "A", "type": "Text"}]}]},
            '/objects/0/fields/1/name is "A", as is that of a field before',
        ),
        (
            {"fileFormat": {"fieldsDelimitedBy": "::"}, "objects": [{"fields": [{"name": "A", "type": "Text"}]}]},
            "/fileFormat/fieldsDelimitedBy should be a single",
        ),
        (
            {"fileFormat": {"charsetName": "UTF-9"}, "objects": [{"fields": [{"name": "A", "type": "Text"}]}]},
            '/fileFormat/charsetName is "UTF-9"',
        ),
    ],
)
def test_a_schema_with_a_mistake_is_answered_with_its_pointer(tmp_path: Path, content: Any, pointer: str) -> None:
    file = tmp_path / "schema.json"
    file.write_text(json.dumps(content))
    with pytest.raises(DescriptionError) as caught:
        read_upload_schema(file)
    assert pointer in caught.value.message
    assert caught.value.file == file


def test_a_description_that_is_not_json_is_answered_with_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    file.write_text('{\n  "objects": [,]\n}')
    with pytest.raises(DescriptionError) as caught:
        read_upload_schema(file)
    assert (caught.value.line, caught.value.column) == (2, 15)
    file.write_bytes(b'{"a": "\xff"}')
    with pytest.raises(DescriptionError, match="offset 7"):
        read_upload_schema(file)
    with pytest.raises(DescriptionError, match="can't be read"):
        read_upload_schema(tmp_path / "none.json")
