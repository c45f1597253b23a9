"""What people say of a dataset is what dashboards, queries and exports show."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.check import check
from dashboards.datasets import Datasets
from dashboards.date_patterns import is_date_pattern
from dashboards.metadata import read_xmd
from dashboards.metadata.links import RecordLink
from dashboards.steps.result import Column
from dashboards.texts import column_texts
from engine.store import FieldSpec, Member
from saql import service
from tests.dashboards.conftest import NOW, Show

SAID: Any = {
    "dates": [{"alias": "Closed", "label": "Closed on", "format": "dd.MM.yyyy"}],
    "dimensions": [
        {
            "field": "Stage",
            "label": "Step",
            "description": "How far it is",
            "members": [{"member": "Won", "label": "We won", "color": "#008000"}],
            "linkTemplate": "/{{row.Region}}?s={{row.Stage}}",
            "linkTooltip": "Open",
        },
        {"field": "Region", "showInExplorer": False},
    ],
    "measures": [{"field": "Amount", "label": "Worth", "format": {"customFormat": '["#,##0.0 k",0.001]'}}],
    "derivedMeasures": [{"field": "Rate", "label": "Our rate", "format": {"customFormat": '["0%",100]'}}],
    "derivedDimensions": [{"field": "Size", "members": [{"member": "big", "label": "Large", "color": "#ff0000"}]}],
    "organizations": [{"id": "1", "instanceUrl": "https://example.com/"}],
    "showDetailsDefaultFields": ["Stage", "Amount"],
}
ROWS = (
    'q = load "deals"; q = foreach q generate Stage as Stage, Region as Region, Amount as Amount, Closed as Closed,'
    ' Amount / 200 as Rate, (case when Amount > 9 then "big" else "small" end) as Size; q = order q by Amount;'
)


@pytest.fixture
def said(space: swell.Workspace) -> swell.Workspace:
    space.metadata.put("deals", read_xmd(SAID))
    return space


def columns_of(show: Show, query: str, **members: Any) -> dict[str, Any]:
    steps = {"s": {"type": "saql", "query": query}}
    view: Any = show(steps, {"w": ("table", {"step": "s"})}, **members)["w"].view
    return {each["name"]: each for each in view["columns"]}


def test_columns_are_shown_as_people_say(said: swell.Workspace, show: Show) -> None:
    found = columns_of(show, ROWS)
    assert [each["label"] for each in found.values()] == ["Step", "Region", "Worth", "Closed on", "Our rate", "Size"]
    assert found["Stage"]["labels"] == {"Won": "We won"}
    assert found["Stage"]["colors"] == {"Won": "#008000"}
    assert found["Stage"]["links"] == {"": "https://example.com/{{Region}}?s={{Stage}}"}
    assert found["Stage"]["tooltip"] == "Open"
    assert found["Amount"]["format"] == '["#,##0.0 k",0.001]'
    assert found["Closed"]["format"] == "dd.MM.yyyy"
    assert found["Rate"]["format"] == "0%"
    assert found["Size"]["labels"] == {"big": "Large"}


def test_aggregates_have_the_label_and_the_format_of_their_field(said: swell.Workspace, show: Show) -> None:
    steps = {
        "s": {"type": "aggregateflex", "datasets": [{"name": "deals"}], "query": {"measures": [["sum", "Amount"]]}}
    }
    found: Any = show(steps, {"w": ("number", {"step": "s", "measureField": "sum_Amount"})})["w"].view
    assert found["full"] == "0.1 k"
    columns = columns_of(
        show, 'q = load "deals"; q = group q by Stage; q = foreach q generate Stage, sum(Amount) as sum_Amount;'
    )
    assert columns["sum_Amount"]["label"] == "Sum of Worth"


def test_a_dashboard_has_the_last_word(said: swell.Workspace, show: Show) -> None:
    asset = {"dimensions": [{"field": "Stage", "label": "Phase"}], "derivedMeasures": [{"field": "Rate", "label": "R"}]}
    found = columns_of(show, ROWS, xmd=asset)
    assert (found["Stage"]["label"], found["Rate"]["label"]) == ("Phase", "R")
    assert found["Stage"]["labels"] == {"Won": "We won"}
    assert columns_of(show, ROWS, xmd=json.dumps(asset))["Stage"]["label"] == "Phase"
    assert columns_of(show, ROWS, xmd={"dimensions": 5})["Stage"]["label"] == "Step"


def test_people_may_say_nothing_or_something_that_is_not_valid(said: swell.Workspace, show: Show) -> None:
    said.metadata.file("deals").write_text('{"measures": [{}]}')
    assert columns_of(show, ROWS)["Stage"]["label"] == "Stage"
    said.metadata.file("deals").unlink()
    assert "labels" not in columns_of(show, ROWS)["Stage"]


def test_what_people_say_counts_before_what_was_imported(space: swell.Workspace) -> None:
    specs = [FieldSpec(name="Stage", label="Imported", members=(Member("a", "A"), Member("b", "B", "#000000")))]
    space.write("orders", pa.table({"Stage": ["a", "b"]}), specs)
    space.metadata.put(
        "orders", read_xmd({"dimensions": [{"field": "Stage", "members": [{"member": "b", "label": "Bee"}]}]})
    )
    found = Datasets(space.store).field(["orders"], "Stage")
    assert found is not None
    assert (found.label, found.labels, found.colors) == ("Imported", {"a": "A", "b": "Bee"}, {"b": "#000000"})


def test_another_version_of_the_rows_is_shown_the_same(said: swell.Workspace, show: Show) -> None:
    said.write(
        "deals", pa.table({"Stage": ["Won"], "Region": ["N"], "Amount": [5.0], "Closed": [dt.datetime(2026, 1, 1)]})
    )
    assert columns_of(show, ROWS)["Stage"]["label"] == "Step"


def test_a_label_stands_for_a_part_of_a_date_only_where_it_says_more(said: swell.Workspace) -> None:
    parts: Any = [{"field": "Closed_Year", "label": "Closed_Year"}, {"field": "Closed_Month", "label": "The month"}]
    said.metadata.put("deals", read_xmd({**SAID, "dimensions": parts}))
    parted = "q = group q by (Closed_Year, Closed_Month); q = foreach q generate Closed_Year, Closed_Month;"
    query = f'q = load "deals"; {parted}'
    dashboard = {
        "steps": {"s": {"type": "saql", "query": query}},
        "widgets": {"w": {"type": "table", "parameters": {"step": "s"}}},
    }
    view: Any = said.dashboard(dashboard).widgets()["w"].view
    assert [each["label"] for each in view["columns"]] == ["Closed on (Year)", "The month"]


def test_tables_of_records_begin_with_the_fields_that_people_name(said: swell.Workspace) -> None:
    from dashboards.why.records import records

    (found,) = records('q = load "deals";', said.session, dt.datetime(2026, 5, 20, tzinfo=dt.UTC))
    assert isinstance(found, dict)
    assert [each["name"] for each in found["columns"]] == ["Stage", "Amount"]  # type: ignore[index,union-attr,call-overload]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("dd.MM.yyyy", "09.03.2026"),
        ("M/d/yy", "3/9/26"),
        ("d MMM yyyy", "9 Mar 2026"),
        ("yyyy-MM-dd HH:mm:ss", "2026-03-09 14:05:07"),
        ("h:mm a", "2:05 PM"),
        ("'on' dd 'o''clock'", "on 09 o'clock"),
    ],
)
def test_dates_are_written_by_their_pattern(pattern: str, text: str) -> None:
    assert is_date_pattern(pattern)
    column = Column("Closed", "Closed", "date", pattern)
    cell = "2026-03-09T14:05:07Z"
    assert column_texts([column], [[cell]])[0](cell) == text


@pytest.mark.parametrize("pattern", ["", "EEE", "dd Q", "no pattern", "'dd'"])
def test_a_pattern_that_is_not_known_is_left_alone(pattern: str) -> None:
    assert not is_date_pattern(pattern)


def test_who_writes_a_query_is_told_what_people_say(said: swell.Workspace) -> None:
    text = 'q = load "deals"; q = filter q by Stage == "Won"; q = foreach q generate Stage;'
    found = service.hover(text, text.index("Stage ==") + 1, Datasets(said.store))
    assert found is not None
    assert "“Step”. How far it is" in found.text
    offered = service.complete(text[:-6], len(text) - 6, Datasets(said.store))
    assert {each.name: each.summary for each in offered.items}["Stage"] == "“Step”. How far it is"


def test_values_are_read_by_their_labels_in_every_place(said: swell.Workspace, show: Show) -> None:
    steps = {
        "s": {
            "type": "aggregateflex",
            "datasets": [{"name": "deals"}],
            "query": {"measures": [["sum", "Amount"]], "groups": ["Region", "Stage"]},
        }
    }
    filters = [{"dataset": {"name": "deals"}, "fields": ["Stage"], "operator": "in", "value": ["Won", "Lost"]}]
    widgets = {
        "pivot": ("table", {"step": "s", "pivoted": True}),
        "panel": ("filterpanel", {}),
        "list": ("listselector", {"step": "s", "displayTemplate": "[Stage] in [Region]"}),
    }
    found: Any = {name: each.view for name, each in show(steps, widgets, filters=filters).items()}
    assert found["panel"]["filters"][0]["text"] == "We won, Lost"
    assert found["panel"]["filters"][0]["labels"] == {"Won": "We won"}
    assert "We won in North" in found["list"]["texts"]
    assert any(each["label"].endswith("We won") for each in found["pivot"]["columns"])


@pytest.mark.parametrize("section", ["measures", "derivedMeasures"])
def test_the_number_of_rows_has_a_label_too(space: swell.Workspace, show: Show, section: str) -> None:
    space.metadata.put("deals", read_xmd({section: [{"field": "count", "label": "How many"}]}))
    query = 'q = load "deals"; q = group q by all; q = foreach q generate count() as count;'
    assert columns_of(show, query)["count"]["label"] == "How many"


def test_of_many_values_those_of_the_rows_are_told(space: swell.Workspace, show: Show) -> None:
    members = [{"member": each, "label": f"The {each}"} for each in ("Won", *map(str, range(300)))]
    space.metadata.put("deals", read_xmd({"dimensions": [{"field": "Stage", "members": members}]}))
    assert columns_of(show, ROWS)["Stage"]["labels"] == {"Won": "The Won"}


def test_metadata_of_a_dashboard_that_are_not_valid_are_told(space: swell.Workspace, tmp_path: Path) -> None:
    file = tmp_path / "d.json"
    file.write_text(
        json.dumps({"label": "x", "state": {"steps": {}}, "xmd": {"measures": [{"field": "A", "format": 1}]}})
    )
    (found,) = check(file, space.session, NOW)
    assert (found.severity, found.pointer) == ("warning", "/xmd")
    assert "/measures/0/format" in found.message
    file.write_text(json.dumps({"label": "x", "state": {"steps": {}}, "xmd": SAID}))
    assert check(file, space.session, NOW) == []


@pytest.mark.parametrize(
    ("template", "homes", "links"),
    [
        ("/{{row.Id}}", {}, {}),
        ("/{{row.Id}}", {"a": "https://a.example/"}, {"": "https://a.example/{{Id}}"}),
        ("{{instanceUrl}}/x/{{ Id }}", {"a": "https://a.example"}, {"": "https://a.example/x/{{Id}}"}),
        ("/{{Id}}", {"a": "https://a", "b": "https://b"}, {"a": "https://a/{{Id}}", "b": "https://b/{{Id}}"}),
        ("https://c/{{Id}}", {"a": "https://a"}, {"": "https://c/{{Id}}"}),
        ("//evil.example/{{Id}}", {"a": "https://a"}, {}),
        ("javascript:alert({{Id}})", {"a": "https://a"}, {}),
    ],
)
def test_links_lead_into_the_crm_of_the_row_or_nowhere(
    template: str, homes: dict[str, str], links: dict[str, str]
) -> None:
    assert RecordLink(template, None, "Org").within(homes) == links
