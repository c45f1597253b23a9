"""What docs/guides/stories.md tells people to run is run; what it says of levels is so."""

from collections.abc import Callable
from pathlib import Path

from engine.analyses.stories.choice import LEVEL

PAGE = Path(__file__).parents[2] / "docs/guides/stories.md"


def test_the_guide_runs(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(PAGE.read_text("utf-8"), 20_000)
    assert "Opportunities: the share of Won, Q" in told
    assert "Opportunities: the sum of Amount, Q" in told
    assert "Cases: the number of rows, " in told
    assert told.count("How this was found") == 3
    assert 'Query: q = load "cases";' in told


def test_the_level_of_the_page_is_that_of_the_code() -> None:
    assert LEVEL == 0.02
    assert "in 1 of 50 cases" in PAGE.read_text("utf-8")
