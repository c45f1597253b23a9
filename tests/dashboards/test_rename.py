"""A field with another name: what is written anew, what is left, and that dashboards show the same afterwards."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.expectations.shown import Rows, shown
from dashboards.model.located import applied, located
from dashboards.rename.dashboard import rename_in_dashboard
from dashboards.rename.files import rename_in_file
from dashboards.rename.names import renaming
from dashboards.rename.saql import rename_in_query
from saql import parse

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
AMOUNT = renaming("deals", "Amount", "Value", None)
CLOSED = renaming("deals", "Closed", "Close Date", None)


def in_query(text: str, change: Any = AMOUNT) -> tuple[str, dict[str, str]]:
    done = rename_in_query(text, change)
    for each in sorted(done.changes, key=lambda each: each.start, reverse=True):
        text = text[: each.start] + each.text + text[each.end :]
    return text, dict(done.columns)


@pytest.mark.parametrize(
    ("before", "after", "columns"),
    [
        ('q = load "deals"; q = filter q by Amount > 1;', 'q = load "deals"; q = filter q by Value > 1;', True),
        ('q = load "cases"; q = filter q by Amount > 1;', 'q = load "cases"; q = filter q by Amount > 1;', False),
        (
            "q = load \"deals\"; q = foreach q generate sum('Amount') as 'Amount';",
            "q = load \"deals\"; q = foreach q generate sum('Value') as 'Amount';",
            False,
        ),
        (
            'q = load "deals"; q = foreach q generate Amount, 1 as x;',
            'q = load "deals"; q = foreach q generate Value, 1 as x;',
            True,
        ),
        (
            'q = load "deals"; q = foreach q generate Amount, 1 as Value; q = order q by Amount;',
            "q = load \"deals\"; q = foreach q generate Value as 'Amount', 1 as Value; q = order q by Amount;",
            False,
        ),
        (
            'q = load "deals"; q = foreach q generate 1 as Amount; q = order q by Amount; -- Amount',
            'q = load "deals"; q = foreach q generate 1 as Amount; q = order q by Amount; -- Amount',
            False,
        ),
        (
            'q = load "deals"; q = flatten q by Amount, q.Region generate path as Amount2, ancestors;',
            'q = load "deals"; q = flatten q by Value, q.Region generate path as Amount2, ancestors;',
            True,
        ),
        (
            'q = load "deals"; c = load "cases"; r = group q by Region, c by Area;'
            " r = foreach r generate sum(q.'Amount') as a, sum(c.Amount) as b, sum(q['Amount']) as d;",
            'q = load "deals"; c = load "cases"; r = group q by Region, c by Area;'
            " r = foreach r generate sum(q.'Value') as a, sum(c.Amount) as b, sum(q['Value']) as d;",
            False,
        ),
        (
            'q = load "deals"; q = filter q by {{column(s.selection, ["Amount"]).asEquality("Amount")}};'
            " q = filter q by Amount in {{x.y()}}; q = limit q {{z}};",
            'q = load "deals"; q = filter q by {{column(s.selection, ["Amount"]).asEquality("Amount")}};'
            " q = filter q by Value in {{x.y()}}; q = limit q {{z}};",
            True,
        ),
        (
            'q = load "deals"; q = filter q by Region == "Amount";',
            'q = load "deals"; q = filter q by Region == "Amount";',
            True,
        ),
    ],
)
def test_a_query(before: str, after: str, columns: bool) -> None:
    assert in_query(before) == (after, in_query(before)[1])
    assert ("Amount" in in_query(before)[1]) == columns


def test_the_parts_of_a_date_change_with_it_and_a_name_that_needs_quotes_has_them() -> None:
    text, columns = in_query("q = load \"deals\"; q = group q by (Closed_Year, 'Closed_Month');", CLOSED)

    assert text == "q = load \"deals\"; q = group q by ('Close Date_Year', 'Close Date_Month');"
    assert columns["Closed_Year"] == "Close Date_Year"
    parse(text)


def test_a_query_that_can_not_be_told_for_certain_is_left() -> None:
    union = 'a = load "deals"; b = load "cases"; c = union a, b; c = filter c by Amount > 1;'
    broken = 'q = load "deals"; q = fliter q by Amount > 1;'

    for text in (union, broken):
        done = rename_in_query(text, AMOUNT)
        assert done.changes == ()
        assert len(done.doubts) == 1


DASHBOARD: dict[str, Any] = {
    "steps": {
        "compact": {
            "type": "aggregateflex",
            "datasets": [{"name": "deals"}],
            "query": {
                "query": json.dumps(
                    {
                        "measures": [["sum", "Amount"], ["max", "Amount", "Top"]],
                        "groups": ["Region", ["Closed_Year", "Closed_Month"]],
                        "filters": [["Amount", [[1, 1000]], ">=<="]],
                        "order": [["sum_Amount", {"ascending": False}]],
                    }
                ),
                "version": -1.0,
            },
        },
        "saql": {
            "type": "saql",
            "query": 'q = load "deals"; q = filter q by Amount >= {{cell(compact.result, 0, "sum_Amount").asString()}};'
            " q = foreach q generate Region, Amount; q = order q by (Amount, Region);",
        },
        "toggle": {"type": "staticflex", "values": [{"display": "Sum", "field": "Amount"}], "selectMode": "single"},
        "pig": {
            "type": "aggregateflex",
            "datasets": [{"name": "deals"}],
            "query": {"pigql": 'q = load "deals"; q = group q by all; q = foreach q generate sum(Amount) as Amount;'},
        },
    },
    "widgets": {
        "number": {
            "type": "number",
            "parameters": {
                "step": "compact",
                "measureField": "sum_Amount",
                "title": 'Amount {{cell(saql.result, 0, "Amount").asString()}}',
            },
        },
        "same": {"type": "number", "parameters": {"step": "pig", "measureField": "Amount"}},
        "chart": {
            "type": "chart",
            "parameters": {
                "step": "saql",
                "visualizationType": "hbar",
                "columnMap": {"dimensionAxis": ["Region"], "plots": ["Amount"]},
            },
        },
        "table": {
            "type": "table",
            "parameters": {
                "step": "saql",
                "columns": ["Amount", "Region"],
                "columnProperties": {"Amount": {"type": "bar", "parameters": {}}},
            },
        },
        "text": {
            "type": "text",
            "parameters": {
                "content": {
                    "displayTemplate": "[A] of all",
                    "values": {"A": {"step": "saql", "field": "Amount", "sourceType": "result"}},
                }
            },
        },
    },
    "filters": [
        {
            "label": "Amount",
            "fields": ["Amount"],
            "operator": ">=<=",
            "value": "[[1, 500]]",
            "dataset": {"name": "deals"},
        }
    ],
}


def renamed(source: Any, *changes: Any) -> tuple[Any, list[str]]:
    text, doubts = json.dumps(source, indent=1), []
    for change in changes:
        found = rename_in_dashboard(located(text), change)
        text = applied(text, found.edits)
        doubts += [reason for _, reason in found.doubts]
    return json.loads(text), doubts


def test_a_dashboard_shows_the_same_afterwards(space: swell.Workspace) -> None:
    before = space.dashboard(DASHBOARD).widgets(NOW)
    table = space.query('q = load "deals"; q = foreach q generate Stage, Region, Amount, Closed;').table
    space.write("deals", table.rename_columns(["Stage", "Region", "Value", "Close Date"]))

    source, doubts = renamed(DASHBOARD, AMOUNT, CLOSED)
    after = space.dashboard(source).widgets(NOW)

    assert {each: result.problem for each, result in after.items()} == dict.fromkeys(before)
    for name, result in before.items():
        first, second = shown(result), shown(after[name])
        assert first.rows == second.rows if isinstance(first, Rows) else first == second  # type: ignore[union-attr]
    assert after["number"].view["title"] == before["number"].view["title"]  # type: ignore[index]
    assert doubts == ["the value 'Amount' of a static step may name the field"]


def test_what_does_not_name_the_field_stays_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "d.json"
    text = json.dumps(DASHBOARD, indent=3, ensure_ascii=True).replace("Region", "R\\u00e9gion")
    file.write_text(text)

    done = rename_in_file(file, renaming("deals", "Stage", "Phase", None))

    assert done.after == done.before == text


@pytest.mark.parametrize("place", range(10))
def test_real_dashboards_have_no_new_problems_afterwards(conformance: Path, tmp_path: Path, place: int) -> None:
    lines = (conformance / "dashboards.jsonl").read_text("utf-8").splitlines()
    case = [each for each in map(json.loads, lines) if each["datasets"]][place * 58]
    dataset, fields = max(case["datasets"].items(), key=lambda each: len(each[1]))
    old = max(fields, key=lambda each: json.dumps(case["dashboard"]).count(f'"{each}\\"'))
    change = renaming(dataset, old, "Renamed", None)
    source, doubts = renamed(case["dashboard"], change)

    def problems(dashboard: Any, name: Callable[[str], str], folder: Path) -> set[str]:
        space = swell.open(folder)
        for each, roles in case["datasets"].items():
            mine = name if each == dataset else str
            columns = {mine(field): column(role) for field, role in roles.items()}
            space.write(each, pa.table(columns or {"x": ["y"]}), {mine(field): role for field, role in roles.items()})
        return {each for each, result in space.dashboard(dashboard).widgets(NOW).items() if result.problem}

    before = problems(case["dashboard"], str, tmp_path / "a")
    after = problems(source, lambda each: "Renamed" if each == old else each, tmp_path / "b")

    assert after <= before or doubts


def column(role: str) -> pa.Array:
    if role == "measure":
        return pa.array([1.0, 2.0])
    if role == "date":
        return pa.array([dt.datetime(2026, 3, 1), dt.datetime(2026, 4, 2)])
    return pa.array([["v1"], ["v2"]]) if role == "multivalue" else pa.array(["v1", "v2"])


LENS = {
    "label": "Amounts",
    "step": {
        "type": "aggregateflex",
        "datasets": [{"name": "deals"}],
        "query": {
            "measures": [["sum", "Amount"]],
            "groups": [["Closed_Year", "Closed_Month"]],
            "filters": [["Amount", [[1, 1000]], ">=<="]],
        },
    },
    "widget": {
        "type": "chart",
        "parameters": {"columnMap": {"plots": ["sum_Amount"]}, "title": {"label": "Amount"}},
    },
}


def test_a_lens_asks_the_same_afterwards(tmp_path: Path) -> None:
    file = tmp_path / "amounts.json"
    file.write_text(json.dumps(LENS, indent=2))

    done = rename_in_file(file, AMOUNT)

    lens = json.loads(done.after)
    assert lens["step"]["query"]["measures"] == [["sum", "Value"]]
    assert lens["step"]["query"]["filters"] == [["Value", [[1, 1000]], ">=<="]]
    assert lens["widget"]["parameters"]["columnMap"] == {"plots": ["sum_Value"]}
    assert lens["widget"]["parameters"]["title"] == {"label": "Amount"}  # words, not a name
    assert done.doubts == ()
    assert rename_in_file(file, renaming("cases", "Amount", "Value", None)).after == done.before


def test_saved_views_select_the_same_afterwards(tmp_path: Path) -> None:
    (tmp_path / "views").mkdir()
    step = {"type": "aggregateflex", "datasets": [{"name": "deals"}], "selectMode": "multi"}
    steps = {
        "months": {**step, "query": {"measures": [["count", "*"]], "groups": [["Closed_Year", "Closed_Month"]]}},
        "other": {**step, "datasets": [{"name": "cases"}], "query": {"groups": ["Closed_Year"]}},
    }
    (tmp_path / "d.json").write_text(json.dumps({"steps": steps}))
    file = tmp_path / "views" / "d.json"
    between = {"operator": ">=<=", "values": [["year", -1], ["year", 0]]}
    selections = {
        "months": [{"Closed_Year~~~Closed_Month": "2026~~~03", "count": 4}],
        "other": [{"Closed_Year": "2026"}],
    }
    view = {"name": "Closed", "page": None, "selections": selections, "filters": {"deals.Closed": between}}
    file.write_text(json.dumps({"views": [view]}))

    done = rename_in_file(file, CLOSED)

    (after,) = json.loads(done.after)["views"]
    assert after["name"] == "Closed"
    assert after["filters"] == {"deals.Close Date": between}
    assert after["selections"] == {
        "months": [{"Close Date_Year~~~Close Date_Month": "2026~~~03", "count": 4}],
        "other": [{"Closed_Year": "2026"}],
    }


def test_views_without_their_dashboard_are_in_doubt(tmp_path: Path) -> None:
    (tmp_path / "views").mkdir()
    file = tmp_path / "views" / "gone.json"
    file.write_text(json.dumps({"views": [{"name": "a", "selections": {"s": [{"Amount": 1}]}, "filters": {}}]}))

    done = rename_in_file(file, AMOUNT)

    assert done.after == done.before
    assert len(done.doubts) == 1
    assert "gone.json:1:" in done.doubts[0]
