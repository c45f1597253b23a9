"""Answers that were given before are given again only while nothing that they depend on has changed."""

import datetime as dt
import json
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.library import Library
from dashboards.server import create_app
from dashboards.server.kept import KeptAnswers

MOMENT = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
NUMBER = {"type": "number", "parameters": {"step": "one", "measureField": "n"}}
CLOSED = "date('Closed_Year', 'Closed_Month', 'Closed_Day')"
COUNT = "q = group q by all; q = foreach q generate count() as n;"


def dashboard_of(query: str) -> str:
    steps = {"one": {"type": "saql", "query": query}}
    return json.dumps({"label": "One", "state": {"steps": steps, "widgets": {"number": NUMBER}}})


def shown(client: Any, name: str = "stages") -> Any:
    widgets = client.post(f"/api/dashboards/{name}/data", json={}).json()["widgets"]
    assert widgets["number"]["problem"] is None
    return widgets["number"]["view"]["value"]


def test_a_new_version_of_a_dataset_is_seen_at_once(client: Any, workspace: swell.Workspace) -> None:
    assert [shown(client), shown(client)] == [35.5, 35.5]
    for amount in (1.0, 2.0, 3.0):
        workspace.write("deals", pa.table({"Stage": ["Won"], "Amount": [amount]}))
        assert [shown(client), shown(client)] == [amount, amount]


def test_a_dataset_that_comes_and_goes_is_seen_at_once(client: Any, workspace: swell.Workspace) -> None:
    (workspace.folder / "dashboards" / "later.json").write_text(dashboard_of(f'q = load "later"; {COUNT}'))
    for _ in range(2):
        widgets = client.post("/api/dashboards/later/data", json={}).json()["widgets"]
        assert widgets["number"]["problem"] is not None
        workspace.write("later", pa.table({"A": ["x", "y"]}))
        assert shown(client, "later") == 2
        workspace.store.delete("later")


def test_a_changed_dashboard_is_seen_at_once(client: Any, workspace: swell.Workspace) -> None:
    file = workspace.folder / "dashboards" / "stages.json"
    assert shown(client) == 35.5
    file.write_text(file.read_text().replace('"sum"', '"max"').replace("sum_Amount", "max_Amount"))
    assert shown(client) == 20.5


def test_selections_are_part_of_what_is_asked(client: Any) -> None:
    sums = [
        client.post("/api/dashboards/stages/data", json={"selections": {"by_stage": [{"Stage": each}]}}).json()
        for each in ("Won", "Lost", "Won")
    ]
    assert [each["widgets"]["number"]["view"]["value"] for each in sums] == [15, 20.5, 15]


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (f'q = filter q by {CLOSED} in ["1 year ago".."current day"];', [2, 2, 3]),
        ("q = filter q by Amount < 30 && Closed < now();", [1, 2, 3]),
    ],
    ids=["by the day", "by the instant"],
)
def test_time_goes_on(workspace: swell.Workspace, client_of: Any, query: str, values: list[int]) -> None:
    (workspace.folder / "dashboards" / "timed.json").write_text(dashboard_of(f'q = load "deals"; {query} {COUNT}'))
    moments = [MOMENT - dt.timedelta(hours=12), MOMENT, MOMENT + dt.timedelta(hours=13)]
    app = create_app(workspace.session, Library(workspace.folder / "dashboards"), name="w", now=lambda: moments[0])
    client, found = client_of(app), []
    while moments:
        found.append(shown(client, "timed"))
        moments.pop(0)
    assert found == values


def test_kept_answers_take_no_more_than_they_may() -> None:
    answers = KeptAnswers(10_000)
    for number in range(10):
        answers.put(number, b"x" * 1000)
    assert [number for number in range(10) if answers.get(number)] == [7, 8, 9]
    answers.put("large", b"x" * 10_000)
    assert answers.get("large") is None
