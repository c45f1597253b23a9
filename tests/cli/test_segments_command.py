"""`swell segments`: the list, one with its query and records, counts, and what is wrong."""

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pytest

import swell
from swell.cli.init import write_skeleton

from ..conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_skeleton(tmp_path, "Team")
    columns = {"Id": ["a", "b", "c"], "Name": ["Ash", "Birch", "Cedar"], "Size": [10, 50, 500]}
    swell.open(tmp_path).write("companies", pa.table(columns))
    (tmp_path / "segments").mkdir()
    return tmp_path


def put(folder: Path, name: str, operator: str, value: object, **more: object) -> None:
    rules = {"all": [{"field": "Size", "operator": operator, "value": value}]}
    content = {"dataset": "companies", "key": "Id", "columns": ["Name"], "rules": rules, **more}
    (folder / "segments" / f"{name}.json").write_text(json.dumps(content))


def test_there_may_be_none(run: Run, folder: Path) -> None:
    assert run("segments", "list").stdout.startswith("There are no segments yet. A file segments/NAME.json makes one")


def test_segments_are_listed_counted_and_shown(run: Run, folder: Path) -> None:
    put(folder, "small", "less than", 100, label="Small ones", description="To be visited.")
    listed = run("segments", "list")
    assert listed.returncode == 0
    assert listed.stdout.splitlines()[2].split() == "small companies 2 Small ones To be visited.".split()
    assert json.loads(run("segments", "list", "-o", "json").stdout) == [
        {
            "name": "small",
            "dataset": "companies",
            "records": 2,
            "label": "Small ones",
            "description": "To be visited.",
        }
    ]
    assert run("segments", "count", "small").stdout == "2\n"
    shown = run("segments", "show", "small").stdout
    assert shown.startswith("Small ones: 2 records of companies, told apart by Id\nTo be visited.\n")
    assert "'Size' < 100" in shown
    assert "Birch" in shown
    saql = run("segments", "show", "small", "--saql").stdout
    rows = run("query", "-", "-o", "csv", stdin=saql).stdout.splitlines()
    assert sorted(rows) == ["Id,Name", "a,Ash", "b,Birch"]


def test_what_is_wrong_is_told_and_the_others_listed(run: Run, folder: Path) -> None:
    put(folder, "small", "less than", 100)
    put(folder, "wrong", "smaller than", 100)
    put(folder, "text", "is", "much")
    listed = run("segments", "list")
    assert listed.returncode == 2
    assert "small" in listed.stdout
    assert "/rules/all/0/operator" in listed.stderr
    assert "'Size' has numbers, and a value is a text." in listed.stderr
    none = run("segments", "count", "smal")
    assert none.returncode == 2
    assert "There is no segment 'smal'.\n  Did you mean 'small'?" in none.stderr


def test_a_day_that_there_is_not_is_told_and_the_others_listed(run: Run, folder: Path) -> None:
    days = pa.table({"Id": ["a"], "Since": pa.array([dt.date(2026, 1, 31)])})
    swell.open(folder).write("dated", days)
    put(folder, "small", "less than", 100)
    rules = {"all": [{"field": "Since", "operator": "after", "value": "2026-02-31"}]}
    put(folder, "odd", "is", 1, dataset="dated", columns=[], rules=rules)
    listed = run("segments", "list")
    assert (listed.returncode, "small" in listed.stdout) == (2, True)
    assert "2026-02-31" in listed.stderr
