"""What `swell check` says of dashboards: golden files of messages, and silence where all is well."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import swell
from dashboards.check import check
from dashboards.check.queries import aligned

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
DEMO = Path(swell.__file__).parent / "demo" / "dashboards"
GoldenFile = Callable[[str, Callable[[str], str]], None]


@pytest.mark.parametrize("name", ["shape", "references", "queries", "bindings", "grid"])
def test_messages(golden: GoldenFile, space: swell.Workspace, tmp_path: Path, name: str) -> None:
    def told(text: str) -> str:
        file = tmp_path / "d.json"
        file.write_text(text, "utf-8")
        return "\n".join(str(each) for each in check(file, space.session, NOW)).replace(f"{tmp_path}/", "") or "nothing"

    golden(f"dashboards/{name}.txt", told)


def test_a_dashboard_that_is_written_as_exports_are_has_no_mistakes(space: swell.Workspace, tmp_path: Path) -> None:
    query = {"query": json.dumps({"measures": [["sum", "Amount"]], "groups": ["Region"]}), "version": -1.0}
    step = {"type": "aggregateflex", "datasets": [{"name": "deals", "namespace": ""}], "query": query, "label": None}
    widget = {"type": "chart", "parameters": {"step": "s", "visualizationType": "hbar", "showValues": True}}
    file = tmp_path / "d.json"
    file.write_text(json.dumps({"state": {"steps": {"s": step}, "widgets": {"c": widget}}}))

    assert check(file, space.session, NOW) == []


def test_what_is_entered_is_a_column_of_the_selection_of_an_input(space: swell.Workspace, tmp_path: Path) -> None:
    steps = {"i": {"type": "input", "valueType": "number", "values": [{"min": 0, "max": 9}], "start": [5]}}
    text = '{{cell(i.selection, 0, "input").asString()}} of {{cell(i.result, 0, "max").asString()}}'
    file = tmp_path / "d.json"
    file.write_text(json.dumps({"steps": steps, "widgets": {"t": {"type": "text", "parameters": {"text": text}}}}))
    assert check(file, space.session, NOW) == []
    file.write_text(file.read_text().replace("i.selection", "i.result"))
    assert "does not have" in str(check(file, space.session, NOW)[0])


def test_links_to_dashboards_are_looked_up_where_there_are_others(space: swell.Workspace, tmp_path: Path) -> None:
    link = {"type": "link", "parameters": {"destinationType": "dashboard", "destinationLink": {"name": "ohter"}}}
    file = tmp_path / "d.json"
    file.write_text(json.dumps({"widgets": {"l": link}}))
    assert check(file, space.session, NOW) == []
    (tmp_path / "other.json").write_text("{}")
    (found,) = check(file, space.session, NOW)
    assert (found.severity, found.hint) == ("warning", "Did you mean 'other'?")
    assert found.message == "Widget 'l' leads to dashboard 'ohter', which is not there."
    assert found.pointer == "/widgets/l/parameters/destinationLink/name"


@pytest.mark.parametrize(
    ("written", "run", "pointed", "found"),
    [
        ("q = load 'a'; q = limit q x;", "q = load 'a'; q = limit q x;", "x", "x"),
        ("a {{b.c}} d {{e}} f", "a 12 d 3 f", "f", "f"),
        ("a {{b.c}} d {{e}} f", "a 12 d 3 f", "3", "{{e}} f"),
        ('load "${App.Datasets.X.Name}"; limit', 'load "X"; limit', "limit", "limit"),
        ("{{whole}}", "q = load 'a';", "load", "{{whole}}"),
    ],
)
def test_a_place_in_a_query_that_was_run_is_found_in_the_query_as_it_is_written(
    written: str, run: str, pointed: str, found: str
) -> None:
    place = aligned(written, run, run.index(pointed))

    assert place is not None
    assert written[place:].startswith(found)


def test_a_query_that_was_made_of_another_text_has_no_place_in_it() -> None:
    assert aligned('{"measures": []}', "q = load 'a';", 4) is None
