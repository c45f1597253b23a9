"""Dataflows of CRM Analytics as people bring them along: converted, or run as they are."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import swell

Run = Callable[..., "CompletedProcess[str]"]

FLOW: dict[str, Any] = {
    "Deals": {"action": "edgemart", "parameters": {"alias": "deals"}},
    "Won": {"action": "filter", "parameters": {"source": "Deals", "filter": "Stage:EQ:Won"}},
    "Half": {
        "action": "computeExpression",
        "parameters": {
            "source": "Won",
            "computedFields": [
                {"name": "Half", "label": "One half", "type": "Numeric", "saqlExpression": "Amount / 2"},
            ],
        },
    },
    "Register": {
        "action": "sfdcRegister",
        "parameters": {
            "alias": "won",
            "name": "Won deals",
            "source": "Half",
            "rowLevelSecurityFilter": "'Id' == \"$User.Id\"",
        },
    },
}
BROKEN = {**FLOW, "Half": {"action": "prediction", "parameters": {"source": "Won"}}}


@pytest.fixture
def workspace(tmp_path: Path, run: Run) -> Path:
    (tmp_path / "deals.csv").write_text("Id,Stage,Amount\na,Won,10\nb,Lost,20\nc,Won,30\n")
    assert run("import", "deals.csv", "--as", "deals").returncode == 0
    return tmp_path


def write(file: Path, flow: object) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps([json.dumps({"nodes": flow}), None]))


def halves(folder: Path) -> list[object]:
    found = swell.open(folder).query('q = load "won"; q = foreach q generate Half; q = order q by Half;')
    return [each["Half"] for each in found.rows()]


def test_a_dataflow_among_the_recipes_runs_as_it_is(run: Run, workspace: Path) -> None:
    write(workspace / "recipes" / "deals.wdf", FLOW)
    listed = json.loads(run("recipes", "list", "-o", "json").stdout)
    assert [(each["recipe"], each["file"], each["inputs"], each["state"]) for each in listed] == [
        ("won", "recipes/deals.wdf", ["deals"], "stale")
    ]
    assert not (workspace / "security").exists()
    done = run("recipes", "run")
    assert done.returncode == 0, done.stderr
    assert halves(workspace) == [5, 15]
    assert json.loads((workspace / "security" / "won.json").read_text()) == {
        "predicate": "'Id' == \"$User.Id\"",
        "backup": "false",
    }
    assert json.loads(run("recipes", "run", "-o", "json").stdout)[0]["state"] == "fresh"


def test_a_dataflow_is_written_as_recipes_that_make_the_same(run: Run, workspace: Path) -> None:
    write(workspace / "deals.wdf", FLOW)
    done = run("recipes", "convert", "deals.wdf")
    assert done.returncode == 0, done.stderr
    assert "security/won.json" in done.stdout
    sidecar = tomllib.loads((workspace / "recipes" / "won.toml").read_text())
    assert sidecar == {"label": "Won deals", "fields": {"Half": {"label": "One half"}}}
    assert run("recipes", "run").returncode == 0
    assert halves(workspace) == [5, 15]
    again = run("recipes", "convert", "deals.wdf")
    assert again.returncode == 2
    assert "Replace it with --replace" in again.stderr
    assert run("recipes", "convert", "deals.wdf", "--replace").returncode == 0


def test_recipes_are_shown_or_written_elsewhere(run: Run, workspace: Path) -> None:
    write(workspace / "deals.json", FLOW)
    before = sorted(workspace.iterdir())
    shown = run("recipes", "convert", "deals.json", "--dry-run")
    assert 'filter Deals by Stage == "Won";' in shown.stdout
    assert sorted(workspace.iterdir()) == before
    done = run("recipes", "convert", "deals.json", "--to", "drafts")
    assert "won has a security predicate: 'Id' ==" in done.stdout
    assert sorted(each.name for each in (workspace / "drafts").iterdir()) == ["won.saql", "won.toml"]
    assert not (workspace / "security").exists()


def test_what_is_not_supported_is_named_before_anything_is_written(run: Run, workspace: Path) -> None:
    write(workspace / "deals.wdf", BROKEN)
    before = sorted(workspace.iterdir())
    done = run("recipes", "convert", "deals.wdf")
    assert done.returncode == 2
    assert "/0/nodes/Half/action: A prediction needs a model of Einstein Discovery" in done.stderr
    assert sorted(workspace.iterdir()) == before
    write(workspace / "recipes" / "deals.wdf", BROKEN)
    ran = run("recipes", "run")
    assert ran.returncode == 2
    assert "prediction" in ran.stderr
    assert swell.open(workspace).store.names() == ["deals"]


def test_a_recipe_that_can_not_be_written_is_named_and_the_others_are(run: Run, workspace: Path) -> None:
    wrong = {"action": "filter", "parameters": {"source": "Deals", "saqlFilter": "Stge == 1"}}
    register = {"action": "sfdcRegister", "parameters": {"alias": "wrong", "source": "Wrong"}}
    write(workspace / "deals.wdf", {**FLOW, "Wrong": wrong, "Register_Wrong": register})
    done = run("recipes", "convert", "deals.wdf")
    assert done.returncode == 2
    assert "/0/nodes/Wrong/parameters/saqlFilter" in done.stderr
    assert [each.name for each in (workspace / "recipes").glob("*.saql")] == ["won.saql"]
    for each in (workspace / "recipes").iterdir():
        each.unlink()
    write(workspace / "recipes" / "deals.wdf", {**FLOW, "Wrong": wrong, "Register_Wrong": register})
    ran = run("recipes", "run")
    assert "1 made, 1 failed." in ran.stdout
    assert halves(workspace) == [5, 15]


def test_what_people_should_know_is_said_when_it_runs(run: Run, workspace: Path) -> None:
    write(workspace / "recipes" / "deals.wdf", {**FLOW, "Idle": {"action": "export", "parameters": {"source": "Won"}}})
    done = run("recipes", "run")
    assert "Note: recipes/deals.wdf /0/nodes/Idle/parameters: An export hands rows to Einstein Discovery" in done.stderr
    assert "Note: recipes/deals.wdf" in run("recipes", "list").stderr
    assert run("recipes", "run").stderr == ""
