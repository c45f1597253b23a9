"""CSV of one widget."""

import csv
import io
from collections.abc import Callable

import pytest

from dashboards.export.csv import csv_bytes
from dashboards.export.errors import ExportError
from dashboards.export.report import Table
from dashboards.steps.result import Column

from .conftest import HOSTILE

Export = Callable[..., bytes]


def test_the_values_of_a_widget(export: Export) -> None:
    found = list(csv.reader(io.StringIO(export("csv", widget="bars").decode(), newline="")))

    assert found[0] == ["Stage", "Sum of Amount"]
    assert sorted(found[1:]) == sorted([["'=1+1", "7"], ["Lost", "20"], ["Won", "1239.5"], [HOSTILE, "100"]])


@pytest.mark.parametrize("sign", [*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20"])
def test_no_spreadsheet_takes_a_text_for_a_formula(sign: str) -> None:
    table = Table("list", "table", "List", None, (Column("a", "a", "text"),), [[f"{sign}1+1"]])

    assert [*csv.reader(io.StringIO(csv_bytes(table).decode(), newline=""))] == [["a"], [f"'{sign}1+1"]]


def test_nulls_are_empty_and_dates_as_they_are(export: Export) -> None:
    assert b"\r\n,7\r\n" in export("csv", widget="pie")
    assert b"2026-01-09T08:00:00Z" in export("csv", widget="list")


def test_which_widget_has_to_be_said(export: Export) -> None:
    with pytest.raises(ExportError, match=r"CSV holds one widget\.[\s\S]*bars, pie"):
        export("csv")


def test_a_widget_that_is_not_shown_says_why(export: Export) -> None:
    with pytest.raises(ExportError, match=r"'lost' can't be written as CSV\. There is no step 'nowhere'"):
        export("csv", widget="lost")


def test_words_have_no_data(export: Export) -> None:
    with pytest.raises(ExportError, match=r"'words' can't be written as CSV\. It shows no data"):
        export("csv", widget="words")
