"""The Wave API shows people the rows that predicates admit, and nothing of the others."""

import base64
import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest

import swell
from dashboards.people.accounts import Accounts
from dashboards.people.tokens import Tokens

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
VERSION = "/wave/datasets/deals/versions/1"
ROWS = {"query": 'q = load "deals"; q = foreach q generate Stage;'}
MINE = "'Stage' == \"$User.Name\""

Ask = Callable[..., Any]


@pytest.fixture
def ask(workspace: swell.Workspace, client: Any) -> Ask:
    accounts = Accounts.open(workspace.folder / "data/people.sqlite")
    people = {"root": ("Root", "admin"), "won": ("Won", "viewer"), "lost": ("Lost", "viewer")}
    people |= {"ed": ("Ed", "editor"), "eve": ("Eve", "editor")}
    tokens = {}
    for each, (name, role) in people.items():
        person = accounts.add(f"{each}@example.com", name, role, NOW)  # type: ignore[arg-type]
        tokens[each] = Tokens(accounts).issue(person.id, "test", ["admin"], NOW, None)

    def ask(who: str, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        headers = {"authorization": f"Bearer {tokens[who]}"}
        answer = client.request(method, f"/services/data/v54.0{path}", json=body, headers=headers)
        assert answer.status_code == status, answer.text
        if answer.headers.get("content-type", "").startswith("text/csv"):
            return answer.text
        return answer.json() if answer.content else None

    return ask


def stages(ask: Ask, who: str) -> list[str]:
    return sorted(each["Stage"] for each in ask(who, "POST", "/wave/query", ROWS)["results"]["records"])


def test_people_see_their_rows_on_every_way(ask: Ask) -> None:
    assert ask("root", "PATCH", VERSION, {"predicate": MINE})["predicate"] == MINE

    ids = "/".join(ask("won", "GET", "/wave/datasets/deals")[each] for each in ("id", "currentVersionId"))
    by_id = {"query": ROWS["query"].replace("deals", ids)}
    for who, mine in {"won": ["Won", "Won"], "lost": ["Lost"], "root": []}.items():
        assert stages(ask, who) == mine
        assert len(ask(who, "POST", "/wave/query", by_id)["results"]["records"]) == len(mine)
        listed = {each["name"]: each for each in ask(who, "GET", "/wave/datasets")["datasets"]}
        assert listed["deals"]["currentVersionTotalRowCount"] == len(mine)
        assert ask(who, "GET", "/wave/datasets/deals")["currentVersionTotalRowCount"] == len(mine)
        assert ask(who, "GET", VERSION)["totalRowCount"] == len(mine)
        assert ask(who, "GET", "/wave/datasets/deals/versions")["versions"][0]["totalRowCount"] == len(mine)
        assert ask(who, "GET", "/wave/limits")["limits"][0]["current"] == len(mine) + 2
    assert ask("won", "GET", VERSION)["predicate"] is None


@pytest.mark.parametrize("predicate", ["'Nothing' == \"x\"", "Stage == Won", "\"Won\" == 'Stage'", "'Stage' = \"x\""])
def test_a_predicate_that_is_none_is_refused_and_changes_nothing(ask: Ask, predicate: str) -> None:
    ask("root", "PATCH", VERSION, {"predicate": MINE})
    assert ask("root", "PATCH", VERSION, {"predicate": predicate}, 400)
    assert stages(ask, "lost") == ["Lost"]


def test_a_closed_dataset_is_closed_and_can_be_opened_again(ask: Ask) -> None:
    ask("root", "PATCH", VERSION, {"predicate": "'Stage' == \"$User.Region__c\""})
    for who in ("won", "root"):
        assert ask(who, "POST", "/wave/query", ROWS, 403)[0]["errorCode"] == "INSUFFICIENT_ACCESS"
        ask(who, "GET", "/wave/datasets/deals", status=403)
        assert [each["name"] for each in ask(who, "GET", "/wave/datasets")["datasets"]] == ["people"]
    answer = ask("root", "PATCH", VERSION, {"predicate": ""})
    assert (answer["predicate"], answer["totalRowCount"]) == (None, 4)
    assert len(ask("won", "POST", "/wave/query", ROWS)["results"]["records"]) == 4


def test_refused_rows_are_told_who_sent_them_and_administrators(ask: Ask) -> None:
    header, part = "/sobjects/InsightsExternalData", "/sobjects/InsightsExternalDataPart"
    upload = ask("ed", "POST", header, {"Format": "Csv", "EdgemartAlias": "sent"}, 201)["id"]
    content = base64.b64encode(b"A,B\n1,2\nsecret\n").decode()
    ask("ed", "POST", part, {"InsightsExternalDataId": upload, "PartNumber": 1, "DataFile": content}, 201)
    ask("ed", "PATCH", f"{header}/{upload}", {"Action": "Process"}, 204)
    while ask("ed", "GET", f"{header}/{upload}")["Status"] in ("Queued", "InProgress"):
        time.sleep(0.01)
    for who in ("ed", "root"):
        assert ask(who, "GET", f"{header}/{upload}/refused").endswith("secret\n")
    assert "secret" not in str(ask("eve", "GET", f"{header}/{upload}/refused", status=404))
    ask("won", "GET", f"{header}/{upload}/refused", status=403)
