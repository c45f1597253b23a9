"""Lineage over HTTP: what each person may see of it."""

import datetime as dt
import json
from typing import Any

import pytest

import swell
from swell.recipes import run

from .people import accounts_of, browser


@pytest.fixture
def made(workspace: swell.Workspace) -> swell.Workspace:
    recipes = workspace.folder / "recipes"
    recipes.mkdir()
    text = 'q = load "deals"; q = filter q by Stage == "Won"; q = foreach q generate Stage, Amount * 2 as Twice;'
    (recipes / "won.saql").write_text(text)
    run(workspace, dt.datetime.now(dt.UTC))
    return workspace


def test_the_graph_has_datasets_recipes_and_dashboards(client: Any, made: swell.Workspace) -> None:
    found = client.get("/api/lineage").json()
    links = {("dataset:deals", "dashboard:stages"), ("dataset:deals", "recipe:won"), ("recipe:won", "dataset:won")}
    assert {tuple(each) for each in found["links"]} >= links
    assert found["way"] is None


def test_the_way_of_a_field_is_told(client: Any, made: swell.Workspace) -> None:
    way = client.get("/api/lineage?dataset=won&field=Twice").json()["way"]
    assert way["made"] == "recipe won"
    assert way["formulas"] == [{"name": "Twice", "text": "Amount * 2"}]
    assert [(each["dataset"], each["field"]) for each in way["direct"]] == [("deals", "Amount")]
    assert way["indirect"] == [{"how": "filter", "dataset": "deals", "field": "Stage"}]


def test_what_is_not_there_is_not_found(client: Any, made: swell.Workspace) -> None:
    assert client.get("/api/lineage?dataset=gone&field=Twice").status_code == 404
    assert client.get("/api/lineage?dataset=won&field=Twise").status_code == 422


def test_a_dataflow_among_the_recipes_is_followed_as_well(client: Any, workspace: swell.Workspace) -> None:
    flow = {
        "Deals": {"action": "edgemart", "parameters": {"alias": "deals"}},
        "Won": {"action": "filter", "parameters": {"source": "Deals", "filter": "Stage:EQ:Won"}},
        "Register": {"action": "sfdcRegister", "parameters": {"alias": "won", "name": "Won", "source": "Won"}},
    }
    (workspace.folder / "recipes").mkdir()
    (workspace.folder / "recipes" / "flow.wdf").write_text(json.dumps([json.dumps({"nodes": flow}), None]))
    assert [each.state for each in run(workspace, dt.datetime.now(dt.UTC))] == ["made"]
    way = client.get("/api/lineage?dataset=won&field=Amount").json()["way"]
    assert way["ends"] == ""
    assert {"how": "filter", "dataset": "deals", "field": "Stage"} in way["indirect"]
    assert [each["dataset"] for each in way["direct"]] == ["deals"]


def test_people_see_what_they_may_see(client: Any, made: swell.Workspace) -> None:
    accounts = accounts_of(made)
    editor, viewer = (browser(accounts, f"{each}@example.com") for each in ("editor", "viewer"))
    address = "/api/lineage?dataset=won&field=Twice"
    assert client.get(address, headers=editor).json()["way"]["formulas"] != []
    told = client.get(address, headers=viewer).json()["way"]
    assert (told["formulas"], [each["field"] for each in told["direct"]]) == ([], ["Amount"])
    (made.folder / "security").mkdir()
    (made.folder / "security" / "deals.json").write_text(json.dumps({"predicate": "'Gone' == \"x\"", "except": []}))
    found = client.get(address, headers=viewer).json()
    assert [each["id"] for each in found["nodes"] if each["name"] == "deals"] == []
    assert (found["way"]["direct"], found["way"]["indirect"]) == ([], [])
    assert found["way"]["ends"] == "its recipe can't be read, or loads what you may not see"
    assert client.get("/api/lineage?dataset=deals&field=Amount", headers=viewer).status_code == 403
