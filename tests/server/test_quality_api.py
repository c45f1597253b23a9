"""The quality of a dataset as the page asks for it."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from dashboards.rows.rules import Rules, make_rule

from .people import accounts_of, bearer

RULES = """
[[rule]]
field = "Stage"
required = true
message = "Ask who owns the deal."
[[rule]]
field = "Stage"
reference = "stages.Name"
severity = "block"
"""
ADDRESS = "/api/datasets/deals/quality"


@pytest.fixture
def rules(workspace: swell.Workspace) -> Path:
    workspace.write("stages", pa.table({"Name": ["Won", "Lost"]}))
    folder = workspace.folder / "quality"
    folder.mkdir()
    (folder / "deals.toml").write_text(RULES)
    return folder / "deals.toml"


def test_rules_profile_and_changes_are_told(workspace: swell.Workspace, rules: Path, client: Any) -> None:
    first = client.get(ADDRESS).json()
    assert (first["file"], first["problem"], first["rows"], first["changes"]) == ("quality/deals.toml", None, 4, None)
    assert first["noted"] is None  # there were no rules when it was published
    broken, kept = first["rules"]
    assert (broken["message"], broken["state"], broken["broken"]) == ("Ask who owns the deal.", "broken", 1)
    assert broken["columns"] == ["Stage", "Amount", "Closed", "Tags"]
    assert broken["examples"] == [[None, None, "2026-03-04T00:00:00.000Z", ["c"]]]
    assert (kept["state"], kept["severity"]) == ("kept", "block")
    rows = client.post("/api/query", json={"query": broken["query"]}).json()["rows"]
    assert [each[0] for each in rows] == [None]
    amount = next(each for each in first["fields"] if each["name"] == "Amount")
    assert (amount["nulls"], amount["distinct"], amount["numbers"]["outliers"]) == (1, 3, 0)
    assert first["freshness"]["field"] == "Closed"

    workspace.write("deals", pa.table({"Stage": ["Won", None, None]}))
    second = client.get(ADDRESS).json()
    assert [each["what"] for each in second["changes"]].count("field gone") == 3
    assert second["noted"] == ["Ask who owns the deal. 2 of 3 rows break it."]


def test_rules_that_can_not_be_read_are_told_beside_the_profile(rules: Path, client: Any) -> None:
    rules.write_text("[[rule]]\n")
    found = client.get(ADDRESS).json()
    assert "Rule 1: it asks for nothing." in found["problem"]
    assert str(rules.parent) not in found["problem"]
    assert (found["rules"], found["rows"]) == ([], 4)


def test_a_dataset_that_is_not_there_is_not_found(client: Any) -> None:
    assert client.get("/api/datasets/nothing/quality").status_code == 404


def test_who_sees_some_rows_is_told_of_these_and_of_no_row_that_seems_to_be_missing(
    workspace: swell.Workspace, rules: Path, client: Any
) -> None:
    accounts = accounts_of(workspace)
    workspace.write("deals", pa.table({"Stage": ["Won", None, "Lost"], "Owner": ["a", "a", "b"]}))
    security = Rules(workspace.folder / "security")
    security.put("deals", make_rule("'Owner' == \"b\"", excepted=["admin"]))
    security.put("stages", make_rule("'Name' == \"Won\"", excepted=["admin"]))

    found = client.get(ADDRESS, headers=bearer(accounts, "viewer@example.com", "read")).json()
    assert (found.get("rows"), found.get("noted")) == (1, None), found
    assert [each["state"] for each in found["rules"]] == ["kept", "skipped"]
    assert "Won" not in str(found["fields"])
    whole = client.get(ADDRESS, headers=bearer(accounts, "admin@example.com", "admin")).json()
    assert [each["state"] for each in whole["rules"]] == ["broken", "kept"]
    assert whole["noted"] == ["Ask who owns the deal. 1 of 3 rows break it."]

    security.put("stages", make_rule("false", excepted=["admin"]))
    (workspace.folder / "security" / "stages.json").write_text("{}")  # closes it
    found = client.get(ADDRESS, headers=bearer(accounts, "viewer@example.com", "read")).json()
    assert [each["state"] for each in found["rules"]] == ["kept", "skipped"]


def test_fields_are_called_as_people_say(workspace: swell.Workspace, client: Any) -> None:
    folder = workspace.folder / "metadata"
    folder.mkdir()
    (folder / "deals.json").write_text('{"dimensions": [{"field": "Stage", "label": "How far it is"}]}')
    found = client.get(ADDRESS).json()["fields"]
    assert [(each["name"], each["label"]) for each in found][:2] == [("Stage", "How far it is"), ("Amount", "Amount")]
