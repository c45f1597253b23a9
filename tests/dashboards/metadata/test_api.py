"""What people say of a dataset, read and changed over HTTP and on the command line."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import swell
from dashboards.metadata import read_xmd
from tests.server.people import accounts_of, bearer

PATH = "/api/metadata/deals"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def change(client: Any, body: Any, version: str | None = None, **headers: str) -> Any:
    held = {"if-match": version or client.get(PATH, headers=headers).json()["version"]}
    return client.request("PATCH", PATH, json=body, headers={**headers, **held})


def test_a_change_is_written_into_the_file_and_shown(client: Any, space: swell.Workspace) -> None:
    before = client.get(PATH).json()
    assert (before["version"], before["writable"], before["problem"]) == ("new", True, None)
    saved = change(client, {"fields": {"Amount": {"label": "Worth", "format": "$#,##0"}}, "details": ["Amount"]})
    assert saved.status_code == 200
    assert saved.headers["etag"] == f'"{saved.json()["version"]}"'
    amount = next(each for each in saved.json()["fields"] if each["name"] == "Amount")
    assert (amount["label"], amount["format"], amount["imported"]["label"]) == ("Worth", "$#,##0", "Amount")
    assert client.get(PATH).json() == saved.json()
    assert json.loads((space.folder / "metadata" / "deals.json").read_text()) == {
        "measures": [{"field": "Amount", "label": "Worth", "format": {"customFormat": '["$#,##0",1]'}}],
        "showDetailsDefaultFields": ["Amount"],
    }
    fields = client.get("/api/datasets/deals").json()
    assert "Worth" in [each["label"] for each in fields["fields"]]
    assert fields["details"] == ["Amount"]
    assert "Worth" in [each.get("label") for each in client.get("/api/schema").json()["datasets"]["deals"]]


def test_hidden_fields_are_said_to_be_hidden_and_can_be_queried(client: Any) -> None:
    change(client, {"fields": {"Region": {"hidden": True}}})
    fields = {each["name"]: each["hidden"] for each in client.get("/api/datasets/deals").json()["fields"]}
    assert fields == {"Stage": False, "Region": True, "Amount": False, "Closed": False}
    query = {"query": 'q = load "deals"; q = group q by Region; q = foreach q generate Region;'}
    assert client.post("/api/query", json=query).status_code == 200


def test_a_dashboard_shows_at_once_what_has_changed(client: Any, space: swell.Workspace) -> None:
    steps = {
        "s": {"type": "aggregateflex", "datasets": [{"name": "deals"}], "query": {"measures": [["sum", "Amount"]]}}
    }
    widgets = {"w": {"type": "table", "parameters": {"step": "s"}}}
    (space.folder / "dashboards").mkdir()
    (space.folder / "dashboards" / "d.json").write_text(json.dumps({"steps": steps, "widgets": widgets}))

    def labels() -> list[str]:
        view = client.post("/api/dashboards/d/data", json={}).json()["widgets"]["w"]["view"]
        return [each["label"] for each in view["columns"]]

    assert labels() == labels() == ["Sum of Amount"]
    change(client, {"fields": {"Amount": {"label": "Worth"}}})
    assert labels() == ["Sum of Worth"]


@pytest.mark.parametrize(
    ("version", "body", "status"),
    [
        ("0123", {"fields": {}}, 412),
        (None, {"fields": {"None": {}}}, 422),
        (None, {"fields": {"Amount": {"format": "0", "multiplier": 0}}}, 422),
        (None, [], 400),
    ],
)
def test_what_can_not_be_changed_changes_nothing(
    client: Any, space: swell.Workspace, version: str | None, body: Any, status: int
) -> None:
    file = space.metadata.put("deals", read_xmd({"measures": [{"field": "Amount", "label": "A"}]}))
    before = file.read_bytes()
    assert change(client, body, version).status_code == status
    assert client.request("PATCH", PATH, json={}).status_code == 428
    assert file.read_bytes() == before


def test_a_file_that_is_not_valid_is_told_and_not_written_over(client: Any, space: swell.Workspace) -> None:
    file = space.metadata.put("deals", read_xmd({}))
    file.write_text('{"measures": [{}]}')
    found = client.get(PATH).json()
    assert "/measures/0/field" in found["problem"]
    assert [each["label"] for each in found["fields"]] == ["Stage", "Region", "Amount", "Closed"]
    assert change(client, {"fields": {"Amount": {"label": "A"}}}).status_code == 422
    assert file.read_text() == '{"measures": [{}]}'


def test_editors_change_and_viewers_look(client: Any, space: swell.Workspace) -> None:
    accounts = accounts_of(space)
    viewer, editor = (bearer(accounts, f"{each}@example.com", "write") for each in ("viewer", "editor"))
    wanted = {"fields": {"Amount": {"label": "Worth"}}}
    assert client.get(PATH, headers=viewer).json()["writable"] is False
    assert change(client, wanted, **viewer).status_code == 403
    assert change(client, wanted, **editor).status_code == 200
    assert client.get("/api/metadata/none", headers=editor).status_code == 404


def test_the_command_line_shows_checks_and_imports(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("Stage,Amount\nWon,10\n")
    (tmp_path / "good.json").write_text(
        '{"measures": [{"field": "Amount", "label": "Worth"}, {"field": "Gone"}], "x": 1}'
    )
    (tmp_path / "bad.json").write_text('{"measures": [{"field": "Amount", "format": 3}]}')
    refused = run("import", "deals.csv", "--as", "deals", "--xmd", "bad.json")
    assert (refused.returncode, "/measures/0/format" in refused.stderr) == (2, True)
    assert not (tmp_path / "data").exists()

    assert "metadata/deals.json" in run("import", "deals.csv", "--as", "deals", "--xmd", "good.json").stdout
    assert "Worth" in run("describe", "deals").stdout
    assert json.loads(run("metadata", "show", "deals", "--kind", "user").stdout)["x"] == 1
    assert json.loads(run("metadata", "show", "deals").stdout)["measures"][0]["label"] == "Worth"
    checked = run("metadata", "check", "deals")
    assert (checked.returncode, "'Gone' is no field" in checked.stdout) == (0, True)
    before = (tmp_path / "metadata" / "deals.json").read_bytes()
    assert run("metadata", "import", "deals", "bad.json").returncode == 2
    assert run("metadata", "check", "deals", "bad.json").returncode == 2
    assert (tmp_path / "metadata" / "deals.json").read_bytes() == before
    (tmp_path / "good.json").write_text("{}")
    assert run("metadata", "import", "deals", "good.json").returncode == 0
    assert "Worth" not in run("describe", "deals").stdout


def test_a_field_is_renamed_in_what_people_say_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("Stage,Closed\nWon,2026-01-01\n")
    said = {
        "dates": [{"alias": "Closed", "label": "Closed", "fields": {"fullField": "Closed", "year": "Closed_Year"}}],
        "dimensions": [{"field": "Stage", "linkTemplate": "https://example.com/{{row.Closed}}/{{ Stage }}"}],
        "derivedDimensions": [{"field": "Closed"}],
        "showDetailsDefaultFields": ["Stage", "Closed"],
    }
    (tmp_path / "said.json").write_text(json.dumps(said, indent=1))
    run("import", "deals.csv", "--as", "deals", "--xmd", "said.json")
    assert run("rename-field", "deals", "Closed", "Won on", "--write").returncode == 0
    found = json.loads((tmp_path / "metadata" / "deals.json").read_text())
    assert found == {
        "dates": [{"alias": "Won on", "label": "Closed", "fields": {"fullField": "Won on", "year": "Won on_Year"}}],
        "dimensions": [{"field": "Stage", "linkTemplate": "https://example.com/{{row.Won on}}/{{ Stage }}"}],
        "derivedDimensions": [{"field": "Closed"}],
        "showDetailsDefaultFields": ["Stage", "Won on"],
    }
    checked = run("check", "metadata/deals.json")
    assert (checked.returncode, "'Won on' is no field" in checked.stderr) == (0, True)
    (tmp_path / "metadata" / "deals.json").write_text('{"dates": 3}')
    checked = run("check", "metadata/deals.json")
    assert (checked.returncode, "/dates" in checked.stderr) == (2, True)
