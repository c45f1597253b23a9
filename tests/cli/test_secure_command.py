"""`swell secure`, and seeing as somebody in `query`, `test` and `check`."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

COUNT = 'q = load "deals"; q = group q by all; q = foreach q generate count() as n;'
OWN = "'Owner' == \"$User.Id\""
DASHBOARD = {
    "steps": {
        "total": {"type": "aggregateflex", "datasets": [{"name": "deals"}], "query": {"measures": [["sum", "Amount"]]}}
    },
    "widgets": {"total_1": {"type": "number", "parameters": {"step": "total", "measureField": "sum_Amount"}}},
}


@pytest.fixture
def deals(run: Run, tmp_path: Path) -> Path:
    """A workspace with two owners; return the file of the predicates."""
    (tmp_path / "swell.toml").write_text('[people]\ndataset = "users"\n')
    (tmp_path / "deals.csv").write_text("Owner,Amount\nu1,10\nu2,20\nu1,5\n")
    (tmp_path / "users.csv").write_text("Id,Email\nu1,Ada@example.com\nu2,bob@example.com\n")
    for name in ("deals", "users"):
        assert run("import", f"{name}.csv", "--as", name).returncode == 0
    return tmp_path / "security" / "deals.json"


def test_a_predicate_is_tried_and_written(run: Run, deals: Path) -> None:
    asked = ("secure", "deals", "--predicate", OWN, "--backup", "false", "--except", "admin")
    tried = run(*asked, "--try", "--as", "ada@example.com", "--as-person", "Id=u2", "--as-person", "Name=Bo")
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "ada@example.com: 2 rows\n" in tried.stdout
    assert "Id=u2, Name=Bo: 1 row\n" in tried.stdout
    assert not deals.exists()

    assert run(*asked).returncode == 0
    assert json.loads(deals.read_text()) == {"predicate": OWN, "backup": "false", "except": ["admin"]}
    assert OWN in run("secure", "deals").stdout
    assert run("check", str(deals)).returncode == 0

    assert run("secure", "deals", "--remove").returncode == 0
    assert not deals.exists()
    assert "all see all 3 rows" in run("secure", "deals").stdout


@pytest.mark.parametrize(
    ("predicate", "said"), [("Owner == 1", "single quotes"), ("'Gone' == \"1\"", "'Gone'"), ("", "empty")]
)
def test_what_is_not_valid_is_not_written(run: Run, deals: Path, predicate: str, said: str) -> None:
    done = run("secure", "deals", "--predicate", predicate)
    assert done.returncode == 2
    assert said in done.stderr
    assert not deals.exists()


def test_somebody_sees_their_rows(run: Run, deals: Path, tmp_path: Path) -> None:
    assert run("secure", "deals", "--predicate", OWN).returncode == 0
    answers = [run("query", "-e", COUNT, "-o", "csv", "--as", f"{each}@example.com") for each in ("ada", "bob", "eve")]
    assert [each.stdout for each in answers] == ["n\n2\n", "n\n1\n", ""]
    assert "neither an account nor a user" in answers[2].stderr
    assert run("query", "-e", COUNT, "-o", "csv").stdout == "n\n3\n"

    (tmp_path / "dashboards").mkdir(exist_ok=True)
    (tmp_path / "dashboards" / "all.json").write_text(json.dumps(DASHBOARD))
    tests = [
        {"name": "all", "shows": {"total_1": 35}},
        {"name": "Ada", "as": "ada@example.com", "shows": {"total_1": 15}},
        {"name": "Bob", "as": "bob@example.com", "shows": {"total_1": 20}},
    ]
    file = tmp_path / "dashboards" / "all.test.json"
    file.write_text(json.dumps({"tests": tests}))
    assert run("test").stdout == "3 tests, none failed.\n"
    tests[1]["as"] = "eve@example.com"
    file.write_text(json.dumps({"tests": tests}))
    assert (run("test").returncode, "eve@example.com" in run("test").stderr) == (2, True)


def test_a_broken_file_closes_the_dataset_and_check_says_why(run: Run, deals: Path) -> None:
    deals.parent.mkdir()
    deals.write_text('{"predicate": "\'Gone\' == \\"1\\""}')
    checked = run("check", str(deals))
    assert (checked.returncode, "'Gone'" in checked.stderr, "closed" in checked.stderr) == (2, True, True)
    asked = run("query", "-e", COUNT, "--as", "ada@example.com")
    assert (asked.returncode, "closed" in asked.stderr, "Gone" in asked.stderr) == (2, True, False)


def test_an_upload_schema_brings_its_predicate_before_there_are_rows(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("Owner\nu1\n")
    described = {"name": "deals", "fields": [{"name": "Owner", "label": "Owner", "type": "Text"}]}
    schema = tmp_path / "schema.json"
    for predicate, returned in (("Owner == 1", 2), (OWN, 0), ("false", 0)):
        schema.write_text(json.dumps({"objects": [{**described, "rowLevelSecurityFilter": predicate}]}))
        done = run("import", "deals.csv", "--as", "deals", "--schema", "schema.json")
        assert done.returncode == returned, done.stderr
        assert ("deals" in run("datasets").stdout) == (returned == 0)
    assert json.loads((tmp_path / "security" / "deals.json").read_text()) == {"predicate": OWN}
