"""`swell recipes` as people use it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import swell
from connectors.standins.salesforce import SalesforceStandIn
from connectors.standins.salesforce.demo import demo_world

Run = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "deals.csv").write_text("Id,Stage,Amount\n1,Won,10\n2,Lost,20\n3,Won,30\n")
    folder = tmp_path / "recipes"
    folder.mkdir()
    (folder / "won.saql").write_text('q = load "deals";\nq = filter q by Stage == "Won";\n')
    (folder / "sums.saql").write_text(
        'q = load "won"; q = group q by Stage; q = foreach q generate Stage, sum(Amount) as Total;'
    )
    return tmp_path


def test_recipes_are_listed_previewed_and_run(run: Run, workspace: Path) -> None:
    assert run("import", "deals.csv", "--as", "deals").returncode == 0
    listed = json.loads(run("recipes", "list", "-o", "json").stdout)
    assert [(each["recipe"], each["inputs"], each["state"]) for each in listed] == [
        ("won", ["deals"], "stale"),
        ("sums", ["won"], "stale"),
    ]
    shown = run("recipes", "run", "won", "--preview", "1")
    assert "scan deals@1" in shown.stdout
    assert json.loads(run("recipes", "run", "won", "--preview", "1", "-o", "json").stdout)["rows"][0]["Stage"] == "Won"
    assert run("recipes", "run", "--dry-run").stdout.splitlines()[0] == "won: would run (it has never run)"
    assert swell.open(workspace).store.names() == ["deals"]
    done = run("recipes", "run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "2 made."
    assert swell.open(workspace).query('q = load "sums"; q = foreach q generate Total;').rows() == [{"Total": 40}]
    again = json.loads(run("recipes", "run", "-o", "json").stdout)
    assert [each["state"] for each in again] == ["fresh", "fresh"]
    assert "fresh" in run("recipes", "list").stdout


def test_mistakes_are_told_with_their_place_and_the_exit_code_is_2(run: Run, workspace: Path) -> None:
    assert run("import", "deals.csv", "--as", "deals").returncode == 0
    (workspace / "recipes" / "won.saql").write_text('q = load "deals";\nq = filter q by Stag == "Won";\n')
    (workspace / "recipes" / "sums.toml").write_text("labl = 3\n")
    done = run("recipes", "run")
    assert done.returncode == 2
    assert "recipes/won.saql:2:17" in done.stderr
    assert "sums: left (it loads won, which could not be made)" in done.stdout
    assert swell.open(workspace).store.names() == ["deals"]
    listed = run("recipes", "list")
    assert listed.returncode == 2
    assert "Did you mean 'label'?" in listed.stderr
    assert "There is no recipe 'wan'" in run("recipes", "run", "wan").stderr


def test_recipes_are_checked_as_recipes(run: Run, workspace: Path) -> None:
    assert run("import", "deals.csv", "--as", "deals").returncode == 0
    found = run("check", "recipes/won.saql", "recipes/sums.saql")
    assert found.returncode == 0, found.stderr
    assert "recipes/sums.saql: it can be checked when the recipe won has run." in found.stderr
    (workspace / "recipes" / "won.toml").write_text('key = "Stag"')
    found = run("check", "recipes/won.toml")
    assert found.returncode == 2
    assert "Did you mean 'Stage'?" in found.stderr


def test_rows_that_a_recipe_opens_to_all_are_told(run: Run, workspace: Path) -> None:
    assert run("import", "deals.csv", "--as", "deals").returncode == 0
    assert "security predicate" not in run("recipes", "list").stderr
    (workspace / "security").mkdir()
    (workspace / "security" / "deals.json").write_text('{"predicate": "\'Stage\' == \\"Won\\""}')
    told = run("recipes", "list").stderr
    assert "won loads deals, which has a security predicate, and has none of its own: everybody sees all" in told
    (workspace / "security" / "won.json").write_text('{"predicate": "\'Stage\' == \\"Won\\""}')
    assert "won loads deals" not in run("recipes", "list").stderr


def test_times_and_connections_that_make_no_sense_are_told(run: Run, workspace: Path) -> None:
    (workspace / "recipes" / "won.toml").write_text('schedule = {every = "fortnight"}')
    (workspace / "recipes" / "sums.toml").write_text('after = "acme"')
    told = run("recipes", "list").stderr
    assert "recipes/won.toml" in told
    assert "'after' names 'acme', which is no connection" in told


def test_recipes_run_after_a_sync(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "recipes"
    folder.mkdir()
    (folder / "still_open.saql").write_text('q = load "opportunity"; q = filter q by IsClosed == "false";')
    (folder / "broken.saql").write_text('q = load "opportunity"; q = filter q by IsClose == "false";')
    with SalesforceStandIn(demo_world(scale=0.02)) as crm:
        values = {"login_url": crm.url, "client_id": crm.org.client_id, "client_secret": "stand-in-secret"}
        asked = [f"--set={key}={each}" for key, each in {**values, "plans": "sales"}.items()]
        assert run("connect", "salesforce", "--name", "acme", *asked).returncode == 0
        done = run("sync")
    told = [each for line in done.stdout.splitlines() if (each := json.loads(line))["event"] == "recipe"]
    assert {each["recipe"]: each["state"] for each in told} == {"still_open": "made", "broken": "failed"}
    assert "did you mean 'IsClosed'?" in told[0]["error"]
    assert done.returncode == 2
    store = swell.open(tmp_path).store
    assert store.open("still_open").rows
    assert "opportunity" in store
