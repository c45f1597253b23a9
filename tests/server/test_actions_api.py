"""Actions over the API: who may know of what, and that a run does what was looked at."""

import io
import json
import zipfile
from typing import Any

import pytest

import swell
from dashboards.people.accounts import Accounts

from .people import accounts_of, bearer, browser

QUERY = 'q = load "deals"; q = filter q by Stage == "Won"; q = foreach q generate Amount as Id, Stage;'


@pytest.fixture
def accounts(workspace: swell.Workspace) -> Accounts:
    return accounts_of(workspace)


@pytest.fixture(autouse=True)
def action(workspace: swell.Workspace) -> None:
    content = {"label": "Won deals", "owner": "editor@example.com", "on": {"query": QUERY, "key": "Id"}}
    (workspace.folder / "actions").mkdir()
    (workspace.folder / "actions" / "won.json").write_text(json.dumps({**content, "do": {"export": {}}}))


def test_a_plan_is_looked_at_and_done(workspace: swell.Workspace, client: Any) -> None:
    (found,) = client.get("/api/actions").json()["actions"]
    assert (found["label"], found["for"], [each["does"] for each in found["effects"]]) == (
        "Won deals",
        "records of a query",
        ["a list (csv)"],
    )
    plan = client.get("/api/actions/won/plan").json()
    assert (plan["count"], plan["words"]) == (2, ["2 records to act on. Nothing has been done."])
    assert [(each["key"], each["deeds"][0]["lines"]) for each in plan["items"]] == [
        ("10", ["Id 10  Stage Won"]),
        ("5", ["Id 5  Stage Won"]),
    ]
    answer = client.post("/api/actions/won/runs", json={"mark": plan["mark"]})
    assert (answer.status_code, answer.json()["message"]) == (201, "2 records, 2 done.")
    assert len([*(workspace.folder / "exports").rglob("list.csv")]) == 1
    (run,) = client.get("/api/actions").json()["runs"]
    entries = client.get(f"/api/actions/won/runs/{run['id']}").json()["entries"]
    assert [(each["key"], each["state"]) for each in entries] == [("10", "done"), ("5", "done")]
    answer = client.get(f"/api/actions/won/runs/{run['id']}/files")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        assert [files.read(each) for each in files.namelist()] == [b"Id,Stage\r\n10,Won\r\n5,Won\r\n"]


@pytest.mark.parametrize("mark", ["", "nonsense", None, 7])
def test_nothing_is_done_that_nobody_has_looked_at(workspace: swell.Workspace, client: Any, mark: object) -> None:
    answer = client.post("/api/actions/won/runs", json={"mark": mark})
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        422,
        "What there is to do has changed since the plan was made.",
    )
    assert not (workspace.folder / "exports").exists()


@pytest.mark.parametrize(
    "path", ["won/runs/7", "won/runs/x", "won/runs/7/files", "won/runs/99999999999999999999", "no/plan", "no/runs/1"]
)
def test_what_is_not_there(client: Any, path: str) -> None:
    assert client.get(f"/api/actions/{path}").status_code in (404, 422)


def test_records_are_for_the_owner_and_administrators(accounts: Accounts, client: Any) -> None:
    accounts.add("other@example.com", "Olga", "editor", accounts.list()[0].created)
    for email, status in (("editor", 200), ("admin", 200), ("other", 403), ("viewer", 403)):
        headers = browser(accounts, f"{email}@example.com")
        assert client.get("/api/actions/won/plan", headers=headers).status_code == status, email
        assert client.get("/api/actions", headers=headers).status_code == (403 if email == "viewer" else 200)
        assert client.get("/api/actions/won/runs/1", headers=headers).status_code in (422, status)
    olga = browser(accounts, "other@example.com")
    assert client.post("/api/actions/won/runs", json={"mark": "x"}, headers=olga).status_code == 403
    reader = bearer(accounts, "editor@example.com", "read")
    assert client.post("/api/actions/won/runs", json={"mark": "x"}, headers=reader).status_code == 403


def test_a_run_works_with_the_rows_of_the_owner(workspace: swell.Workspace, accounts: Accounts, client: Any) -> None:
    (workspace.folder / "security").mkdir()
    rule = {"predicate": "'Amount' > 7", "except": ["admin"]}
    (workspace.folder / "security" / "deals.json").write_text(json.dumps(rule))
    for email in ("editor@example.com", "admin@example.com"):
        plan = client.get("/api/actions/won/plan", headers=browser(accounts, email)).json()
        assert [each["key"] for each in plan["items"]] == ["10"]


def test_a_run_is_noted_with_who_wanted_it(accounts: Accounts, client: Any) -> None:
    editor = browser(accounts, "editor@example.com")
    mark = client.get("/api/actions/won/plan", headers=editor).json()["mark"]
    client.post("/api/actions/won/runs", json={"mark": mark}, headers=editor)
    (event,) = accounts.audit.latest(1)
    assert (event.person, event.action, event.target) == ("editor@example.com", "action done", "won")
    assert (event.detail["records"], event.detail["done"]) == (2, 2)


def test_other_editors_do_not_see_what_opens_a_webhook(workspace: swell.Workspace, client: Any) -> None:
    file = workspace.folder / "actions" / "won.json"
    content = json.loads(file.read_text())
    file.write_text(json.dumps({**content, "do": {"webhook": {"url": "https://hooks.example.com/s3cret"}}}))
    (found,) = client.get("/api/actions").json()["actions"]
    assert [each["does"] for each in found["effects"]] == ["a request to https://hooks.example.com/…"]


def test_the_files_of_an_action_with_letters_of_any_language_are_downloaded(
    workspace: swell.Workspace, client: Any
) -> None:
    (workspace.folder / "actions" / "won.json").rename(workspace.folder / "actions" / "W受注.json")
    mark = client.get("/api/actions/W受注/plan").json()["mark"]
    run = client.post("/api/actions/W受注/runs", json={"mark": mark}).json()["run"]
    answer = client.get(f"/api/actions/W受注/runs/{run}/files")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''W%E5%8F%97%E6%B3%A8_1.zip"
