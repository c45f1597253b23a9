"""A CSV file as an upload: the rules of its values, refused rows, and the report that can be sent again."""

import csv
import datetime as dt
import gzip
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.files import (
    MOST_REPORTED,
    EncodingError,
    HeaderError,
    RefusedRowsError,
    RowError,
    UnreadableFileError,
    Upload,
    read_upload,
    read_upload_schema,
    whole_file,
)

FIELDS: list[dict[str, Any]] = [
    {"name": "Id", "type": "Text", "isUniqueId": True},
    {"name": "Amount", "type": "Numeric", "precision": 18, "scale": 2},
    {"name": "Closed", "type": "Date", "format": "yyyy-MM-dd"},
]


def read(
    folder: Path, content: bytes, fields: list[dict[str, Any]] = FIELDS, key: str | None = None, **form: Any
) -> Upload:
    (folder / "schema.json").write_text(json.dumps({"fileFormat": form, "objects": [{"name": "s", "fields": fields}]}))
    (folder / "sales.csv").write_bytes(content)
    return read_upload(folder / "sales.csv", read_upload_schema(folder / "schema.json"), key=key)


def rows(found: Upload) -> list[tuple[Any, ...]]:
    return [tuple(each.values()) for each in found.rows.table.to_pylist()]


def told(found: Upload) -> list[tuple[str, ...]]:
    """Return line, columns, reasons and values of each refused row."""
    return [tuple(each[:4]) for each in csv.reader(io.StringIO(found.refused.report().decode()))][1:]


def test_rows_that_are_wrong_are_left_out_and_told_one_by_one(tmp_path: Path) -> None:
    found = read(tmp_path, b'Id,Amount,Closed\na,1,2026-01-01\nb,ten,2026-13-01\n"c, d",3.5,2026-01-03\ne,5\n')
    assert rows(found) == [("a", 1.0, dt.date(2026, 1, 1)), ("c, d", 3.5, dt.date(2026, 1, 3))]
    number, short = told(found)
    assert number[0] == "3"
    assert number[1] == "Amount; Closed"
    assert '"ten" is not a number' in number[2]
    assert '"2026-13-01" is not a date' in number[2]
    assert number[3] == "ten; 2026-13-01"
    assert short[:2] == ("5", "")
    assert "2 values and the file has 3 columns" in short[2]


def test_the_report_has_the_header_and_the_rows_as_in_the_file_and_is_sent_again(tmp_path: Path) -> None:
    content = 'Id;Amount of it;Closed\n"é ""x"""; 1;2026-01-01\nb;ten;2026-01-01\n"two\nlines";bad;2026-01-01\n'
    fields = [FIELDS[0], {**FIELDS[1], "label": "Amount of it"}, FIELDS[2]]
    found = read(tmp_path, content.encode(), fields, fieldsDelimitedBy=";")
    report = found.refused.report().decode()
    header, *lines = report.splitlines()
    assert header == "Refused_Row;Refused_Column;Refused_Reason;Refused_Value;Id;Amount of it;Closed"
    assert lines[0].endswith(";b;ten;2026-01-01")
    assert report.endswith('"two\nlines";bad;2026-01-01\n')

    mended = report.replace(";ten;2", ";10;2").replace(";bad;2", ";20;2")
    again = read(tmp_path, mended.encode(), fields, fieldsDelimitedBy=";")
    assert again.refused.count == 0
    assert rows(again) == [("b", 10, dt.date(2026, 1, 1)), ("two\nlines", 20, dt.date(2026, 1, 1))]

    worse = read(tmp_path, report.replace(";bad;2", ";20;2").encode(), fields, fieldsDelimitedBy=";")
    assert [each.text.strip() for each in worse.refused.rows] == ["b;ten;2026-01-01"]


def test_a_file_without_names_gets_those_of_the_schema_and_loses_no_row(tmp_path: Path) -> None:
    found = read(tmp_path, b"a,1,2026-01-01\nb,x,2026-01-01\n", numberOfLinesToIgnore=0)
    assert [each[0] for each in rows(found)] == ["a"]
    report = found.refused.report()
    assert report.startswith(b"Refused_Row,Refused_Column,Refused_Reason,Refused_Value,Id,Amount,Closed\n")
    again = read(tmp_path, report.replace(b",b,x,", b",b,2,"), numberOfLinesToIgnore=0)
    assert rows(again) == [("b", 2, dt.date(2026, 1, 1))]


def test_more_lines_before_the_rows_are_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, b"Sales of all years\n\n\na,1,2026-01-01\n", numberOfLinesToIgnore=3)
    assert len(rows(found)) == 1


@pytest.mark.parametrize(
    ("most", "content", "said"),
    [
        (0, b"a,1,\nb,x,\n", "Correct it"),
        (1, b"a,1,\nb,x,\nc,y,\n", "1 may be refused at most"),
        (5, b"b,x,\n", "No row is left"),
        (1, b"a,1,\nb,x,\n", None),
        (0, b"a,1,\n", None),
        (0, b"", None),
    ],
)
def test_more_errors_than_may_be_or_no_row_that_is_left_fail(
    tmp_path: Path, most: int, content: bytes, said: str | None
) -> None:
    found = read(tmp_path, b"Id,Amount,Closed\n" + content)
    file = tmp_path / "sales.csv"
    if said is None:
        found.refused.check(most, len(found.rows.table), file)
        return
    with pytest.raises(RefusedRowsError, match="is not a number") as raised:
        found.refused.check(most, len(found.rows.table), file)
    assert said in (raised.value.hint or "")
    assert raised.value.line == (2 if content.startswith(b"b") else 3)


VALUES: list[tuple[dict[str, Any], str, Any]] = [
    # text: cut to its precision unless that may not be; never trimmed
    ({"type": "Text", "precision": 3}, "abcd", "abc"),
    ({"type": "Text", "precision": 3, "canTruncateValue": True}, "äöüß", "äöü"),
    ({"type": "Text", "precision": 3, "canTruncateValue": False}, "abcd", "has 4 characters"),
    ({"type": "Text", "precision": 3, "canTruncateValue": False}, "abc", "abc"),
    ({"type": "Text"}, "x" * 300, "x" * 300),  # where no precision is said, CRM Analytics would cut to 255
    ({"type": "Text"}, "x" * 32_001, "x" * 32_000),
    ({"type": "Text", "canTruncateValue": False}, "x" * 32_001, "has 32,001 characters"),
    ({"type": "Text"}, "  a  ", "  a  "),
    ({"type": "Text", "defaultValue": "none"}, "", "none"),
    ({"type": "Text"}, "", None),
    ({"type": "Text", "isMultiValue": True}, "a;b", ["a", "b"]),
    ({"type": "Text", "isMultiValue": True, "multiValueSeparator": "|"}, "a|b", ["a", "b"]),
    # numbers: what a number is, its range, its digits
    ({"type": "Numeric", "defaultValue": "7"}, "", 7),
    ({"type": "Numeric"}, "", None),  # a default is not asked for: null is null
    ({"type": "Numeric"}, "36028797018963967", 36028797018963967),
    ({"type": "Numeric"}, "-36028797018963968", -36028797018963968),
    ({"type": "Numeric"}, "36028797018963968", "outside of what a number can be"),
    ({"type": "Numeric"}, "-36028797018963969", "outside of what a number can be"),
    ({"type": "Numeric"}, "1e17", "outside of what a number can be"),
    ({"type": "Numeric", "precision": 5, "scale": 2}, "12345.678", 12345.678),  # finer than said is kept
    ({"type": "Numeric", "precision": 5, "scale": 2, "canTruncateValue": False}, "1234.5", "3 digits before"),
    ({"type": "Numeric", "precision": 5, "scale": 2, "canTruncateValue": False}, "1.234", "2 digits after"),
    ({"type": "Numeric", "precision": 5, "scale": 2, "canTruncateValue": False}, "999.99", 999.99),
    ({"type": "Numeric", "decimalSeparator": ",", "groupSeparator": "."}, "1.234,5", 1234.5),
    ({"type": "Numeric", "currencySymbol": "$"}, "$12", 12),
    ({"type": "Numeric"}, "1,000", "is not a number"),
    # dates: exactly as the format has them
    ({"type": "Date", "format": "yyyy-MM-dd"}, "2026-02-30", "is not a date"),
    ({"type": "Date", "format": "yyyy-MM-dd"}, "01.02.2026", "is not a date"),
    ({"type": "Date", "format": "dd.MM.yyyy"}, "01.02.2026", dt.date(2026, 2, 1)),
    ({"type": "Date", "format": "dd.MM.yyyy"}, "", None),
]


@pytest.mark.parametrize(("field", "text", "expected"), VALUES)
def test_a_value_is_taken_cut_or_refused_by_what_its_field_says(
    tmp_path: Path, field: dict[str, Any], text: str, expected: Any
) -> None:
    content = f'N,V\n1,"{text}"\n2,\n'.encode()
    found = read(tmp_path, content, [{"name": "N", "type": "Text"}, {"name": "V", **field}])
    if isinstance(expected, str) and (field["type"] != "Text" or "characters" in expected):
        assert [each[0] for each in rows(found)] == ["2"]
        assert told(found)[0][:2] == ("2", "V")
        assert expected in told(found)[0][2]
    else:
        assert rows(found)[0] == ("1", expected)
        assert found.refused.count == 0


DATES = [
    ("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", "2026-03-04T05:06:07.089Z"),
    ("yyyy-MM-dd'T'HH:mm:ss'Z'", "2026-03-04T05:06:07Z"),
    ("yyyy-MM-dd HH:mm:ss", "2026-03-04 05:06:07"),
    ("dd.MM.yyyy HH:mm:ss", "04.03.2026 05:06:07"),
    ("dd/MM/yyyy HH:mm:ss", "04/03/2026 05:06:07"),
    ("dd/MM/yyyy hh:mm:ss a", "04/03/2026 05:06:07 AM"),
    ("dd-MM-yyyy HH:mm:ss", "04-03-2026 05:06:07"),
    ("dd-MM-yyyy hh:mm:ss a", "04-03-2026 05:06:07 am"),
    ("MM/dd/yyyy hh:mm:ss a", "03/04/2026 05:06:07 AM"),
    ("MM-dd-yyyy hh:mm:ss a", "03-04-2026 05:06:07 AM"),
    ("HH:mm:ss dd/MM/yyyy", "05:06:07 04/03/2026"),
    ("M/d/yy h:m:s a", "3/4/26 5:6:7 AM"),
    ("d.M.yy", "4.3.26"),
]


@pytest.mark.parametrize(("pattern", "text"), DATES)
def test_dates_are_read_in_every_format_that_uploads_may_have(tmp_path: Path, pattern: str, text: str) -> None:
    found = read(tmp_path, f"D\n{text}\n".encode(), [{"name": "D", "type": "Date", "format": pattern}])
    value = found.rows.table.column(0)[0].as_py()
    day = dt.date(2026, 3, 4)
    assert value == day if "H" not in pattern and "h" not in pattern else value.date() == day
    if "m" in pattern:
        assert (value.hour, value.minute, value.second) == (5, 6, 7)


@pytest.mark.parametrize("row", ['"a" ,1', '"a",1\n "b",2', 'a, "1"', '"a", "1, 2"', '"a"\t,1'])
def test_a_blank_beside_a_quote_is_an_error_of_its_row(tmp_path: Path, row: str) -> None:
    fields = [{"name": "N", "type": "Text"}, {"name": "V", "type": "Text"}]
    found = read(tmp_path, f'N,V\n{row}\n"quoted"," ""well"""\nlast,1\n'.encode(), fields)
    assert found.refused.count == 1
    assert rows(found)[-2:] == [("quoted", ' "well"'), ("last", "1")]


def test_delimiters_quotes_and_line_ends_stand_between_quotes(tmp_path: Path) -> None:
    fields = [{"name": "N", "type": "Text"}, {"name": "V", "type": "Text"}]
    found = read(tmp_path, b'N,V\r\n"a,b","c\r\nd"\r\n"e ""f""",g\r\n', fields)
    assert rows(found) == [("a,b", "c\r\nd"), ('e "f"', "g")]
    other = read(tmp_path, b"N|V\n'a|b'|'it''s'\n", fields, fieldsDelimitedBy="|", fieldsEnclosedBy="'")
    assert rows(other) == [("a|b", "it's")]
    escaped = read(tmp_path, b'N,V\n"a \\"b\\"",c\n', fields, fieldsEscapedBy="\\")
    assert rows(escaped) == [('a "b"', "c")]


def test_a_row_may_have_more_characters_than_crm_analytics_takes(tmp_path: Path) -> None:
    fields = [{"name": f"V{n}", "type": "Text"} for n in range(13)]
    header, long = ",".join(f"V{n}" for n in range(13)), ",".join(["x" * 31_000] * 13)
    assert len(long) > 400_000
    assert len(rows(read(tmp_path, f"{header}\n{long}\n".encode(), fields))) == 1


def test_rows_without_their_unique_id_are_refused(tmp_path: Path) -> None:
    found = read(tmp_path, b"Id,Amount,Closed\n,1,\nb,2,\n", key="Id")
    assert rows(found) == [("b", 2, None)]
    assert told(found)[0][:3] == ("2", "Id", 'The unique id "Id" is missing.')


def test_of_too_many_rows_that_are_wrong_some_are_reported_and_none_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, b"Id,Amount,Closed\na,1,\n" + b"b,2\n" * (MOST_REPORTED + 50))
    assert (found.refused.count, len(found.refused.rows)) == (MOST_REPORTED + 1, MOST_REPORTED)
    with pytest.raises(RefusedRowsError):
        found.refused.check(10 * MOST_REPORTED, len(found.rows.table), tmp_path)


def test_skipped_fields_are_left_out_and_looked_at_by_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, b"Id,Amount,Closed\na,x,\n", [FIELDS[0], {**FIELDS[1], "isSkipped": True}, FIELDS[2]])
    assert found.rows.table.column_names == ["Id", "Closed"]
    assert (rows(found), found.refused.count) == ([("a", None)], 0)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"Id,Closed,Amount\na,,1\n", HeaderError),
        (b"Id,Amount\na,1\n", HeaderError),
        (b'Id,Amount,Closed\na,1,"2026\nb,2,\n', RowError),
        (b"Id,Amount,Closed\na\xff,1,\n", EncodingError),
        (b"", UnreadableFileError),
    ],
)
def test_what_is_wrong_with_the_file_as_a_whole_is_an_error(
    tmp_path: Path, content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        read(tmp_path, content)


def test_without_a_schema_all_columns_are_texts_and_rows_still_have_as_many_values(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Full Name;Amount\nAnn;1\nBen\n;2\n")
    found = read_upload(tmp_path / "a.csv")
    assert found.rows.table.to_pylist() == [{"Full_Name": "Ann", "Amount": "1"}, {"Full_Name": None, "Amount": "2"}]
    assert [each.label for each in found.rows.fields] == ["Full Name", "Amount"]
    (tmp_path / "report.csv").write_bytes(found.refused.report().replace(b";Ben\n", b";Ben;3\n"))
    again = read_upload(tmp_path / "report.csv")
    assert again.rows.table.to_pylist() == [{"Full_Name": "Ben", "Amount": "3"}]


def test_a_file_in_another_encoding_has_its_report_in_it(tmp_path: Path) -> None:
    found = read(tmp_path, "Id,Amount,Closed\nä,x,\nö,1,\n".encode("latin-1"), charsetName="ISO-8859-1")
    assert rows(found) == [("ö", 1, None)]
    assert found.refused.report().decode("latin-1").endswith(",ä,x,\n")


def test_a_packed_file_and_the_parts_of_one_are_one_file(tmp_path: Path) -> None:
    content = b"Id,Amount,Closed\na,1,2026-01-01\nb,2,2026-01-02\n"
    packed, parts = tmp_path / "sales.csv.gz", tmp_path / "parts"
    packed.write_bytes(gzip.compress(content))
    parts.mkdir()
    for number, part in enumerate((content[:20], content[20:]), 1):
        (parts / f"sales.csv.{number}").write_bytes(part)
    for path in (packed, parts):
        with whole_file(path) as whole:
            assert whole.read_bytes() == content
    (parts / "sales.csv.2").rename(parts / "sales.csv.3")
    with pytest.raises(UnreadableFileError, match="Part 2 is missing"), whole_file(parts):
        pass
    (parts / "sales.csv.3").rename(parts / "other.csv")
    with pytest.raises(UnreadableFileError, match="no parts of one file"), whole_file(parts):
        pass


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0", categories=["L", "N", "P", "Z"]), max_size=6)
NUMBERS = st.one_of(st.integers(-(10**6), 10**6).map(str), CELLS)
DAYS = st.one_of(st.dates(dt.date(1990, 1, 1)).map(dt.date.isoformat), CELLS)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text("abc \n\",'", min_size=1, max_size=5), NUMBERS, DAYS), max_size=12), st.booleans())
def test_every_row_is_either_read_or_reported_as_it_stands(
    given_rows: list[tuple[str, str, str]], ragged: bool
) -> None:
    written = [list(each) for each in given_rows]
    if ragged and written:
        written[len(written) // 2].append("more")
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["Id", "Amount", "Closed"], *written])
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), text.getvalue().encode())
        reported = list(csv.reader(io.StringIO(found.refused.report().decode(), newline="")))[1:]
        again = read(Path(folder), found.refused.report()) if reported else found
    assert [each[4:] for each in reported] == [each for each in written if not is_sound(each)]
    sound = [each for each in written if is_sound(each)]
    assert [each[0] for each in rows(found)] == [each[0] for each in sound]
    assert again.refused.count == found.refused.count == len(reported)
    if reported:
        assert [each.text for each in again.refused.rows] == [each.text for each in found.refused.rows]


def is_sound(row: list[str]) -> bool:
    import re

    number = re.fullmatch(r"\s*[+-]?(\d+\.?\d*|\.\d+)\s*|", row[1], re.ASCII)
    try:
        dt.date.fromisoformat(row[2].strip() or "2026-01-01")
    except ValueError:
        return False
    return len(row) == 3 and number is not None and (row[2] == "" or len(row[2].strip()) == 10)
