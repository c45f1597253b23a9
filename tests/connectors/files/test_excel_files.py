"""Sheets of Excel workbooks."""

import datetime as dt
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.files import FileTable, HeaderError, UnreadableFileError, read_csv, read_excel, read_file

openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl, which writes the workbooks")
pytest.importorskip("python_calamine", reason="needs the extra excel")

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*rows: Sequence[Any], name: str = "book.xlsx", **others: Sequence[Sequence[Any]]) -> Path:
        book = openpyxl.Workbook()
        book.active.title = "One"
        for sheet, content in {"One": rows, **others}.items():
            made = book["One"] if sheet == "One" else book.create_sheet(sheet)
            for row in content:
                made.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def columns(read: FileTable) -> dict[str, list[Any]]:
    return dict(read.table.to_pydict())


def test_cells_say_what_a_column_is(write: Write) -> None:
    day, time = dt.datetime(2024, 2, 29), dt.datetime(2024, 2, 29, 12, 30, 5)
    read = read_excel(
        write(
            ["Stage", "Amount", "Count", "Closed", "Made", "Won", "Postcode", "Mixed", "Hour", "Nothing"],
            ["Won", 10.5, 3, day, time, True, "01234", 1, dt.time(3, 4, 5), None],
            [None, -1000, None, None, day, False, "99999", "x", None, None],
            [" ", None, 2.0, None, None, None, None, day, None, None],
        )
    )
    assert columns(read) == {
        "Stage": ["Won", None, " "],
        "Amount": [10.5, -1000.0, None],
        "Count": [3, None, 2],
        "Closed": [dt.date(2024, 2, 29), None, None],
        "Made": [time.replace(tzinfo=dt.UTC), day.replace(tzinfo=dt.UTC), None],
        "Won": [True, False, None],
        "Postcode": ["01234", "99999", None],
        "Mixed": ["1", "x", "2024-02-29"],
        "Hour": ["03:04:05", None, None],
        "Nothing": [None, None, None],
    }
    assert read.label == "book"


def test_a_column_that_changes_far_down_is_of_texts_from_its_start(write: Write) -> None:
    rows = [[n, n, dt.datetime(2024, 1, 1)] for n in range(20_000)]
    read = read_excel(write(["A", "B", "C"], *rows, ["none", 0.5, dt.datetime(2024, 1, 1, 12)]))

    found = columns(read)
    assert found["A"][:2] + found["A"][-2:] == ["0", "1", "19999", "none"]
    assert found["B"][-2:] == [19999.0, 0.5]
    assert found["C"][-1] == dt.datetime(2024, 1, 1, 12, tzinfo=dt.UTC)


def test_the_first_row_with_values_is_the_header_wherever_it_is(write: Write) -> None:
    read = read_excel(write([], [None, None, "Account Name", "2024", None], [], [None, None, "a", 1], []))

    assert columns(read) == {"Account_Name": ["a"], "X2024": [1]}
    assert [each.label for each in read.fields] == ["Account Name", "2024"]


def test_a_sheet_is_chosen_by_its_name(write: Write) -> None:
    path = write(["A"], [1], Two=[["B"], [2]])

    assert columns(read_excel(path)) == {"A": [1]}
    assert columns(read_excel(path, sheet="Two")) == {"B": [2]}
    with pytest.raises(UnreadableFileError, match='no sheet "Three"') as caught:
        read_excel(path, sheet="Three")
    assert '"One", "Two"' in (caught.value.hint or "")


def test_hidden_sheets_are_read_only_by_their_name(write: Write) -> None:
    path = write(["A"], [1], Two=[["B"], [2]])
    book = openpyxl.load_workbook(path)
    book["One"].sheet_state = "hidden"
    book.active = 1
    book.save(path)

    assert columns(read_excel(path)) == {"B": [2]}
    assert columns(read_excel(path, sheet="One")) == {"A": [1]}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["A", "A"], [1, 2]], 'Sheet "One", cell B1: another column is named "A"'),
        ([["A", None, "C"], [1, 2, 3]], 'Sheet "One", cell B1: the column has values and no name'),
        ([["A", 17.5], ["x", 1]], 'Sheet "One", cell B1: the first row should hold the names'),
        ([[None, "A", dt.datetime(2024, 1, 1)], [None, 1, 2]], 'Sheet "One", cell C1'),
    ],
)
def test_mistakes_in_the_header_are_named_with_sheet_and_cell(write: Write, rows: list[list[Any]], said: str) -> None:
    path = write(*rows)
    with pytest.raises(HeaderError, match=said) as caught:
        read_excel(path)
    assert caught.value.file == path
    assert caught.value.hint


def test_an_empty_sheet_is_refused(write: Write) -> None:
    with pytest.raises(UnreadableFileError, match='sheet "One" is empty'):
        read_excel(write())


def test_a_sheet_with_names_alone_has_no_rows(write: Write) -> None:
    read = read_file(write(["A", "B"]))
    assert read.schema.names == ["A", "B"]
    assert [len(each) for each in read.batches] == [0]


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing more", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_a_damaged_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match="workbook can't be read"):
        read_file(path)


def test_a_workbook_that_is_cut_short_is_refused(write: Write) -> None:
    path = write(["A"], *[[n] for n in range(5_000)])
    path.write_bytes(path.read_bytes()[:-2_000])
    with pytest.raises(UnreadableFileError, match="workbook can't be read"):
        read_file(path)


def test_an_archive_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "A\n1\n")
    with pytest.raises(UnreadableFileError, match="ZIP archive"):
        read_file(tmp_path / "a.zip")


def test_read_as_csv_a_workbook_says_what_it_is(write: Write) -> None:
    with pytest.raises(UnreadableFileError, match="Excel"):
        read_csv(write(["A"], [1]))


def test_where_the_extra_is_missing_the_message_names_it(write: Write) -> None:
    script = (
        "import sys; sys.modules['python_calamine'] = None\n"
        "from connectors.files import FileImportError, read_file\n"
        "try: read_file(sys.argv[1])\n"
        "except FileImportError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, write(["A"], [1])], capture_output=True, text=True)
    assert "'swell[excel]'" in done.stdout


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\x7f"), min_size=1, max_size=8),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9, width=32),
    st.booleans(),
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
)


@given(values=st.lists(CELLS, min_size=1, max_size=20))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_cell_comes_back_itself_or_as_a_text(write: Write, values: list[Any]) -> None:
    values = [f"'{each}" if isinstance(each, str) else each for each in values]  # no formula
    path = write(["Key", "Value"], *[["k", each] for each in values])
    found = columns(read_excel(path))["Value"]

    kinds = {float if type(each) is int else type(each) for each in values if each is not None}
    if kinds == {float}:  # the library that reads them may be off by the last bit
        assert found == [None if each is None else pytest.approx(each, rel=1e-15, abs=0) for each in values]
    elif len(kinds) == 1:
        assert found == values
    else:
        assert [each is None for each in found] == [each is None for each in values]
        assert all(isinstance(each, str) for each in found if each is not None)
