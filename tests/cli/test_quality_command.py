"""`swell quality` and the gate, as somebody meets them on the command line."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

RULES = """
[[rule]]
field = "Stage"
allowed = ["Open", "Won"]
message = "Ask sales operations for the stage."

[[rule]]
field = "Id"
unique = true
severity = "block"
"""


@pytest.fixture
def deals(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "deals.csv").write_text("Id,Stage,Amount\na,Open,1\nb,Won,2\nc,won,3\n")
    assert run("import", "deals.csv").returncode == 0
    (tmp_path / "quality").mkdir()
    (tmp_path / "quality" / "deals.toml").write_text(RULES)
    return tmp_path


def test_rules_are_checked_and_rows_that_break_them_shown(run: Run, deals: Path) -> None:
    done = run("quality")
    assert done.returncode == 0, done.stderr
    assert "deals (version 1, 3 rows)" in done.stdout
    assert "BROKEN   warn   Ask sales operations for the stage." in done.stdout
    assert "ok       block" in done.stdout
    assert "won    c   3" in done.stdout
    assert run("quality", "--fail-on", "block").returncode == 0
    assert run("quality", "deals", "--fail-on", "warn").returncode == 1


def test_what_breaks_a_rule_that_blocks_is_not_imported(run: Run, deals: Path) -> None:
    (deals / "deals.csv").write_text("Id,Stage,Amount\na,Open,1\na,Won,2\n")
    done = run("import", "deals.csv")
    assert done.returncode == 2
    assert '"deals" is not published: "Id" differs from row to row. 2 of 2 rows break it.' in done.stderr
    assert "quality/deals.toml" in done.stderr
    assert "version 1" in run("quality").stdout

    (deals / "deals.csv").write_text("Id,Stage,Amount\na,Gone,1\nb,Won,200\n")
    assert run("import", "deals.csv").returncode == 0
    done = run("quality", "deals", "--profile")
    assert "Since the version before: rows 3 → 2." in done.stdout
    assert "Since the version before: Stage: new values: Gone." in done.stdout
    assert "Won (1)" in done.stdout


def test_a_dataset_without_rules_is_profiled(run: Run, deals: Path) -> None:
    (deals / "quality" / "deals.toml").unlink()
    assert "No dataset has rules yet" in run("quality").stdout
    done = run("quality", "--profile", "--fail-on", "warn")
    assert (done.returncode, "There are no rules" in done.stdout) == (0, True)
    assert run("quality", "nothing").returncode == 2


def test_a_file_that_is_no_list_of_rules_is_told_with_its_place(run: Run, deals: Path) -> None:
    (deals / "quality" / "deals.toml").write_text("[[rule]]\nrequired = true\n")
    for arguments in (["quality"], ["import", "deals.csv"]):
        done = run(*arguments)
        assert done.returncode == 2
        assert "deals.toml: Rule 1: 'field' is missing." in done.stderr


def test_a_first_import_that_is_refused_leaves_nothing_behind(run: Run, deals: Path) -> None:
    schema = {"objects": [{"name": "x", "fields": [{"name": "Id", "type": "Text"}]}]}
    schema["objects"][0]["rowLevelSecurityFilter"] = "'Id' == \"a\""  # type: ignore[assignment]
    (deals / "schema.json").write_text(json.dumps(schema))
    (deals / "twice.csv").write_text("Id\na\na\n")
    (deals / "quality" / "twice.toml").write_text('[[rule]]\nfield = "Id"\nunique = true\nseverity = "block"\n')
    for options in ([], ["--operation", "overwrite"]):
        done = run("import", "twice.csv", "--schema", "schema.json", *options)
        assert (done.returncode, "is not published" in done.stderr) == (2, True)
        assert not (deals / "security").exists()
    (deals / "twice.csv").write_text("Id\na\n")
    assert run("import", "twice.csv", "--schema", "schema.json").returncode == 0
    assert (deals / "security" / "twice.json").exists()


def test_rules_are_checked_as_files_too(run: Run, deals: Path) -> None:
    file = deals / "quality" / "deals.toml"
    assert run("check", "quality/deals.toml").stdout == "1 file checked, no mistakes.\n"  # rows may break them
    file.write_text(RULES.replace('"Stage"', '"Stages"'))
    (deals / "quality" / "none.toml").write_text(RULES)
    (deals / "quality" / "bad.toml").write_text("[[rule]]\n")
    done = run("check", *sorted(f"quality/{each.name}" for each in file.parent.iterdir()))
    assert done.returncode == 2
    assert "quality/bad.toml: Rule 1: it asks for nothing." in done.stderr
    assert 'It can\'t be checked: Dataset "deals" has no field "Stages".' in done.stderr
    assert done.stdout == "3 files checked, 2 mistakes, 1 warning.\n"
