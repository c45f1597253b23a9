"""Segments as the page edits them: the list, live counts, what is wrong, and saving."""

import json
from typing import Any

import pyarrow as pa
import pytest

import swell

from .conftest import Client
from .people import accounts_of, browser

SMALL = {
    "label": "Small",
    "dataset": "companies",
    "key": "Id",
    "columns": ["Id", "Name"],
    "rules": {"all": [{"field": "Size", "operator": "less than", "value": 100}]},
}


@pytest.fixture
def asks(workspace: swell.Workspace) -> dict[str, dict[str, str]]:
    columns = {"Id": ["a", "b", "c"], "Name": ["Ash", "Birch", "Cedar"], "Size": [10, 50, 500]}
    workspace.write("companies", pa.table(columns))
    folder = workspace.folder / "segments"
    folder.mkdir()
    (folder / "small.json").write_text(json.dumps(SMALL))
    (folder / "wrong.json").write_text('{"dataset": "companies", "key": "Id", "rules": {"some": []}}')
    accounts = accounts_of(workspace)
    return {role: browser(accounts, f"{role}@example.com") for role in ("viewer", "editor", "admin")}


@pytest.fixture
def client(workspace: swell.Workspace, asks: Any) -> Client:
    return Client(workspace.application())


def test_segments_are_listed_with_their_counts(client: Any, asks: Any) -> None:
    found = client.get("/api/segments", headers=asks["viewer"]).json()
    small, wrong = found["segments"]
    assert found["editable"] is False
    assert (small["label"], small["dataset"], small["count"], small["problem"]) == ("Small", "companies", 2, None)
    assert (wrong["count"], wrong["problem"]) == (None, "The value at /rules/some is no setting.")
    words = {each["word"]: each for each in found["operators"]}
    assert words["between"] == {"word": "between", "takes": "two", "types": ["number"]}


def test_what_is_edited_is_counted_at_once(client: Any, asks: Any) -> None:
    either = {"any": [*SMALL["rules"]["all"], {"field": "Name", "operator": "contains", "value": "dar"}]}  # type: ignore[index]
    found = client.post("/api/segments", json={"segment": {**SMALL, "rules": either}}, headers=asks["viewer"]).json()
    assert (found["problem"], found["count"], found["keys"]) == (None, 3, 3)
    assert [each["name"] for each in found["columns"]] == ["Id", "Name"]
    assert sorted(found["rows"]) == [["a", "Ash"], ["b", "Birch"], ["c", "Cedar"]]
    assert client.post("/api/query", json={"query": found["query"]}, headers=asks["viewer"]).json()["rowCount"] == 3


@pytest.mark.parametrize(
    ("rule", "problem", "hint"),
    [
        ({"field": "Sise", "operator": "is", "value": 1}, "has no field 'Sise'", "Did you mean 'Size'?"),
        ({"field": "Size", "operator": "is", "value": "1"}, "'Size' has numbers", "Write it without quotes."),
        ({"field": "Id", "operator": "in segment", "value": "large"}, "no segment 'large'", "There are: small"),
        ({"field": "Id", "operator": "in segment", "value": "me"}, "name each other: me → me", "Take one of these"),
        ({"field": "Size", "operator": "at least"}, "takes one value", "For instance"),
    ],
)
def test_what_is_wrong_is_told_and_answered(client: Any, asks: Any, rule: Any, problem: str, hint: str) -> None:
    body = {"name": "me", "segment": {**SMALL, "rules": {"all": [rule]}}}
    answer = client.post("/api/segments", json=body, headers=asks["viewer"])
    found = answer.json()
    assert answer.status_code == 200
    assert problem in found["problem"]
    assert hint in found["hint"]
    assert "rows" not in found


def test_saving_writes_a_file_over_the_version_that_was_seen(
    client: Any, asks: Any, workspace: swell.Workspace
) -> None:
    opened = client.get("/api/segments/small", headers=asks["editor"]).json()
    assert (opened["segment"], opened["editable"]) == (SMALL, True)
    larger = {**SMALL, "rules": {"all": [{"field": "Size", "operator": "less than", "value": 1000}]}}
    body = {"segment": larger, "version": opened["version"]}
    assert client.post("/api/segments/small", json=body, headers=asks["viewer"]).status_code == 403
    saved = client.post("/api/segments/small", json=body, headers=asks["editor"])
    assert saved.status_code == 200
    file = workspace.folder / "segments" / "small.json"
    assert json.loads(file.read_text()) == larger
    again = client.post("/api/segments/small", json=body, headers=asks["editor"])
    assert (again.status_code, again.json()["error"]["code"]) == (412, "changed")
    audit = client.get("/api/audit", headers=asks["admin"]).json()["events"]
    assert [each["action"] for each in audit if "segment" in each["action"]] == ["segment saved"]


@pytest.mark.parametrize("name", ["..", "a%2Fb", ".hidden", "x" * 90])
def test_names_are_those_of_files(client: Any, asks: Any, workspace: swell.Workspace, name: str) -> None:
    answer = client.post(f"/api/segments/{name}", json={"segment": SMALL}, headers=asks["editor"])
    assert answer.status_code in (404, 405, 422)
    assert sorted(each.name for each in (workspace.folder / "segments").iterdir()) == ["small.json", "wrong.json"]


def test_a_wrong_segment_is_not_saved(client: Any, asks: Any, workspace: swell.Workspace) -> None:
    body = {"segment": {**SMALL, "key": "Key"}}
    answer = client.post("/api/segments/other", json=body, headers=asks["editor"])
    assert (answer.status_code, "has no field 'Key'" in answer.json()["error"]["message"]) == (422, True)
    assert not (workspace.folder / "segments" / "other.json").exists()
    assert client.get("/api/segments/other", headers=asks["editor"]).status_code == 404
