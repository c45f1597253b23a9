import re
from pathlib import Path
from typing import Any

import pytest

import swell
from dashboards.library import Library
from dashboards.server import create_app


@pytest.fixture
def web(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    (folder / "src").mkdir(parents=True)
    (folder / "index.html").write_text('<script src="/static/{version}/src/main.js"></script>')
    (folder / "src" / "main.js").write_text("export const x = 1;\n" * 200)
    (folder / "build.py").write_text("secret")
    (folder / "src" / "wire.d.ts").write_text("secret")
    return folder


@pytest.fixture
def page(web: Path, workspace: swell.Workspace, client_of: Any) -> Any:
    app = create_app(workspace.session, Library(workspace.folder), name="x", now=_no_clock, web=web)
    return client_of(app, "127.0.0.1:8321")


def _no_clock() -> Any:
    raise AssertionError("the page needs no clock")


def version(page: Any) -> str:
    found = re.search(r"/static/(\w+)/", page.get("/").text)
    assert found
    return found.group(1)


@pytest.mark.parametrize("path", ["/", "/dashboards/any", "/query", "/datasets", "/datasets/any"])
def test_every_address_of_the_page_is_the_same_page(path: str, page: Any) -> None:
    answer = page.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"
    assert "{version}" not in answer.text


@pytest.mark.parametrize(
    ("client", "headers", "packed"),
    [
        ("192.0.2.7", {"accept-encoding": "gzip"}, True),
        ("192.0.2.7", {"accept-encoding": "identity"}, False),
        ("127.0.0.1", {"accept-encoding": "gzip", "x-forwarded-for": "192.0.2.7"}, True),
        ("127.0.0.1", {"accept-encoding": "gzip"}, False),
    ],
)
def test_files_are_kept_for_ever_and_compressed_for_those_far_away(
    page: Any, client: str, headers: dict[str, str], packed: bool
) -> None:
    answer = page.get(f"/static/{version(page)}/src/main.js", headers=headers, client=client)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert answer.headers["content-type"].split(";")[0] in ("text/javascript", "application/javascript")
    assert answer.text.startswith("export")


def test_the_version_changes_with_the_files(page: Any, web: Path, workspace: swell.Workspace, client_of: Any) -> None:
    before = version(page)
    (web / "src" / "main.js").write_text("export const x = 2;")
    app = create_app(workspace.session, Library(workspace.folder), name="x", now=_no_clock, web=web)
    assert version(client_of(app, "127.0.0.1:8321")) != before


@pytest.mark.parametrize(
    "path", ["build.py", "src/wire.d.ts", "index.html", "src", "../deals", "..%2f..%2fbuild.py", "no.js"]
)
def test_only_files_of_the_page_are_served(path: str, page: Any) -> None:
    assert page.get(f"/static/{version(page)}/{path}").status_code == 404


def test_a_file_under_an_old_version_is_not_served(page: Any) -> None:
    assert page.get("/static/0000000000000000/src/main.js").status_code == 404


@pytest.mark.parametrize(("caller", "packed"), [("192.0.2.7", True), ("127.0.0.1", False)])
def test_answers_are_compressed_for_those_far_away(client: Any, caller: str, packed: bool) -> None:
    answer = client.get("/dashboards/a", headers={"accept-encoding": "gzip"}, client=caller)
    assert (answer.headers.get("content-encoding") == "gzip") is packed


def test_a_dashboard_names_its_modules_and_asks_for_its_data_at_once(client: Any) -> None:
    shell = client.get("/dashboards/a%20b").text
    assert '<link rel="preload" as="fetch" href="/api/dashboards/a%20b" crossorigin>' in shell
    named = re.findall(r'rel="modulepreload" href="([^"]+)"', shell)
    assert any(path.endswith("/src/pages/dashboard.js") for path in named)
    assert len(named) == len(set(named)) > 50
    assert [path for path in named if client.get(path).status_code != 200] == []
    assert "modulepreload" in client.get("/query").text


def test_the_page_that_comes_with_swell_names_files_that_are_there(client: Any) -> None:
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
    assert named
    assert [path for path in named if client.get(path).status_code != 200] == []


@pytest.mark.parametrize(
    ("header", "attributes"),
    [
        ({"accept-language": "ar-EG,ar;q=0.9"}, 'dir="rtl" data-locale="ar-EG"'),
        ({"accept-language": "de"}, 'dir="ltr" data-locale="de"'),
        ({}, 'dir="ltr" data-locale="en-US"'),
    ],
)
def test_the_page_has_the_language_of_the_reader(client: Any, header: dict[str, str], attributes: str) -> None:
    answer = client.get("/", headers=header)

    assert f'<html lang="en" {attributes}>' in answer.text
    assert answer.headers["vary"].lower().startswith("accept-language")


def test_numbers_have_the_language_of_the_reader(client: Any) -> None:
    def text(language: str) -> str:
        headers = {"accept-language": language}
        found = client.post("/api/dashboards/stages/data", json={}, headers=headers).json()
        return str(found["widgets"]["number"]["view"]["text"])

    assert (text("de"), text("en")) == ("35,5", "35.5")


def test_the_workspace_may_say_the_language_for_all(workspace: swell.Workspace, client_of: Any) -> None:
    (workspace.folder / "swell.toml").write_text('[page]\nlocale = "he"\n')
    client = client_of(swell.open(workspace.folder).application(), "127.0.0.1:8321")

    assert '<html lang="en" dir="rtl" data-locale="he">' in client.get("/", headers={"accept-language": "de"}).text
