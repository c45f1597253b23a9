"""`swell analyse` as people use it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pyarrow.csv as csv

from benchmarks.stories import deals

Run = Callable[..., "CompletedProcess[str]"]


def test_analyses_are_told_in_words_or_as_json(run: Run, tmp_path: Path) -> None:
    csv.write_csv(deals(2000), tmp_path / "deals.csv")
    assert run("import", "deals.csv", "--as", "deals").returncode == 0
    told = run("analyse", "regression", "deals", "IsWon", "--on", "Segment", "--on", "Age", "--queries")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("deals: what IsWon goes with\n")
    assert '    Query: q = load "deals";' in told.stdout
    found = json.loads(run("analyse", "regression", "deals", "Amount", "--where", "Amount > 100", "-o", "json").stdout)
    assert found["title"] == "deals: what Amount goes with"
    wrong = run("analyse", "factors", "deals", "Segment")
    assert (wrong.returncode, wrong.stderr.splitlines()[0]) == (2, "Error: 'Segment' is no number.")
    near = run("analyse", "regression", "deals", "Isown")
    assert (near.returncode, near.stderr.splitlines()[1]) == (2, "  Did you mean 'IsWon'?")
    one = run("analyse", "factors", "deals", "Amount")
    assert one.stderr.startswith("Error: It takes three numbers that vary; here: 'Amount'.")
    few = run("analyse", "simulate", "deals", "count", "--date", "CloseDate")  # days of half a year
    assert (few.returncode, "months have all of the measures; it takes 8." in few.stderr) == (2, True)
