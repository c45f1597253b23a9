"""The routes of the editor: source, save, preview, new dashboards, views."""

import json
from pathlib import Path
from typing import Any

import pytest

import swell


def file(workspace: swell.Workspace) -> Path:
    return next((workspace.folder / "dashboards").glob("*.json"))


def test_the_source_is_saved_by_its_version_once(client: Any, workspace: swell.Workspace) -> None:
    path = f"/api/dashboards/{file(workspace).stem}/source"
    answer = client.get(path)
    found = answer.json()
    assert answer.headers["etag"] == f'"{found["version"]}"'
    source = {**found["source"], "label": "Other"}
    headers = {"if-match": answer.headers["etag"]}
    saved = client.request("PUT", path, json={"source": source}, headers=headers)
    assert saved.status_code == 200
    assert json.loads(file(workspace).read_text())["label"] == "Other"
    assert client.get(path).json() == {"source": source, "version": saved.json()["version"], "writable": True}
    refused = client.request("PUT", path, json={"source": source}, headers=headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (412, "changed")


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {"source": {"steps": {}}}, 428),
        ({"if-match": '"x"'}, {"source": {"steps": {}}}, 412),
        ({"if-match": '"x"'}, {"source": {"state": {"steps": 3}}}, 422),
        ({"if-match": '"x"'}, {"source": []}, 400),
        ({"if-match": '"x"'}, {}, 400),
    ],
)
def test_what_can_not_be_saved_changes_nothing(
    client: Any, workspace: swell.Workspace, headers: dict[str, str], body: Any, status: int
) -> None:
    before = file(workspace).read_bytes()
    path = f"/api/dashboards/{file(workspace).stem}/source"
    assert client.request("PUT", path, json=body, headers=headers).status_code == status
    assert file(workspace).read_bytes() == before


def test_a_preview_draws_what_is_not_saved(client: Any, workspace: swell.Workspace) -> None:
    before = file(workspace).read_bytes()
    source = client.get(f"/api/dashboards/{file(workspace).stem}/source").json()["source"]
    source["state"]["widgets"]["new"] = {"type": "text", "parameters": {"text": "Hello"}}
    body = {"name": "d", "source": source, "widgets": ["new", "lost"]}
    answer = client.post("/api/preview", json=body).json()
    assert answer["dashboard"]["widgets"]["new"]["type"] == "text"
    assert answer["data"]["widgets"]["new"]["view"]["text"] == "Hello"
    assert sorted(answer["data"]["widgets"]) == ["lost", "new"]
    assert "nowhere" in answer["data"]["widgets"]["lost"]["problem"]
    assert file(workspace).read_bytes() == before


def test_a_new_dashboard_is_made_and_another_is_copied(client: Any, workspace: swell.Workspace) -> None:
    first = file(workspace)
    made = client.post("/api/dashboards", json={"label": "Big / new"})
    assert (made.status_code, made.json()) == (201, {"name": "big_new"})
    copied = client.post("/api/dashboards", json={"label": "Big / new", "like": first.stem}).json()["name"]
    assert copied == "big_new_2"
    assert json.loads((first.parent / "big_new_2.json").read_text())["state"] == json.loads(first.read_text())["state"]
    assert client.post("/api/dashboards", json={"label": " "}).status_code == 400
    assert client.post("/api/dashboards", json={"label": "x", "like": "../x"}).status_code == 404


def test_views_are_kept_listed_and_removed(client: Any, workspace: swell.Workspace) -> None:
    path = f"/api/dashboards/{file(workspace).stem}/views"
    view = {"name": "Won", "page": "p1", "selections": {"by_stage": [{"Stage": "Won"}]}, "filters": {}}
    assert client.get(path).json() == {"views": []}
    assert client.post(path, json=view).json() == {"views": [view]}
    assert client.post(path, json={**view, "name": ""}).status_code == 400
    assert client.post(path, json={**view, "selections": {"by_stage": 3}}).status_code == 400
    assert client.request("DELETE", f"{path}?view=Won").json() == client.get(path).json() == {"views": []}
    assert client.get("/api/dashboards/nowhere/views").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/api/dashboards/stages/source"),
        ("POST", "/api/dashboards"),
        ("POST", "/api/dashboards/stages/views"),
        ("DELETE", "/api/dashboards/stages/views?view=x"),
    ],
)
def test_another_machine_reads_and_does_not_write(
    client_of: Any, workspace: swell.Workspace, method: str, path: str
) -> None:
    client = client_of(workspace.application(), "192.0.2.7:8321")
    body = {"source": {"steps": {}}, "label": "x", "name": "x"}
    headers = {"if-match": '"x"', "content-type": "application/json"}
    answer = client.request(method, path, content=json.dumps(body), headers=headers)
    assert (answer.status_code, answer.json()["error"]["hint"]) == (
        403,
        "Open the page there, at http://localhost with the port.",
    )
    assert [each.name for each in (workspace.folder / "dashboards").iterdir()] == ["stages.json"]
    assert client.get("/api/dashboards/stages/source").json()["writable"] is False


def test_the_mistakes_of_what_is_not_saved_are_those_of_the_file_that_it_will_be(
    client: Any, workspace: swell.Workspace
) -> None:
    before = file(workspace).read_bytes()
    path = f"/api/dashboards/{file(workspace).stem}"
    source = client.get(f"{path}/source").json()["source"]
    source["state"]["widgets"]["chart"]["parameters"]["titel"] = "x"
    found = client.post(f"{path}/findings", json={"source": source}).json()["findings"]
    (titel,) = [each for each in found if "'titel'" in each["message"]]
    assert titel["severity"] == "mistake"
    assert titel["hint"] == "Did you mean 'title'?"
    assert titel["path"] == ["widgets", "chart", "parameters", "titel"]
    assert titel["pointer"] == "/state/widgets/chart/parameters/titel"
    (lost,) = [each for each in found if "'nowhere'" in each["message"]]
    assert lost["path"] == ["widgets", "lost", "parameters", "step"]
    assert file(workspace).read_bytes() == before
    etag = {"if-match": client.get(f"{path}/source").headers["etag"]}
    assert client.request("PUT", f"{path}/source", json={"source": source}, headers=etag).status_code == 200
    saved = workspace.check_dashboard(file(workspace))
    told = [(each["message"], each["line"], each["column"]) for each in found]
    assert told == [(each.message, each.line, each.column) for each in saved]


def test_what_is_no_dashboard_is_one_finding(client: Any, workspace: swell.Workspace) -> None:
    path = f"/api/dashboards/{file(workspace).stem}/findings"
    (found,) = client.post(path, json={"source": {"state": {"steps": 3}}}).json()["findings"]
    assert (found["severity"], found["pointer"], found["path"]) == ("mistake", "/state/steps", [])
    assert client.post("/api/dashboards/gone/findings", json={"source": {"steps": {}}}).status_code == 404
