"""Goals as the page asks for them: a period, its rows, and nobody's rows but those that are theirs to see."""

import datetime as dt
import json
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.rows.rules import Rules, make_rule
from swell.models import run

from .conftest import Client
from .people import accounts_of, browser, now

GOAL = {
    "kind": "goals",
    "label": "Sold",
    "dataset": "sales",
    "date": "Day",
    "person": "Who",
    "where": "",
    "pipeline": False,
    "targets": {"dataset": "targets", "person": "Who", "date": "Day", "target": "Target"},
    "people": False,
    "period": "year",
}


@pytest.fixture
def goals(workspace: swell.Workspace) -> swell.Workspace:
    days = [dt.date(2020, 5, 1), dt.date(2021, 5, 1), dt.date(2021, 6, 1)]
    workspace.write("sales", pa.table({"Who": ["Vera", "Vera", "Eddi"], "Day": days, "Amount": [1.0, 30.0, 70.0]}))
    targets = {"Who": ["Vera", "Eddi", "Vera"], "Day": [days[1], days[1], days[0]], "Target": [60.0, 70.0, 5.0]}
    workspace.write("targets", pa.table(targets))
    folder = workspace.folder / "models"
    folder.mkdir()
    (folder / "sold.json").write_text(json.dumps(GOAL))
    (folder / "other.json").write_text('{"kind": "goals", "label": "Not made yet"}')
    run(workspace, now(), ["sold"])
    return workspace


@pytest.fixture
def asks(goals: swell.Workspace) -> dict[str, dict[str, str]]:
    accounts = accounts_of(goals)
    return {role: browser(accounts, f"{role}@example.com") for role in ("viewer", "editor", "admin")}


@pytest.fixture
def client(goals: swell.Workspace) -> Client:
    return Client(goals.application())


def test_a_goal_is_told_in_the_last_period_that_has_begun(client: Any, asks: Any) -> None:
    found = client.get("/api/goals?goal=sold", headers=asks["viewer"]).json()
    assert found["goals"] == [{"name": "other", "label": "Not made yet"}, {"name": "sold", "label": "Sold"}]
    assert (found["dataset"], found["made"], found["periods"], found["period"]) == (
        "goal_sold",
        True,
        ["2021", "2020"],
        "2021",
    )
    rows = {row["person"]: row for row in found["rows"]}
    assert list(rows) == ["Eddi", "Everybody", "Vera"]
    assert rows["Everybody"] | {"id": ""} == {
        "id": "",
        "person": "Everybody",
        "manager": None,
        "level": "Company",
        "state": "missed",
        "target": 130,
        "actual": 100,
        "attainment": pytest.approx(100 / 130),
        "gone": 1,
        "pace": pytest.approx(100 / 130),
        "gap": 30,
        "run_rate": 100,
        "pipeline": 0,
        "forecast": 100,
        "last_year": 1,
        "last_year_to_date": 1,
    }
    assert (rows["Eddi"]["state"], rows["Eddi"]["manager"]) == ("reached", "")


def test_another_period_is_asked_for_by_its_name(client: Any, asks: Any) -> None:
    found = client.get("/api/goals?goal=sold&period=2020", headers=asks["viewer"]).json()
    assert {row["person"]: row["actual"] for row in found["rows"]} == {"Everybody": 1, "Vera": 1}
    wrong = client.get("/api/goals?goal=sold&period=1999", headers=asks["viewer"])
    assert (wrong.status_code, wrong.json()["error"]["hint"]) == (422, "Periods: 2020, 2021.")


def test_what_is_not_made_yet_says_so_and_what_is_unknown_is_not_found(client: Any, asks: Any) -> None:
    found = client.get("/api/goals", headers=asks["viewer"]).json()
    assert (found["goal"], found["made"], found["rows"]) == ("other", False, [])
    gone = client.get("/api/goals?goal=sould", headers=asks["viewer"])
    assert (gone.status_code, gone.json()["error"]["hint"]) == (404, "Did you mean 'sold'?")


def test_people_see_the_rows_that_are_theirs_to_see(client: Any, asks: Any, goals: swell.Workspace) -> None:
    rule = make_rule("'Managers' == \"Vera\"", excepted=["admin"])
    Rules(goals.folder / "security").put("goal_sold", rule)
    seen = {
        role: [row["person"] for row in client.get("/api/goals?goal=sold", headers=asks[role]).json()["rows"]]
        for role in ("viewer", "admin")
    }
    assert seen == {"viewer": ["Vera"], "admin": ["Eddi", "Everybody", "Vera"]}
    Rules(goals.folder / "security").put("goal_sold", make_rule("false", excepted=["admin"]))
    nothing = client.get("/api/goals?goal=sold", headers=asks["viewer"]).json()
    assert (nothing["made"], nothing["rows"], nothing["periods"]) == (True, [], [])
