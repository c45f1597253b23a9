from typing import Any

import pytest

import swell
from dashboards.library import Library
from dashboards.server import create_app

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/", "/api/workspace", "/gone", "/dashboards/x"])
def test_every_answer_has_the_headers(path: str, client: Any) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_answers_of_the_api_are_not_stored(client: Any) -> None:
    assert client.get("/api/workspace").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_post_that_a_form_could_send_is_refused(kind: str, client: Any) -> None:
    answer = client.post("/api/query", content=b'{"query": "q"}', headers={"content-type": kind})
    assert answer.status_code == 415
    assert answer.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost:8321", "[::1]:8321", "app.localhost", "LOCALHOST"])
def test_the_server_answers_to_names_of_this_machine(host: str, client: Any) -> None:
    assert client.get("/api/workspace", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8321", "127.0.0.1.evil.example", "", "localhost.evil"])
def test_another_name_that_leads_here_is_refused(host: str, client: Any) -> None:
    answer = client.get("/api/workspace", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["error"]["code"] == "host"


def test_a_name_that_is_allowed_is_answered(workspace: swell.Workspace, client_of: Any) -> None:
    import datetime as dt

    app = create_app(
        workspace.session,
        Library(workspace.folder / "dashboards"),
        name="x",
        now=lambda: dt.datetime.now(dt.UTC),
        hosts=["swell.example"],
    )
    found = client_of(app, "127.0.0.1:80").get("/api/workspace", headers={"host": "swell.example"})
    assert found.status_code == 200


def test_only_posts_run_queries(client: Any) -> None:
    assert client.get("/api/query").status_code == 405
