"""Tables: totals and subtotals, pivots, compare tables."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.run import OpenDashboard, WidgetResult

Show = Callable[..., dict[str, WidgetResult]]
ROWS = [
    ("North", "Won", "A", 10.0),
    ("North", "Won", "B", 20.0),
    ("North", "Lost", "A", 1.0),
    ("South", "Won", "A", 5.0),
    ("South", "Won", "C", 7.0),
]


@pytest.fixture(autouse=True)
def sales(space: swell.Workspace) -> None:
    names = ("Region", "Stage", "Owner", "Amount")
    space.write("sales", pa.table({name: [row[at] for row in ROWS] for at, name in enumerate(names)}))


@pytest.fixture
def table(show: Show) -> Callable[..., Any]:
    """Return the view of a table over one step."""

    def table(query: dict[str, Any], kind: str = "aggregateflex", **parameters: Any) -> Any:
        step = {"type": kind, "datasets": [{"name": "sales"}], "query": query}
        found = show({"s": step}, {"w": ("table", {"step": "s", **parameters})})["w"]
        assert found.problem is None
        return found.view

    return table


BOTH = {"measures": [["sum", "Amount"], ["avg", "Amount"]], "groups": ["Region", "Stage"]}
COMPARED = {
    "measures": [["sum", "Amount", "A"], ["sum", "Amount", "B"], ["sum", "Amount", "C"], ["sum", "Amount", "D"]],
    "columns": [
        {"query": {"measures": [["sum", "Amount"]], "groups": ["Region"]}, "header": "All"},
        {"query": {"measures": [["sum", "Amount"]], "groups": ["Region"], "filters": [["Stage", ["Won"], "in"]]}},
        {"query": {"measures": [["sum", "Amount"]], "groups": ["Region"], "formula": "B/A"}, "header": "Share"},
        {
            "query": {
                "measures": [["sum", "Amount"]],
                "groups": ["Region"],
                "formula": "rank() over([..] partition by all order by A desc)",
            },
            "header": "Rank",
        },
    ],
    "groups": ["Region"],
}


def test_totals_cover_the_rows_that_a_limit_leaves_out(table: Any) -> None:
    found = table({**BOTH, "limit": 1, "order": [[-1, {"ascending": False}]]}, totals=True)
    assert found["rows"] == [["North", "Won", 30.0, 15.0]]
    assert found["totals"] == [None, None, 43.0, 8.6]


def test_totals_of_a_compare_table_are_its_columns_over_all_rows(table: Any) -> None:
    """A share is the share of the totals, not the sum of shares; a rank has no total."""
    found = table(COMPARED, totals=True)
    assert [each["label"] for each in found["columns"]] == ["Region", "All", "Sum of Amount", "Share", "Rank"]
    assert sorted(found["rows"]) == [["North", 31.0, 30.0, 30 / 31, 1], ["South", 12.0, 12.0, 1.0, 2]]
    assert found["totals"] == [None, 43.0, 42.0, 42 / 43, None]


def test_totals_of_plain_rows_are_sums(table: Any) -> None:
    found = table({"values": ["Owner", "Amount"]}, "grain", totals=True)
    assert found["totals"] == [None, 43.0]


def test_a_query_that_leaves_out_groups_by_their_sums_has_totals_of_what_is_left(table: Any) -> None:
    query = {**BOTH, "measures": [["sum", "Amount"]], "aggregateFilters": [[["sum", "Amount"], [[10]], ">"]]}
    assert table(query, totals=True)["totals"] == [None, None, 42.0]


def test_a_table_without_groups_has_no_totals(table: Any) -> None:
    assert table({"measures": [["sum", "Amount"]]}, totals=True)["totals"] is None


def test_subtotals_stand_for_each_value_of_the_groups_but_the_last(table: Any) -> None:
    found = table({**BOTH, "groups": ["Region", "Stage", "Owner"], "measures": [["sum", "Amount"]]}, subtotals=True)
    assert sorted(found["subtotals"], key=lambda each: (each["depth"], str(each["cells"]))) == [
        {"depth": 1, "cells": ["North", None, None, 31.0]},
        {"depth": 1, "cells": ["South", None, None, 12.0]},
        {"depth": 2, "cells": ["North", "Lost", None, 1.0]},
        {"depth": 2, "cells": ["North", "Won", None, 30.0]},
        {"depth": 2, "cells": ["South", "Won", None, 12.0]},
    ]


def test_a_collapsible_table_has_totals_for_the_groups_that_are_folded(table: Any) -> None:
    query = {"measures": [["sum", "Amount"]], "groups": ["Region", "Stage"]}
    found = table(query, collapsible=True)
    assert sorted(each["cells"] for each in found["folds"]) == [["North", None, 31.0], ["South", None, 12.0]]
    assert found["subtotals"] == []
    assert table(query)["folds"] is None
    assert table({**query, "groups": ["Region"]}, collapsible=True)["folds"] is None
    assert table(query, collapsible=True, pivoted=True)["folds"] is None


def test_a_query_of_form_2_says_itself_which_totals_it_has(table: Any) -> None:
    source = {"name": "sales", "groups": ["Region", "Stage"], "columns": [{"field": ["sum", "Amount"], "name": "A"}]}
    found = table({"sources": [source], "columnTotals": ["Region", "Stage"]})
    assert found["totals"] == [None, None, 43.0]
    assert sorted(each["cells"] for each in found["subtotals"]) == [["North", None, 31.0], ["South", None, 12.0]]


def test_a_pivoted_table_has_the_values_of_its_last_group_as_columns(table: Any) -> None:
    found = table({**BOTH, "measures": [["sum", "Amount"]]}, pivoted=True, totals=True)
    assert [each["label"] for each in found["columns"]] == ["Region", "Lost", "Won", "Total"]
    assert found["heads"] == [{"label": "", "span": 1}, {"label": "Sum of Amount", "span": 3}]
    assert sorted(found["rows"]) == [["North", 1.0, 30.0, 31.0], ["South", None, 12.0, 12.0]]
    assert found["totals"] == [None, 1.0, 42.0, 43.0]
    assert found["selectable"] is True


def test_several_measures_of_a_pivoted_table_stand_under_each_value(table: Any) -> None:
    found = table(BOTH, pivoted=True, rowTotals=False)
    assert found["heads"] == [{"label": "", "span": 1}, {"label": "Lost", "span": 2}, {"label": "Won", "span": 2}]
    assert [each["label"] for each in found["columns"][1:]] == ["Sum of Amount", "Average of Amount"] * 2
    assert len({each["name"] for each in found["columns"]}) == 5
    assert sorted(found["rows"]) == [["North", 1.0, 1.0, 30.0, 15.0], ["South", None, None, 12.0, 6.0]]
    assert found["totals"] is None


def test_the_averages_at_the_edges_of_a_pivot_are_those_of_all_rows(table: Any) -> None:
    found = table({**BOTH, "measures": [["avg", "Amount"]]}, pivoted=True, totals=True)
    assert {row[0]: row[-1] for row in found["rows"]} == {"North": 31 / 3, "South": 6.0}
    assert found["totals"] == [None, 1.0, 10.5, 8.6]


def test_a_pivoted_table_of_one_group_is_one_row(table: Any) -> None:
    found = table({"measures": [["sum", "Amount"]], "groups": ["Stage"]}, pivoted=True)
    assert ([each["label"] for each in found["columns"]], found["rows"]) == (["Lost", "Won"], [[1.0, 42.0]])


def test_a_query_of_form_2_says_itself_which_groups_are_columns(table: Any) -> None:
    source = {"name": "sales", "groups": ["Region", "Stage"], "columns": [{"field": ["sum", "Amount"], "name": "A"}]}
    found = table({"sources": [source], "columnGroups": ["Region"], "rowTotals": ["Stage"]})
    assert [each["label"] for each in found["columns"]] == ["Stage", "North", "South", "Total"]
    assert sorted(found["rows"]) == [["Lost", 1.0, None, 1.0], ["Won", 30.0, 12.0, 42.0]]


def test_a_pivot_with_more_values_than_can_be_read_says_how_many_are_left_out(
    space: swell.Workspace, table: Any
) -> None:
    space.write("sales", pa.table({"Owner": [f"o{at:03}" for at in range(310)], "Amount": [1.0] * 310}))
    found = table({"measures": [["sum", "Amount"]], "groups": ["Owner"]}, pivoted=True)
    assert (len(found["columns"]), found["leftOut"]) == (300, 10)


def test_columns_look_as_the_table_says(table: Any) -> None:
    properties = {
        "Region": {"type": "text", "parameters": {"alignment": "center", "width": 120, "styles": {"bold": True}}},
        "sum_Amount": {"type": "bar"},
    }
    found = table(BOTH, columnProperties=properties, numberOfFrozenColumns=1)
    assert found["looks"] == {
        "Region": {"type": "text", "width": 120, "alignment": "center", "bold": True},
        "sum_Amount": {"type": "bar", "width": None, "alignment": None, "bold": False},
    }
    assert found["frozen"] == 1


def test_the_query_that_a_look_tells_of_a_step_is_not_that_of_its_totals(space: swell.Workspace) -> None:
    step = {"type": "aggregateflex", "datasets": [{"name": "sales"}], "query": BOTH}
    widget = {"type": "table", "parameters": {"step": "s", "totals": True}}
    opened = OpenDashboard.open({"steps": {"s": step}, "widgets": {"w": widget}}, space.session)
    look = opened.look(dt.datetime.now(dt.UTC), {})
    assert look.widgets["w"].problem is None
    assert "'Region'" in look.questions["s"].text
