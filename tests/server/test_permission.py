"""Every address and everybody who may ask: only what the table says."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import swell
from dashboards.people.person import ROLES
from dashboards.server.permission import ROWS, TABLE, Row, addresses

from .people import Asker, accounts_of, bearer, browser

PARTS = {
    "{name}": "stages",
    "{name:path}": "deals",
    "{filter}": "f",
    "{file}": "q.saql",
    "{id}": "x",
    "{run}": "1",
    "{alert}": "low",
    "{subscription}": "weekly",
    "{email:path}": "viewer@example.com",
    "{dashboard}": "stages",
    "{dataset}": "deals",
    "v{version}": "v54.0",
}
SCOPES = {"read": "viewer", "write": "editor", "admin": "admin"}
KINDS = [
    "anonymous",
    *("viewer", "editor", "admin"),
    *("viewer:write", "editor:read", "editor:write", "editor:admin", "admin:read", "admin:write", "admin:admin"),
    *("other workspace's token", "other workspace's browser", "made-up token", "made-up browser"),
]


@pytest.fixture
def askers(workspace: swell.Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Asker]:
    accounts, other = accounts_of(workspace), accounts_of(tmp_path_factory.mktemp("other"))
    made = [
        Asker("anonymous", None),
        Asker("other workspace's token", None, bearer(other, "admin@example.com", "admin")),
        Asker("other workspace's browser", None, browser(other, "admin@example.com")),
        Asker("made-up token", None, {"authorization": "Bearer swell_x"}),
        Asker("made-up browser", None, {"cookie": "swell=x"}),
    ]
    for role in ROLES:
        made.append(Asker(role, role, browser(accounts, f"{role}@example.com")))
        for scope in SCOPES:
            headers = bearer(accounts, f"{role}@example.com", scope)
            made.append(Asker(f"{role}:{scope}", role, headers, scope))
    return {each.name: each for each in made}


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_the_table_says_is_answered(
    kind: str, askers: dict[str, Asker], workspace: swell.Workspace, client: Any
) -> None:
    asker = askers[kind]
    wrong = {}
    for row in TABLE:
        if row.path in ("/static", "/api/me/sign-out"):  # no route of one file; ends what the next row asks with
            continue
        answer = client.request(row.method, address_of(row), headers=headers_of(row, asker), **body_of(row))
        found = "lets in"
        if answer.status_code in (401, 403) and not row.path.startswith("/sign-in"):
            found = str(answer.status_code)
        elif answer.headers.get("location", "").startswith("/sign-in?next="):
            found = "sign-in"
        if found != expected(row, asker):
            wrong[f"{row.method} {row.path}"] = (found, expected(row, asker), answer.text[:200])
    assert wrong == {}


def expected(row: Row, asker: Asker) -> str:
    if row.least is None:
        return "lets in"
    if asker.role is None:
        return "sign-in" if row.page else "401"
    if asker.scope is not None:
        if row.browser or (row.changes and asker.scope == "read"):
            return "403"
        role = min(asker.role, SCOPES[asker.scope], key=ROLES.index)
    else:
        role = asker.role
    return "lets in" if ROLES.index(role) >= ROLES.index(row.least) else "403"


def address_of(row: Row) -> str:
    address = row.path
    for part, value in PARTS.items():
        address = address.replace(part, value)
    return address


def headers_of(row: Row, asker: Asker) -> dict[str, str]:
    form = "application/x-www-form-urlencoded"
    return {"content-type": form if row.path == "/sign-in" else "application/json", **asker.headers}


def body_of(row: Row) -> dict[str, Any]:
    return {} if row.method == "GET" else {"content": b"{}"}


def test_every_address_has_one_row_and_every_row_an_address(client: Any, workspace: swell.Workspace) -> None:
    found = set(addresses(workspace.application().routes))
    assert found == set(ROWS) - {("GET", "/static")}
    assert [each for each, count in Counter((row.method, row.path) for row in TABLE).items() if count > 1] == []


def test_an_address_without_a_row_is_answered_to_nobody(workspace: swell.Workspace, client_of: Any) -> None:
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    from dashboards.server.permission import guarded

    app = workspace.application()
    app.routes.extend(guarded([Route("/api/new", lambda _: PlainTextResponse("secret"))]))
    answer = client_of(app).get("/api/new")
    assert (answer.status_code, "secret" in answer.text) == (403, False)


def test_what_changes_something_or_is_the_admins_is_open_to_no_viewer() -> None:
    for row in TABLE:
        assert not (row.changes and row.least is None), row
        if row.changes and row.least == "viewer":
            assert row.path.startswith("/api/me/"), row
    assert [row.path for row in TABLE if row.method not in ("GET", "POST") and not row.changes] == ["/api/me/acting"]


def test_roles_count_in_the_folder_of_the_dashboard(workspace: swell.Workspace, client: Any, tmp_path: Path) -> None:
    accounts = accounts_of(workspace)
    folder = tmp_path / "dashboards"
    for name in ("sales", "payroll"):
        (folder / name).mkdir()
        (folder / name / f"{name}_board.json").write_text((folder / "stages.json").read_text())
    accounts.set_role("viewer@example.com", "editor", accounts.find("viewer@example.com").created, folder="sales")
    accounts.set_role("everyone", "none", accounts.find("viewer@example.com").created, folder="payroll")
    accounts.set_role("editor@example.com", "viewer", accounts.find("viewer@example.com").created, folder="payroll")
    viewer, editor = browser(accounts, "viewer@example.com"), browser(accounts, "editor@example.com")

    def names(headers: dict[str, str]) -> list[str]:
        return sorted(each["name"] for each in client.get("/api/dashboards", headers=headers).json()["dashboards"])

    assert names(viewer) == ["sales_board", "stages"]
    assert names(editor) == ["payroll_board", "sales_board", "stages"]
    assert names(browser(accounts, "admin@example.com")) == ["payroll_board", "sales_board", "stages"]

    def save(name: str, headers: dict[str, str]) -> int:
        return client.request(
            "PUT", f"/api/dashboards/{name}/source", json={}, headers={"if-match": '"x"', **headers}
        ).status_code

    assert [save(name, viewer) for name in ("stages", "sales_board", "payroll_board")] == [403, 400, 404]
    assert [save(name, editor) for name in ("stages", "sales_board", "payroll_board")] == [400, 400, 403]
    for part in ("", "/data", "/source", "/views", "/export", "/why", "/additions", "/filters/x"):
        address = f"/api/dashboards/payroll_board{part}"
        method = "POST" if part in ("/data", "/export", "/why", "/filters/x") else "GET"
        gone = client.request(method, address.replace("payroll_board", "nowhere"), headers=viewer, json={})
        hidden = client.request(method, address, headers=viewer, json={})
        assert hidden.status_code == 404, address
        message = gone.json()["error"]["message"]
        assert hidden.json()["error"]["message"].replace("payroll_board", "nowhere") == message

    def make(where: str, headers: dict[str, str]) -> Any:
        return client.post(f"/api/dashboards?folder={where}", json={"label": "New"}, headers=headers)

    assert make("", viewer).status_code == 403
    assert [make(each, viewer).status_code for each in ("payroll", "nowhere")] == [403, 403]
    other = bearer(accounts, "admin@example.com", "write")
    assert [make(each, other).status_code for each in ("payroll", "nowhere")] == [201, 422]
    assert make("payroll", editor).status_code == 403
    assert make("sales", viewer).status_code == 201
    assert (folder / "sales" / "new_2.json").exists()


def test_a_page_elsewhere_asks_for_nothing_in_the_name_of_who_looks_at_it(
    workspace: swell.Workspace, client: Any
) -> None:
    accounts = accounts_of(workspace)
    headers = {**browser(accounts, "admin@example.com"), "origin": "http://evil.example"}
    for row in TABLE:
        if row.method != "GET" and row.path != "/sign-in":
            answer = client.request(row.method, address_of(row), headers=headers, json={})
            assert (row.path, answer.status_code) == (row.path, 403)
    form = {**headers, "content-type": "application/x-www-form-urlencoded"}
    assert client.post("/sign-in", headers=form, content="email=x").status_code == 403
    del form["origin"]
    assert client.post("/sign-in", headers=form, content="email=x").status_code == 403


def test_a_proxy_without_accounts_lets_nobody_write(client: Any) -> None:
    headers = {"x-forwarded-for": "203.0.113.9"}
    assert client.get("/api/me", headers=headers).json()["role"] == "viewer"
    assert client.post("/api/dashboards", json={"label": "x"}, headers=headers).status_code == 403
