"""Jobs, alerts and subscriptions over the API: who may know of what."""

import time
from pathlib import Path
from typing import Any

import pytest

import swell
from dashboards.people.accounts import Accounts
from swell.jobs.assembly import in_background

from .people import accounts_of, browser

ALERT = {
    "label": "Total gets low",
    "dashboard": "stages",
    "widget": "number",
    "condition": {"is": "below", "value": 30},
    "recipients": ["admin@example.com", "viewer@example.com"],
}
SUBSCRIPTION = {"dashboard": "stages", "every": "monday", "at": "08:00", "recipients": ["viewer@example.com"]}
SCHEDULE = '[[schedule]]\nname = "warm"\nrun = "refresh stages"\nevery = "2 hours"\n'


@pytest.fixture
def accounts(workspace: swell.Workspace) -> Accounts:
    return accounts_of(workspace)


def test_a_job_is_run_and_its_log_read(workspace: swell.Workspace, client: Any) -> None:
    (workspace.folder / "swell.toml").write_text(SCHEDULE)
    with in_background(workspace):
        asked = client.post("/api/jobs/runs", json={"job": "warm"}).json()
        assert asked["cause"] == "Local"
        found = _ended(client, asked["id"])
    assert (found["state"], found["work"], found["lines"]) == ("done", "refresh stages", _lines(found))
    assert found["message"] == "2 of 3 widgets computed."
    told = client.get("/api/jobs").json()
    assert [(each["name"], each["rule"], each["last"]["id"]) for each in told["schedules"]] == [
        ("warm", "every 2 hours", asked["id"])
    ]
    assert told["schedules"][0]["due"] is not None
    assert client.request("DELETE", f"/api/jobs/runs/{asked['id']}").status_code == 422


def _lines(found: dict[str, Any]) -> list[dict[str, Any]]:
    [line] = found["lines"]
    assert line["text"] == "lost can't be shown; the dashboard says why."
    return [line]


def _ended(client: Any, number: int) -> dict[str, Any]:
    for _ in range(400):
        found: dict[str, Any] = client.get(f"/api/jobs/runs/{number}").json()
        if found["ended"]:
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def test_a_run_that_waits_is_taken_back(workspace: swell.Workspace, client: Any) -> None:
    (workspace.folder / "swell.toml").write_text(SCHEDULE)
    number = client.post("/api/jobs/runs", json={"job": "warm"}).json()["id"]
    assert client.request("DELETE", f"/api/jobs/runs/{number}").json()["state"] == "cancelled"


@pytest.mark.parametrize("path", ["/api/jobs/runs/7", "/api/jobs/runs/x", "/api/jobs/runs/99999999999999999999"])
def test_a_run_that_is_not_there(client: Any, path: str) -> None:
    for method in ("GET", "DELETE"):
        answer = client.request(method, path)
        assert answer.status_code in (404, 422)
        assert "no" in answer.json()["error"]["message"]


def test_only_jobs_that_are_scheduled_are_run(client: Any) -> None:
    for job in ("sync acme", "refresh stages", "", None, 7):
        assert client.post("/api/jobs/runs", json={"job": job}).status_code == 422


def test_settings_that_are_wrong_are_told_on_the_page(workspace: swell.Workspace, client: Any) -> None:
    (workspace.folder / "swell.toml").write_text('[[schedule]]\nname = "x"\nrun = "sync a"\nevery = "often"\n')
    assert "'every' is 'often'" in client.get("/api/jobs").json()["problem"]


def test_an_alert_is_made_shown_and_removed(workspace: swell.Workspace, client: Any) -> None:
    name = client.post("/api/alerts", json=ALERT).json()["name"]
    assert (workspace.folder / "alerts" / f"{name}.json").is_file()
    told = client.get("/api/alerts").json()
    [alert] = told["alerts"]
    assert (alert["label"], alert["condition"], alert["owner"]) == ("Total gets low", "gets below 30", "local")
    assert "Mail can't be sent" in told["problems"][0]
    assert client.request("DELETE", f"/api/alerts/{name}").status_code == 200
    assert client.get("/api/alerts").json()["alerts"] == []
    assert client.request("DELETE", f"/api/alerts/{name}").status_code == 422


def test_a_subscription_is_made_shown_and_removed(client: Any) -> None:
    name = client.post("/api/subscriptions", json=SUBSCRIPTION).json()["name"]
    [shown] = client.get("/api/alerts").json()["subscriptions"]
    assert (shown["rule"], shown["format"]) == ("every Monday at 08:00 (UTC)", "pdf")
    assert [each["name"] for each in client.get("/api/jobs").json()["schedules"]] == [f"subscription {name}"]
    assert client.request("DELETE", f"/api/subscriptions/{name}").status_code == 200
    assert client.get("/api/jobs").json()["schedules"] == []


@pytest.mark.parametrize("address", ["/api/alerts", "/api/subscriptions"])
@pytest.mark.parametrize(
    "change", [{"dashboard": "gone"}, {"dashboard": 7}, {"recipients": "x"}, {"recipients": ["x"]}]
)
def test_what_is_wrong_is_not_written(
    workspace: swell.Workspace, client: Any, address: str, change: dict[str, object]
) -> None:
    body = ALERT if "alerts" in address else SUBSCRIPTION
    assert client.post(address, json={**body, **change}).status_code in (404, 422)
    assert not (workspace.folder / address.removeprefix("/api/")).exists()


def test_who_made_an_alert_is_who_asks(client: Any, accounts: Accounts) -> None:
    editor = browser(accounts, "editor@example.com")
    client.post("/api/alerts", json={**ALERT, "owner": "admin@example.com"}, headers=editor)
    assert client.get("/api/alerts", headers=editor).json()["alerts"][0]["owner"] == "editor@example.com"


def test_values_are_told_to_their_recipient_only(workspace: swell.Workspace, client: Any, accounts: Accounts) -> None:
    mail = '[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nsender = "swell@example.com"\n'
    (workspace.folder / "swell.toml").write_text(mail)
    fresh = _fresh(workspace.folder)
    editor, viewer = browser(accounts, "editor@example.com"), browser(accounts, "viewer@example.com")
    name = client.post("/api/alerts", json=ALERT, headers=editor).json()["name"]
    jobs = fresh()
    jobs.alerts.check(jobs.alerts.files.open(name), jobs.scheduler.now())
    rows = workspace.query('q = load "deals"; q = foreach q generate Stage, Amount; q = filter q by Amount < 6;').table
    workspace.write("deals", rows)
    jobs.alerts.check(jobs.alerts.files.open(name), jobs.scheduler.now())
    for headers, sees in ((viewer, {"viewer@example.com"}), (editor, set())):
        history = client.get("/api/alerts", headers=headers).json()["history"]
        assert {each["recipient"] for each in history} == {"admin@example.com", "viewer@example.com"}
        assert {each["recipient"] for each in history if each["told"]} == sees


def _fresh(folder: Path) -> Any:
    import datetime as dt

    from swell.jobs.assembly import assemble

    return lambda: assemble(swell.open(folder), lambda: dt.datetime.now(dt.UTC))


def test_who_may_not_edit_sees_what_is_theirs(client: Any, accounts: Accounts) -> None:
    editor, viewer = browser(accounts, "editor@example.com"), browser(accounts, "viewer@example.com")
    client.post("/api/alerts", json=ALERT, headers=editor)
    client.post(
        "/api/alerts", json={**ALERT, "label": "Not theirs", "recipients": ["admin@example.com"]}, headers=editor
    )
    assert len(client.get("/api/alerts", headers=editor).json()["alerts"]) == 2
    told = client.get("/api/alerts", headers=viewer).json()
    assert [each["label"] for each in told["alerts"]] == ["Total gets low"]
    assert (told["problems"], told["editable"]) == ([], False)
