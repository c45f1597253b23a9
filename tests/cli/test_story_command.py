"""`swell story` as people use it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pyarrow.csv as csv
import pytest

from benchmarks.stories import deals

Run = Callable[..., "CompletedProcess[str]"]
SUMMER = ("--compare", "2026-06-01..2026-08-31")


@pytest.fixture
def workspace(run: Run, tmp_path: Path) -> Path:
    csv.write_csv(deals(2000), tmp_path / "deals.csv")
    assert run("import", "deals.csv", "--as", "deals").returncode == 0
    return tmp_path


def test_a_story_is_told_in_words_or_as_json(run: Run, workspace: Path) -> None:
    told = run("story", "deals", "share(IsWon)", *SUMMER, "--where", "Amount > 100", "--queries")
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert lines[0].startswith("deals: the share of IsWon, 2026-06-01 to 2026-08-31 against 2026-03-01 to")
    assert any(each.startswith('    Query: q = load "deals";') for each in lines)
    found = json.loads(run("story", "deals", "count", *SUMMER, "--group", "Segment", "-o", "json").stdout)
    assert found["title"].startswith("deals: the number of rows")
    assert found["verdict"][1]["text"].endswith("3 were looked at.")


def test_what_can_not_be_told_is_said(run: Run, workspace: Path) -> None:
    wrong = run("story", "deals", "median(Amount)")
    assert wrong.returncode == 2
    assert "A story can't be told of 'median(Amount)'." in wrong.stderr
    assert "Write count, sum(Field)" in wrong.stderr
    assert run("story", "deals", "count", *SUMMER, "--where", "Amuont > 100").stderr.count("SAQL203") == 1
    assert "has 0 rows; a story needs 20" in run("story", "deals", "count", "--compare", "2020").stderr
