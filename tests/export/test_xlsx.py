"""Workbooks, opened again."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from dashboards.export.xlsx import number_pattern

from .conftest import HOSTILE

Export = Callable[..., bytes]


def opened(file: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file))


def rows(sheet: Any) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_a_sheet_for_each_widget_with_data(export: Export) -> None:
    book = opened(export("xlsx"))

    assert book.sheetnames == ["Contents", "All", "Stages amounts", "Regions", "Months", "rows", "groups", "groups 2"]
    assert rows(book["All"]) == [("All",), (1366.5,)]
    assert rows(book["Regions"]) == [
        ("Region", "Sum of Amount"),
        ("North", 1334.5),
        ("South", 25),
        (None, 7),
    ]


def test_values_are_values(export: Export) -> None:
    found = opened(export("xlsx"))["rows"]

    assert rows(found)[1] == ("Won", dt.datetime(2026, 1, 9, 8), 1234.5)
    assert found["B2"].number_format == '[$-en-US]mmm" "d", "yyyy", "h":"mm":"ss" "AM/PM'
    assert ("=1+1", dt.datetime(2026, 5, 9, 8), 7) in rows(found)
    assert all(cell.data_type != "f" for row in found.iter_rows() for cell in row)


def test_subtotals_and_totals_are_as_shown(export: Export) -> None:
    found = rows(opened(export("xlsx"))["groups"])

    assert found[0] == ("Region", "Stage", "Sum of Amount")
    assert found[3:5] == [("Total North", None, 1334.5), ("South", "Lost", 20)]
    assert found[-1] == ("Total", None, 1366.5)


def test_a_pivot_table_has_two_heads(export: Export) -> None:
    sheet = opened(export("xlsx"))["groups 2"]
    found = rows(sheet)

    assert [str(each) for each in sheet.merged_cells.ranges] == ["B1:F1"]
    assert found[0][1] == "Sum of Amount"
    assert found[1] == ("Region", "=1+1", "Lost", "Won", HOSTILE, "Total")
    assert found[2] == ("North", None, None, 1234.5, 100, 1334.5)
    assert found[-1] == ("Total", 7, 20, 1239.5, 100, 1366.5)


def test_the_first_sheet_says_what_was_asked(export: Export) -> None:
    book = opened(export("xlsx", {"regions": [{"Region": "South"}], "stages": [{"Stage": HOSTILE}]}))
    found = rows(book["Contents"])

    assert found[0][0] == "Deals & more"
    assert found[1][0] == "Computed May 20, 2026, 12:30 PM UTC"
    assert ("Stages", HOSTILE) in [row[:2] for row in found]
    by_sheet = {row[0]: row for row in found}
    assert by_sheet["Regions"][1:5] == ("pie", "chart", 1, "regions")
    assert "group q by Region" in by_sheet["Regions"][6]
    assert by_sheet["Stages amounts"][5] == "deals: 'Region' in [\"South\"]"
    assert by_sheet["Not shown"][1] == "lost"


def test_conditions_and_queries_run_again(export: Export, space: Any) -> None:
    found = rows(opened(export("xlsx", {"stages": [{"Stage": HOSTILE}, {"Stage": "Won"}]}))["Contents"])
    query, conditions = next((row[6], row[5]) for row in found if row[0] == "All")
    first, _, rest = query.partition("\n")

    answer = space.query(f"{first}\nq = filter q by {conditions.removeprefix('deals: ')};\n{rest}")

    assert answer.rows() == [{"sum_Amount": 1339.5}]


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        (None, "#,##0.##"),
        ("$#,##0.00", '"$"#,##0.00'),
        ("0.0%", "0.0%"),
        ('#,##0 "units"', '#,##0" units"'),
        ("#,##0 per [day]", '#,##0" per [day]"'),
        ("no digits", "#,##0.##"),
        ("$#,##0;($#,##0);none", '"$"#,##0;"($"#,##0")";"none"'),
        ('["#,##0.0 k",0.001]', '#,##0,.0" k"'),
        ('["0%",100]', "0%"),
        ('["0",0.5]', "#,##0.##"),
    ],
)
def test_patterns_become_formats_that_excel_takes(pattern: str | None, written: str) -> None:
    assert number_pattern(pattern) == written
