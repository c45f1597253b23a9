"""Analyses over HTTP: of the rows that who asks may see."""

import json
from typing import Any

import pyarrow.compute as pc
import pytest

import swell
from benchmarks.stories import deals
from dashboards.rows.rules import Rules, make_rule

from .conftest import Client
from .people import accounts_of, bearer

ASKED = {"dataset": "trades", "measure": "count", "compare": "2026-06-01..2026-08-31"}


@pytest.fixture
def client(workspace: swell.Workspace) -> Client:
    workspace.write("trades", deals(2000))
    return Client(workspace.application())


def test_a_story_is_a_report(client: Client) -> None:
    found = client.post("/api/analyses/story", json=ASKED).json()
    assert found["title"].startswith("trades: the number of rows, 2026-06-01 to 2026-08-31")
    assert [each["heading"] for each in found["sections"]][-1] == "How this was found"


@pytest.mark.parametrize(
    ("kind", "settings", "title"),
    [
        ("regression", {"target": "IsWon", "fields": ["Segment", "Age"]}, "trades: what IsWon goes with"),
        ("factors", {"fields": []}, None),
        ("simulation", {"formula": "count * avg(Amount)"}, None),
    ],
)
def test_other_analyses_are_reports_or_say_why_not(
    client: Client, kind: str, settings: dict[str, Any], title: str | None
) -> None:
    answer = client.post(f"/api/analyses/{kind}", json={"dataset": "trades", **settings})
    assert answer.status_code == (200 if title else 422)
    assert title is None or answer.json()["title"] == title


def test_fields_are_called_as_people_call_them_and_hidden_ones_are_left_out(client: Client) -> None:
    held = {"if-match": client.get("/api/metadata/trades").json()["version"]}
    change = {"fields": {"Amount": {"label": "Value"}, "Stage": {"hidden": True}}}
    assert client.request("PATCH", "/api/metadata/trades", json=change, headers=held).status_code == 200
    found = client.post("/api/analyses/story", json={**ASKED, "measure": "avg(Amount)"}).json()
    assert found["title"].startswith("trades: the average of Value, ")
    found = client.post("/api/analyses/story", json={**ASKED, "measure": "share(IsWon)"}).json()
    assert "only after the outcome" not in str(found["sections"][-1])


@pytest.mark.parametrize(
    ("path", "change", "status", "words"),
    [
        ("guess", {}, 422, "There is no analysis 'guess'."),
        ("story", {"dataset": "nowhere"}, 404, "nowhere"),
        ("story", {"dataset": 5}, 422, "The setting 'dataset' is no text."),
        ("story", {"groups": "Segment"}, 422, "The setting 'groups' is no list of texts."),
        ("story", {"compare": "soon"}, 422, "'soon' is no period"),
        ("story", {"where": "Amount >"}, 422, ""),
    ],
)
def test_what_is_wrong_is_said(client: Client, path: str, change: dict[str, Any], status: int, words: str) -> None:
    answer = client.post(f"/api/analyses/{path}", json={**ASKED, **change})
    assert answer.status_code == status
    assert words in answer.text


def test_who_sees_some_rows_is_told_of_these_alone(workspace: swell.Workspace, client: Client) -> None:
    table = deals(2000)
    workspace.write("admitted", table.filter(pc.equal(table["Segment"], "Segment 2")), label="trades")
    accounts = accounts_of(workspace.folder)
    Rules(workspace.folder / "security").put("trades", make_rule("'Segment' == \"Segment 2\""))
    headers = bearer(accounts, "viewer@example.com", "read")
    seen, whole = (
        client.post("/api/analyses/story", json={**ASKED, "dataset": each}, headers=headers).json()
        for each in ("trades", "admitted")
    )
    assert json.loads(json.dumps(seen).replace('load \\"trades', 'load \\"admitted')) == whole
