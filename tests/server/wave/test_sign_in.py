"""Programs sign in by OAuth and SOAP, and then do what their person may."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

import swell
from dashboards.people.accounts import Accounts
from dashboards.people.tokens import Tokens

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PASSWORD = "correct horse & <battery>"
FORM = {"content-type": "application/x-www-form-urlencoded"}
SOAP = """<?xml version="1.0" encoding="utf-8" ?>
<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>
<n1:login xmlns:n1="urn:partner.soap.sforce.com"><n1:username>{}</n1:username><n1:password>{}</n1:password></n1:login>
</env:Body></env:Envelope>"""


@pytest.fixture
def accounts(workspace: swell.Workspace) -> Accounts:
    found = Accounts.open(workspace.folder / "data/people.sqlite")
    found.add("root@example.com", "Root", "admin", NOW, PASSWORD)
    found.add("ada@example.com", "Ada", "editor", NOW, PASSWORD)
    found.add("vic@example.com", "Vic", "viewer", NOW, PASSWORD)
    return found


@pytest.fixture
def send(accounts: Accounts, client: Any) -> Callable[..., Any]:
    def send(path: str, status: int = 200, **fields: str) -> Any:
        answer = client.post(path, content=urlencode(fields), headers=FORM)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    return send


def token(send: Any, email: str) -> str:
    answer = send("/services/oauth2/token", grant_type="password", username=email, password=PASSWORD, client_id="x")
    assert (answer["token_type"], answer["instance_url"]) == ("Bearer", "http://127.0.0.1:8321")
    return str(answer["access_token"])


def status(client: Any, method: str, path: str, secret: str | None, body: Any = None) -> int:
    headers = {} if secret is None else {"authorization": f"Bearer {secret}"}
    return int(client.request(method, f"/services/data/v54.0{path}", json=body, headers=headers).status_code)


def test_a_password_gives_a_token_with_which_its_person_asks(send: Any, client: Any) -> None:
    secret = token(send, "vic@example.com")
    answer = client.get("/services/oauth2/userinfo", headers={"authorization": f"Bearer {secret}"}).json()
    assert (answer["email"], answer["user_id"][:3], len(answer["user_id"])) == ("vic@example.com", "005", 18)
    assert status(client, "GET", "/wave/datasets", secret) == 200


def test_the_address_of_the_person_answers_too(send: Any, client: Any) -> None:
    answer = send("/services/oauth2/token", grant_type="password", username="ada@example.com", password=PASSWORD)
    headers = {"authorization": f"Bearer {answer['access_token']}"}
    assert client.get(answer["id"].removeprefix(answer["instance_url"]), headers=headers).json()["name"] == "Ada"


@pytest.mark.parametrize(
    "fields",
    [
        {"grant_type": "password", "username": "ada@example.com", "password": "wrong"},
        {"grant_type": "password", "username": "nobody@example.com", "password": PASSWORD},
        {"grant_type": "password"},
        {"grant_type": "client_credentials", "client_id": "ada@example.com", "client_secret": "swell_x"},
    ],
)
def test_what_is_wrong_gives_none(send: Any, fields: Any) -> None:
    assert send("/services/oauth2/token", 400, **fields)["error"] == "invalid_grant"


def test_other_flows_are_refused(send: Any) -> None:
    assert send("/services/oauth2/token", 400, grant_type="refresh_token")["error"] == "unsupported_grant_type"


def test_guesses_are_counted(send: Any) -> None:
    wrong = {"grant_type": "password", "username": "ada@example.com", "password": "wrong"}
    for _ in range(10):
        send("/services/oauth2/token", 400, **wrong)
    assert send("/services/oauth2/token", 429, **wrong)["error"] == "invalid_grant"


def test_client_credentials_are_an_account_and_its_token_or_password(
    send: Any, accounts: Accounts, client: Any
) -> None:
    issued = Tokens(accounts).issue(accounts.find("ada@example.com").person.id, "robot", ["read"], NOW, None)
    flow = {"grant_type": "client_credentials", "client_id": "ada@example.com"}
    assert send("/services/oauth2/token", client_secret=issued, **flow)["access_token"] == issued
    assert send("/services/oauth2/token", client_secret=PASSWORD, **flow)["access_token"] != issued
    send(
        "/services/oauth2/token",
        400,
        client_secret=issued,
        grant_type="client_credentials",
        client_id="vic@example.com",
    )
    assert status(client, "POST", "/wave/folders", issued, {"label": "x"}) == 403  # it may only read


def test_a_revoked_token_is_over(send: Any, client: Any) -> None:
    secret = token(send, "vic@example.com")
    send("/services/oauth2/revoke", token=secret)
    send("/services/oauth2/revoke", token="none")
    answer = client.get("/services/data/v54.0/wave/datasets", headers={"authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (401, "INVALID_SESSION_ID")


@pytest.mark.parametrize(
    ("method", "path", "least"),
    [
        ("GET", "/wave/datasets/deals", "vic"),
        ("POST", "/wave/query", "vic"),
        ("GET", "/query?q=SELECT+Id+FROM+InsightsExternalData", "ada"),
        ("POST", "/wave/folders", "ada"),
        ("POST", "/sobjects/InsightsExternalData", "ada"),
        ("PATCH", "/wave/datasets/deals/versions/1", "root"),
        ("DELETE", "/wave/datasets/people", "root"),
    ],
)
def test_people_do_what_their_roles_let_them(send: Any, client: Any, method: str, path: str, least: str) -> None:
    bodies = {
        "/wave/query": {"query": 'q = load "deals"; q = foreach q generate Stage;'},
        "/wave/folders": {"label": "New"},
    }
    body = bodies.get(path, {} if "versions" in path else {"EdgemartAlias": "new"})
    assert status(client, method, path, None, body) == 401
    people = ["vic", "ada", "root"]
    for each in people:
        found = status(client, method, path, token(send, f"{each}@example.com"), body)
        allowed = people.index(each) >= people.index(least)
        assert (found == 403) is not allowed, each
        if allowed:
            break


def test_folders_are_shared_with_people(send: Any, client: Any, accounts: Accounts, workspace: swell.Workspace) -> None:
    (workspace.folder / "dashboards/Board").mkdir(parents=True)
    state = '{"label": "Secret", "state": {"steps": {}, "widgets": {}, "gridLayouts": []}}'
    (workspace.folder / "dashboards/Board/secret.json").write_text(state)
    root, vic = ({"authorization": f"Bearer {token(send, each)}"} for each in ("root@example.com", "vic@example.com"))
    url = "/services/data/v54.0/wave/folders/Board"
    shares = client.get(url, headers=root).json()["shares"]
    assert {(each["sharedWithLabel"], each["accessType"]) for each in shares} == {
        ("Root", "manage"),
        ("Ada", "edit"),
        ("Vic", "view"),
    }
    assert client.get("/services/data/v54.0/wave/dashboards/secret", headers=vic).status_code == 200

    kept = [each for each in shares if each["sharedWithLabel"] != "Vic"]
    answer = client.request("PATCH", url, json={"shares": kept}, headers=root).json()
    assert {each["sharedWithLabel"] for each in answer["shares"]} == {"Root", "Ada"}
    assert client.get("/services/data/v54.0/wave/dashboards/secret", headers=vic).status_code == 404
    assert client.get("/services/data/v54.0/wave/dashboards", headers=vic).json()["totalSize"] == 0
    assert client.get(url, headers=vic).status_code == 404

    mine = [{"sharedWithId": accounts.find("vic@example.com").person.id, "accessType": "edit", "shareType": "user"}]
    client.request("PATCH", url, json={"shares": [*kept, *mine]}, headers=root)
    changed = client.request(
        "PATCH", "/services/data/v54.0/wave/dashboards/secret", json={"label": "Ours"}, headers=vic
    )
    assert changed.json()["label"] == "Ours"
    moved = {"folder": {"name": "SharedApp"}}
    refused = client.request("PATCH", "/services/data/v54.0/wave/dashboards/secret", json=moved, headers=vic)
    assert (refused.status_code, refused.json()[0]["errorCode"]) == (403, "INSUFFICIENT_ACCESS")
    bad = [{"sharedWithId": "005000000000000AAA", "accessType": "view"}]
    assert client.request("PATCH", url, json={"shares": bad}, headers=root).status_code == 400


def soap(client: Any, text: str) -> tuple[int, dict[str, str]]:
    headers = {"content-type": "text/xml; charset=UTF-8", "SOAPAction": "login"}
    answer = client.post("/services/Soap/u/54.0", content=text, headers=headers)
    texts = {each.tag.rpartition("}")[2]: each.text or "" for each in ElementTree.fromstring(answer.text).iter()}
    return answer.status_code, texts


def test_soap_signs_in(send: Any, client: Any) -> None:
    written = PASSWORD.replace("&", "&amp;").replace("<", "&lt;")
    code, found = soap(client, SOAP.format("ada@example.com", written))
    assert code == 200
    assert found["serverUrl"].startswith("http://127.0.0.1:8321/services/Soap/u/54.0/00D")
    assert found["userFullName"] == "Ada"
    assert status(client, "GET", "/wave/datasets", found["sessionId"]) == 200


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SOAP.format("ada@example.com", "wrong"), "INVALID_LOGIN"),
        (SOAP.format("", ""), "INVALID_LOGIN"),
        ("<a/>", "UNKNOWN_EXCEPTION"),
        ("no xml", "UNKNOWN_EXCEPTION"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><login>&b;</login>', "UNKNOWN_EXCEPTION"),
    ],
)
def test_soap_refuses(send: Any, client: Any, text: str, code: str) -> None:
    found = soap(client, text)
    assert (found[0], found[1]["exceptionCode"]) == (500, code)


def test_without_accounts_whoever_is_here_is_signed_in(client: Any) -> None:
    answer = client.post("/services/oauth2/token", content="grant_type=password&username=a&password=b", headers=FORM)
    assert status(client, "GET", "/wave/datasets", answer.json()["access_token"]) == 200


def test_forms_of_other_pages_are_refused(send: Any, client: Any) -> None:
    form = urlencode({"grant_type": "password", "username": "ada@example.com", "password": PASSWORD})
    for path in ("/services/oauth2/token", "/services/oauth2/revoke", "/services/Soap/u/54.0"):
        answer = client.post(path, content=form, headers={**FORM, "origin": "http://evil.example"})
        assert (answer.status_code, answer.json()[0]["errorCode"]) == (403, "INSUFFICIENT_ACCESS")


@pytest.mark.parametrize(
    "path", ["/services/data/v54.0/wave/query", "/services/data/v54.0/sobjects/InsightsExternalData"]
)
def test_forms_are_taken_nowhere_else(client: Any, path: str) -> None:
    assert client.post(path, content="a=b", headers=FORM).status_code == 415
