"""Lists of next contacts: of who asks, and of no rows that they may not see."""

import json

import pytest

import swell
from dashboards.rows.rules import Rules, make_rule
from swell.demo.generate import generate
from swell.demo.settings import Demo
from swell.models import run

from .conftest import Client
from .people import accounts_of, browser, now

READ = ("opportunities", "leads", "activities", "stage_history")


@pytest.fixture
def listed(workspace: swell.Workspace) -> swell.Workspace:
    for each in generate(Demo(now().date(), rows=20_000)):
        if each.name in READ:
            workspace.store.write(each.name, each.table, each.fields, label=each.label, created=now())
    folder = workspace.folder / "models"
    folder.mkdir()
    (folder / "contacts.json").write_text(json.dumps({"kind": "next_contact", "label": "Whom to call"}))
    for name in ("later", "new"):
        (folder / f"{name}.json").write_text(json.dumps({"kind": "next_contact"}))
    for outcome in run(workspace, now(), ["contacts", "later"]):
        assert outcome.error is None
    return workspace


def test_the_list_is_that_of_the_owner_who_is_asked_for(listed: swell.Workspace) -> None:
    client = Client(listed.application())
    first = client.get("/api/next").json()
    names = [each["name"] for each in first["owners"]]
    assert names == sorted(names)
    assert (first["list"], first["owner"]) == ("contacts", names[0])
    assert first["lists"] == [{"name": "contacts", "label": "Whom to call"}, {"name": "later", "label": "later"}]
    assert client.get("/api/next", params={"list": "later"}).json()["list"] == "later"
    other = client.get("/api/next", params={"owner": names[1]}).json()
    assert other["report"]["title"] == f"Next contacts of {names[1]}"
    tables = [table for section in other["report"]["sections"] for table in section["tables"]]
    assert tables
    for table in tables:
        assert len(listed.query(table["query"])) == len(table["rows"])
    assert client.get("/api/next", params={"owner": "Nobody"}).json()["owner"] == names[0]


def test_a_person_is_asked_for_by_their_name_and_sees_their_rows_alone(listed: swell.Workspace) -> None:
    query = 'q = load "contacts"; q = group q by Owner; q = foreach q generate Owner; q = order q by Owner asc;'
    names = [each["Owner"] for each in listed.query(query).rows()]
    accounts = accounts_of(listed)
    accounts.add("rep@example.com", names[2], "viewer", now())
    client = Client(listed.application())
    rep, viewer = (browser(accounts, f"{each}@example.com") for each in ("rep", "viewer"))
    assert client.get("/api/next", headers=rep).json()["owner"] == names[2]
    assert client.get("/api/next", headers=viewer).json()["owner"] == names[0]
    rules = Rules(listed.folder / "security")
    for name in ("contacts", "contacts_workload"):
        rules.put(name, make_rule("'Owner' == \"$User.Name\""))
    seen = client.get("/api/next", headers=rep).json()
    assert [each["name"] for each in seen["owners"]] == [names[2]]
    asked = client.get("/api/next", params={"owner": names[0]}, headers=rep).json()
    assert names[0] not in json.dumps(asked)
    nothing = client.get("/api/next", headers=viewer).json()
    assert (nothing["owners"], nothing["owner"], nothing["report"]) == ([], None, None)


def test_without_a_model_there_is_no_list(workspace: swell.Workspace) -> None:
    found = Client(workspace.application()).get("/api/next").json()
    assert found == {"lists": [], "list": None, "owners": [], "owner": None, "report": None}
