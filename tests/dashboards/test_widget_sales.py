"""The whole way on real input: a template's data and dashboard, numbers compared with pandas."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import swell
from connectors.files import read_csv, read_upload_schema

DASHBOARD = "dashboards/Table_Grid_Expansion_Template1.json"
NUMBERS = {
    "number_1": "Sales",
    "number_3": "Regular GM",
    "number_5": "Adjusted COGS",
    "number_6": "Total GM",
}


@pytest.fixture(scope="module")
def template(request: pytest.FixtureRequest) -> Path:
    samples: Path = request.getfixturevalue("samples")
    return samples / "widget_sales"


@pytest.fixture(scope="module")
def rows(template: Path) -> pd.DataFrame:
    return pd.read_csv(template / "external_files" / "ABCWidgetSales2017.csv")


@pytest.fixture(scope="module")
def dashboard(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    space = swell.open(tmp_path_factory.mktemp("sales"))
    files = template / "external_files"
    table = read_csv(files / "ABCWidgetSales2017.csv", schema=read_upload_schema(files / "ABCWidgetSales2017.json"))
    space.write("ABCWidgetSales2017", table.table, table.fields)
    return space.dashboard(json.loads((template / DASHBOARD).read_text("utf-8")))


def test_all_widgets_are_drawn_but_those_that_are_not_available_yet(dashboard: Any) -> None:
    problems = {name: each.problem for name, each in dashboard.widgets().items() if each.problem}
    assert all("is not available yet" in each for each in problems.values())
    assert set(problems) <= {"filterpanel_1"}


@pytest.mark.parametrize(("widget", "column"), NUMBERS.items())
def test_number_widgets_equal_the_sums_of_the_file(
    widget: str, column: str, dashboard: Any, rows: pd.DataFrame
) -> None:
    assert dashboard.widgets()[widget].view["value"] == pytest.approx(rows[column].sum(), rel=1e-12)


@pytest.mark.parametrize(("widget", "column"), NUMBERS.items())
def test_number_widgets_follow_a_selected_division(
    widget: str, column: str, dashboard: Any, rows: pd.DataFrame
) -> None:
    found = dashboard.widgets(selections={"Division_Name_3": [{"Division_Name": "BCU"}]})
    expected = rows[rows["Division Name"] == "BCU"][column].sum()
    assert found[widget].view["value"] == pytest.approx(expected, rel=1e-12)
    assert len(found["chart_9"].view["rows"]) == rows["Division Name"].nunique()


def test_the_table_has_every_row_and_its_totals(dashboard: Any, rows: pd.DataFrame) -> None:
    view = dashboard.widgets()["table_1"].view
    assert len(view["rows"]) == len(rows)
    names = [each["name"] for each in view["columns"]]
    assert view["totals"][names.index("Sales")] == pytest.approx(rows["Sales"].sum(), rel=1e-12)
