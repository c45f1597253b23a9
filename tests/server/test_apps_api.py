"""Ready-made apps as the page asks for them: administrators see, add and remove them."""

import datetime as dt
from typing import Any

import pytest

import swell
from swell.demo.workspace import create

from .conftest import Client
from .people import accounts_of, browser


@pytest.fixture
def asks(workspace: swell.Workspace) -> dict[str, dict[str, str]]:
    create(workspace, today=dt.datetime.now(dt.UTC).date(), rows=2_000)
    accounts = accounts_of(workspace)
    return {role: browser(accounts, f"{role}@example.com") for role in ("editor", "admin")}


def test_an_administrator_adds_and_removes_an_app(workspace: swell.Workspace, asks: Any) -> None:
    client, admin = Client(workspace.application()), asks["admin"]
    found = {each["name"]: each for each in client.get("/api/apps", headers=admin).json()["apps"]}
    assert sorted(found) == ["customers", "marketing", "sales", "service"]
    assert (found["service"]["state"], found["service"]["dashboards"]) == ("possible", [])

    added = client.post("/api/apps/service", json={}, headers=admin)
    assert (added.status_code, added.json()["state"]) == (201, "installed")
    assert added.json()["dashboards"] == [{"name": "app_service", "label": "Service"}]
    assert "app_service" in [each["name"] for each in client.get("/api/dashboards", headers=admin).json()["dashboards"]]

    gone = client.request("DELETE", "/api/apps/service", headers=admin)
    assert (gone.status_code, gone.json()["state"]) == (200, "possible")
    assert "crm_cases" not in workspace.store


def test_others_may_not(workspace: swell.Workspace, asks: Any) -> None:
    client, editor = Client(workspace.application()), asks["editor"]
    assert client.get("/api/apps", headers=editor).status_code == 403
    assert client.post("/api/apps/sales", json={}, headers=editor).status_code == 403
    assert not (workspace.folder / "apps").exists()


def test_what_is_wrong_is_told(workspace: swell.Workspace, asks: Any) -> None:
    client, admin = Client(workspace.application()), asks["admin"]
    unknown = client.post("/api/apps/sale", json={}, headers=admin)
    assert (unknown.status_code, unknown.json()["error"]["hint"]) == (422, "Did you mean 'sales'?")
    assert client.request("DELETE", "/api/apps/sales", headers=admin).status_code == 422


def test_datasets_of_closed_ones_are_closed(workspace: swell.Workspace, asks: Any) -> None:
    (workspace.folder / "security").mkdir()
    (workspace.folder / "security/cases.json").write_text('{"predicate": "\'OwnerId\' == \\"$User.Id\\""}')
    client = Client(workspace.application())
    client.post("/api/apps/service", json={}, headers=asks["admin"])

    query = {"query": 'q = load "crm_cases"; q = group q by all; q = foreach q generate count() as Cases;'}
    seen = {role: client.post("/api/query", json=query, headers=asks[role]).json()["rows"] for role in asks}
    assert seen["editor"] in ([], [[0]])
    assert seen["admin"][0][0] > 0
