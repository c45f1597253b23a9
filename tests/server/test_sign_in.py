import json
from typing import Any
from urllib.parse import urlencode

import pytest

import swell
from dashboards.people.accounts import Accounts
from dashboards.people.attempts import FOR_AN_ACCOUNT

from .people import ORIGIN, PASSWORD, accounts_of, bearer, browser

FORM = {"content-type": "application/x-www-form-urlencoded", **ORIGIN}


@pytest.fixture
def accounts(workspace: swell.Workspace) -> Accounts:
    return accounts_of(workspace)


def enter(client: Any, password: str = PASSWORD, email: str = "admin@example.com", **more: str) -> Any:
    form = urlencode({"email": email, "password": password, **more})
    return client.post("/sign-in", content=form, headers=FORM)


def cookie(answer: Any) -> dict[str, str]:
    return {"cookie": answer.headers["set-cookie"].partition(";")[0], **ORIGIN}


def test_a_workspace_without_accounts_needs_no_sign_in(client: Any) -> None:
    assert client.get("/sign-in").headers["location"] == "/"
    me = client.get("/api/me").json()
    assert (me["role"], me["local"]) == ("admin", True)


def test_who_is_not_signed_in_is_led_there_and_back(client: Any, accounts: Accounts) -> None:
    led = client.get("/dashboards/stages?x=1")
    assert led.status_code == 303
    page = client.get(led.headers["location"])
    assert '<input type="hidden" name="next" value="/dashboards/stages?x=1">' in page.text
    assert "script" not in page.text.replace('<script src="/static/', "").replace("</script>", "")
    entered = enter(client, next="/dashboards/stages?x=1")
    assert (entered.status_code, entered.headers["location"]) == (303, "/dashboards/stages?x=1")
    assert client.get("/dashboards/stages", headers=cookie(entered)).status_code == 200
    me = client.get("/api/me", headers=cookie(entered)).json()
    assert (me["name"], me["role"], me["local"], me["seenBy"]) == ("Root", "admin", False, None)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_pages(client: Any, accounts: Accounts) -> None:
    said = enter(client).headers["set-cookie"].lower()
    assert said.startswith("swell=")
    assert {"httponly", "samesite=lax", "path=/"} <= set(said.split("; "))


def test_under_tls_the_cookie_is_bound_to_the_host(workspace: swell.Workspace, accounts: Accounts) -> None:
    import httpx

    transport = httpx.ASGITransport(app=workspace.application())

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="https://swell.example") as client:
            form = {"email": "admin@example.com", "password": PASSWORD}
            return await client.post("/sign-in", data=form, headers={"origin": "https://swell.example"})

    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        said = thread.submit(asyncio.run, send()).result().headers["set-cookie"].lower()
    assert said.startswith("__host-swell=")
    assert {"httponly", "samesite=lax", "path=/", "secure"} <= set(said.split("; "))
    assert "domain" not in said


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/\t/evil"])
def test_nobody_is_led_elsewhere_when_signed_in(elsewhere: str, client: Any, accounts: Accounts) -> None:
    assert enter(client, next=elsewhere).headers["location"] == "/"


def test_a_wrong_password_and_a_wrong_account_are_told_alike(client: Any, accounts: Accounts) -> None:
    wrong, unknown = enter(client, "guess"), enter(client, "guess", email="nobody@example.com")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace("admin@example.com", "") == unknown.text.replace("nobody@example.com", "")
    assert "set-cookie" not in wrong.headers


def test_what_was_typed_is_text_on_the_page(client: Any, accounts: Accounts) -> None:
    page = enter(client, "guess", email='"><script>alert(1)</script>', next='/"><b>').text
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_after_many_guesses_one_has_to_wait(client: Any, accounts: Accounts) -> None:
    for _ in range(FOR_AN_ACCOUNT):
        assert enter(client, "guess").status_code == 401
    refused = enter(client)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 800
    assert "Too many attempts" in refused.text


def test_to_sign_in_again_ends_the_sign_in_before(client: Any, accounts: Accounts) -> None:
    first = cookie(enter(client))
    form = urlencode({"email": "admin@example.com", "password": PASSWORD})
    second = cookie(client.post("/sign-in", content=form, headers={**FORM, **first}))
    assert client.get("/api/me", headers=first).status_code == 401
    assert client.get("/api/me", headers=second).status_code == 200


def test_who_signs_out_is_out(client: Any, accounts: Accounts) -> None:
    signed_in = browser(accounts, "viewer@example.com")
    assert client.post("/api/me/sign-out", json={}, headers=signed_in).status_code == 200
    assert client.get("/api/me", headers=signed_in).status_code == 401


def test_a_new_password_takes_the_old_one_and_keeps_this_browser(client: Any, accounts: Accounts) -> None:
    here, there = browser(accounts, "admin@example.com"), browser(accounts, "admin@example.com")
    path, fresh = "/api/me/password", "another horse battery"
    assert client.post(path, json={"current": "guess", "password": fresh}, headers=here).status_code == 422
    assert client.post(path, json={"current": PASSWORD, "password": "short"}, headers=here).status_code == 422
    changed = client.post(path, json={"current": PASSWORD, "password": fresh}, headers=here)
    assert changed.status_code == 200
    assert client.get("/api/me", headers=cookie(changed)).status_code == 200
    assert client.get("/api/me", headers=there).status_code == 401
    assert enter(client).status_code == 401
    assert enter(client, fresh).status_code == 303


def test_tokens_are_made_shown_once_and_revoked(client: Any, accounts: Accounts) -> None:
    signed_in = browser(accounts, "viewer@example.com")
    asked = {"name": "script", "scope": "read", "days": 30}
    made = client.post("/api/me/tokens", json=asked, headers=signed_in).json()["token"]
    headers = {"authorization": f"Bearer {made}"}
    assert client.get("/api/me", headers=headers).json()["email"] == "viewer@example.com"
    (listed,) = client.get("/api/me/tokens", headers=signed_in).json()["tokens"]
    assert (listed["name"], listed["scopes"]) == ("script", ["read"])
    assert made not in json.dumps(listed)
    other = browser(accounts, "editor@example.com")
    assert client.request("DELETE", f"/api/me/tokens/{listed['id']}", headers=other).status_code == 422
    assert client.request("DELETE", f"/api/me/tokens/{listed['id']}", headers=signed_in).status_code == 200
    assert client.get("/api/me", headers=headers).status_code == 401


def test_a_token_asks_as_a_script_does_without_an_origin(client: Any, accounts: Accounts) -> None:
    text = 'q = load "deals"; q = foreach q generate Stage;'
    headers = bearer(accounts, "viewer@example.com", "read")
    assert client.post("/api/query", json={"query": text}, headers=headers).status_code == 200


def test_an_admin_sees_as_somebody_else_and_changes_nothing_meanwhile(client: Any, accounts: Accounts) -> None:
    signed_in = browser(accounts, "admin@example.com")

    def post(path: str, body: Any) -> Any:
        return client.post(path, json=body, headers=signed_in)

    assert post("/api/me/acting", {"email": "nobody@example.com"}).status_code == 404
    assert post("/api/me/acting", {"email": "editor@example.com"}).status_code == 200
    me = client.get("/api/me", headers=signed_in).json()
    assert (me["email"], me["role"], me["seenBy"]) == ("editor@example.com", "editor", "Root")
    refused = post("/api/dashboards", {"label": "x"})
    assert (refused.status_code, "You see this as Eddi" in refused.text) == (403, True)
    assert client.get("/api/dashboards/stages/source", headers=signed_in).json()["writable"] is False
    assert post("/api/me/tokens", {"name": "x", "scope": "admin", "days": 1}).status_code == 403
    assert client.get("/api/people", headers=signed_in).status_code == 403
    assert post("/api/dashboards/stages/export", {"format": "csv", "widget": "chart"}).status_code == 200
    (event,) = accounts.audit.latest(1, action="export")
    assert (event.person, event.detail) == ("admin@example.com", {"seen as": "editor@example.com"})
    assert client.request("DELETE", "/api/me/acting", headers=signed_in).status_code == 200
    assert client.get("/api/me", headers=signed_in).json()["email"] == "admin@example.com"


def test_admins_add_and_change_people(client: Any, accounts: Accounts) -> None:
    admin = browser(accounts, "admin@example.com")
    asked = {"email": "New@Example.com", "name": "New", "role": "viewer", "password": PASSWORD}
    listed = client.post("/api/people", json=asked, headers=admin)
    assert listed.status_code == 201
    assert [each["email"] for each in listed.json()["people"]][2] == "new@example.com"
    assert enter(client, email="new@example.com").status_code == 303

    def change(email: str, **what: Any) -> int:
        return client.request("PATCH", f"/api/people/{email}", json=what, headers=admin).status_code

    assert change("new@example.com", role="editor", folder="sales") == 200
    assert accounts.find("new@example.com").person.role_in("sales") == "editor"
    assert change("everyone", role="none", folder="payroll") == 200
    assert accounts.find("new@example.com").person.role_in("payroll") is None
    assert change("new@example.com", disabled=True) == 200
    assert enter(client, email="new@example.com").status_code == 401
    assert change("nobody@example.com", role="viewer") == 404
    assert change("admin@example.com", role="viewer") == 422
    assert change("new@example.com", role="owner") == 422


def test_the_log_knows_who_did_what_from_where(client: Any, accounts: Accounts, workspace: swell.Workspace) -> None:
    enter(client, "guess")
    signed_in = cookie(enter(client))
    client.post("/api/dashboards", json={"label": "Fresh"}, headers=signed_in)
    client.post("/api/dashboards/stages/export", json={"format": "csv", "widget": "chart"}, headers=signed_in)
    client.post("/api/dashboards/nowhere/export", json={"format": "csv"}, headers=signed_in)
    events = client.get("/api/audit?count=4", headers=signed_in).json()["events"]
    found = [(each["person"], each["action"], each["target"], each["address"]) for each in events]
    assert found == [
        ("admin@example.com", "export", "/api/dashboards/stages/export", "127.0.0.1"),
        ("admin@example.com", "dashboard made", "/api/dashboards", "127.0.0.1"),
        ("admin@example.com", "sign-in", "", "127.0.0.1"),
        ("admin@example.com", "sign-in failed", "", "127.0.0.1"),
    ]
    assert PASSWORD not in json.dumps(client.get("/api/audit", headers=signed_in).json())
    assert client.get("/api/audit?count=-1", headers=signed_in).status_code == 400
