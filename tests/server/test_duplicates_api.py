"""Duplicates as the page asks for them: pairs side by side, decisions, roles, and only records that are seen."""

from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.rows.rules import Rules, make_rule
from swell.matching import Matching

from .conftest import Client
from .people import accounts_of, browser, now

FIELDS = ("Id", "Name", "Website", "Phone", "BillingCity", "BillingCountry", "OwnerId")
ACCOUNTS = [
    ("1", "Alder Systems GmbH", "https://alder.example", "+49 30 5550101", "Vaduro", "Germany", "x"),
    ("2", "ALDER SYSTEMS", "alder.example", None, "Vaduro", "DE", "x"),
    ("3", "Quill Foods", None, None, None, "France", "x"),
    ("4", "Quill Foods Inc.", None, None, None, "FR", "y"),
    ("5", "Merro Optics", None, None, None, "France", "y"),
    ("6", "Merro Optics", None, None, None, "France", "y"),
]
PAIR = {"left": {"source": "account", "id": "3"}, "right": {"source": "account", "id": "4"}}


@pytest.fixture
def matched(workspace: swell.Workspace) -> Matching:
    columns = {name: pa.array([row[n] for row in ACCOUNTS], pa.string()) for n, name in enumerate(FIELDS)}
    workspace.write("account", pa.table(columns))
    found = Matching(workspace.folder, workspace.store)
    found.run("accounts", now())
    return found


@pytest.fixture
def asks(workspace: swell.Workspace, matched: Matching) -> dict[str, dict[str, str]]:
    accounts = accounts_of(workspace)
    return {role: browser(accounts, f"{role}@example.com") for role in ("viewer", "editor", "admin")}


@pytest.fixture
def client(workspace: swell.Workspace) -> Client:
    return Client(workspace.application())


def ids(found: Any) -> list[tuple[str, str]]:
    return [(each["left"]["id"], each["right"]["id"]) for each in found["pairs"]]


def test_pairs_stand_side_by_side_with_what_differs(client: Any, asks: Any) -> None:
    listed = client.get("/api/duplicates", headers=asks["viewer"]).json()
    assert [(each["name"], each["sources"], each["result"]) for each in listed["matches"]] == [
        ("accounts", ["account"], "customers")
    ]
    assert listed["editable"] is False
    found = client.get("/api/duplicates/accounts?view=linked", headers=asks["viewer"]).json()
    assert ids(found) == [("1", "2")]
    assert found["pairs"][0]["reasons"] == "same name, same domain, same city, same country"
    agree = {each["meaning"]: each["agree"] for each in found["pairs"][0]["fields"]}
    assert agree == {"name": True, "website": True, "phone": None, "city": True, "country": True}
    assert found["counts"] == {"review": 2, "later": 0, "same": 0, "different": 0, "linked": 1, "apart": 0}
    named = client.get("/api/duplicates/accounts?text=quill", headers=asks["viewer"]).json()
    assert ids(named) == [("3", "4")]
    assert ids(client.get("/api/duplicates/accounts?least=0.9", headers=asks["viewer"]).json()) == []
    assert ids(client.get("/api/duplicates/accounts?start=1&count=1", headers=asks["viewer"]).json()) == [("5", "6")]


def test_editors_decide_and_the_next_run_works_it_in(client: Any, asks: Any, matched: Matching) -> None:
    body = {"pairs": [PAIR], "verdict": "same"}
    path = "/api/duplicates/accounts/decisions"
    assert client.post(path, json=body, headers=asks["viewer"]).status_code == 403
    assert client.post(path, json=body, headers=asks["editor"]).json() == {"decided": 1}
    found = client.get("/api/duplicates/accounts?view=same", headers=asks["viewer"]).json()
    assert (ids(found), found["pairs"][0]["by"], found["pending"]) == ([("3", "4")], "editor@example.com", 1)
    matched.run("accounts", now())
    assert client.get("/api/duplicates/accounts", headers=asks["viewer"]).json()["pending"] == 0
    told = client.get("/api/duplicates/accounts/customers?text=quill", headers=asks["viewer"]).json()
    assert [[each["id"] for each in customer["records"]] for customer in told["customers"]] == [["3", "4"]]
    client.post(path, json={**body, "verdict": "open"}, headers=asks["editor"])
    assert len(ids(client.get("/api/duplicates/accounts", headers=asks["viewer"]).json())) == 1  # the other one
    audit = client.get("/api/audit", headers=asks["admin"]).json()["events"]
    assert [each["action"] for each in audit if "duplicates" in each["action"]] == ["duplicates decided"] * 2


def test_all_above_a_score_are_accepted_at_once(client: Any, asks: Any) -> None:
    path = "/api/duplicates/accounts/accept"
    assert client.post(path, json={"least": 0.5}, headers=asks["viewer"]).status_code == 403
    assert client.post(path, json={"least": 0.89}, headers=asks["editor"]).json() == {"decided": 0}
    assert client.post(path, json={"least": 0.5, "text": "merro"}, headers=asks["editor"]).json() == {"decided": 1}
    assert client.post(path, json={"least": 0.5}, headers=asks["editor"]).json() == {"decided": 1}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"pairs": [PAIR], "verdict": "perhaps"}, 400),
        ({"pairs": [], "verdict": "same"}, 400),
        ({"pairs": [{"left": PAIR["left"]}], "verdict": "same"}, 400),
        ({"pairs": [{**PAIR, "right": {"source": "account", "id": "99"}}], "verdict": "same"}, 422),
        ({"pairs": [{**PAIR, "right": {"source": "deals", "id": "1"}}], "verdict": "same"}, 422),
        ({"pairs": [{**PAIR, "right": PAIR["left"]}], "verdict": "same"}, 422),
    ],
)
def test_what_is_no_decision_changes_nothing(client: Any, asks: Any, matched: Matching, body: Any, status: int) -> None:
    answer = client.post("/api/duplicates/accounts/decisions", json=body, headers=asks["editor"])
    assert answer.status_code == status
    assert not matched.decisions.file.exists()


def test_what_is_not_there_is_said(client: Any, asks: Any) -> None:
    assert "There are: accounts" in client.get("/api/duplicates/deals", headers=asks["viewer"]).json()["error"]["hint"]
    wrong = client.get("/api/duplicates/accounts?view=all", headers=asks["viewer"]).json()["error"]
    assert "no view 'all'" in wrong["message"]
    assert client.get("/api/duplicates/accounts?start=x", headers=asks["viewer"]).status_code == 400


def test_only_pairs_of_which_both_records_are_seen_are_shown_and_decided(
    client: Any, asks: Any, workspace: swell.Workspace, matched: Matching
) -> None:
    Rules(workspace.folder / "security").put("account", make_rule("'OwnerId' == \"x\"", excepted=["admin"]))
    seen = client.get("/api/duplicates/accounts", headers=asks["editor"]).json()
    assert (ids(seen), seen["counts"]["review"], seen["counts"]["linked"]) == ([], 0, 1)
    assert "Quill" not in client.get("/api/duplicates/accounts?text=quill", headers=asks["editor"]).text
    told = client.get("/api/duplicates/accounts/customers", headers=asks["editor"]).json()
    assert [[each["id"] for each in customer["records"]] for customer in told["customers"]] == [["1", "2"]]
    body = {"pairs": [PAIR], "verdict": "same"}
    assert client.post("/api/duplicates/accounts/decisions", json=body, headers=asks["editor"]).status_code == 422
    assert client.post("/api/duplicates/accounts/accept", json={"least": 0.1}, headers=asks["editor"]).json() == {"decided": 0}  # fmt: skip  # noqa: E501
    assert len(ids(client.get("/api/duplicates/accounts", headers=asks["admin"]).json())) == 2
    matched.run("accounts", now())  # results of datasets with predicates are for administrators until somebody says
    names = [[each["name"] for each in client.get("/api/datasets", headers=asks[role]).json()["datasets"] if each["rows"]] for role in ("editor", "admin")]  # fmt: skip  # noqa: E501
    assert ["customers" in each for each in names] == [False, True]
