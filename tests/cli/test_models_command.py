"""`swell models` as somebody meets it on the command line."""

from pathlib import Path

import pytest

from ..conftest import Run

SOLD = '{"kind": "rfm", "dataset": "sold", "customer": "Who", "date": "Day", "amount": "Amount"}'


@pytest.fixture
def sold(run: Run, tmp_path: Path) -> Path:
    rows = (f"c{n % 20},2026-{1 + n % 6:02}-{1 + n % 28:02},{10 + n}\n" for n in range(120))
    (tmp_path / "sold.csv").write_text("Who,Day,Amount\n" + "".join(rows))
    assert run("import", "sold.csv").returncode == 0
    (tmp_path / "models").mkdir()
    for name in ("once", "never"):
        (tmp_path / "models" / f"{name}.json").write_text(SOLD)
    return tmp_path


def test_all_that_were_trained_are_scored(run: Run, sold: Path) -> None:
    assert run("models", "score").stdout == "No model was trained yet: swell models train\n"
    assert run("models", "train", "once").returncode == 0
    scored = run("models", "score")
    assert (scored.returncode, scored.stderr) == (0, "")
    assert scored.stdout.startswith("once: scored, once with 20 rows")
    never = run("models", "score", "never")
    assert (never.returncode, "Train it: swell models train never" in never.stderr) == (2, True)


def test_a_report_that_is_not_there_says_which_are(run: Run, sold: Path) -> None:
    assert run("models", "report", "never").stderr.splitlines()[1] == "  Train it: swell models train never"
    assert run("models", "train", "once").returncode == 0
    assert run("models", "report", "once", "--version", "7").stderr.splitlines()[1] == "  Versions that are kept: 1."
    assert "Did you mean 'once'?" in run("models", "report", "one").stderr
