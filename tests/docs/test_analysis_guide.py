"""What docs/guides/analysis.md tells people to run is run; its figures are those of the code."""

from collections.abc import Callable
from pathlib import Path

from engine.analyses.statistics.sample import MOST_ROWS
from engine.analyses.statistics.simulation import DRAWS
from engine.analyses.statistics.simulation_report import MONTHS

PAGE = Path(__file__).parents[2] / "docs/guides/analysis.md"


def test_the_guide_runs(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(PAGE.read_text("utf-8"), 10_000)
    for title in ("what Won goes with", "what goes together", "what count * share(IsWon) * avg(Amount) may be"):
        assert f"Opportunities: {title}\n" in told


def test_the_figures_of_the_page_are_those_of_the_code() -> None:
    page = PAGE.read_text("utf-8")
    assert (MOST_ROWS, DRAWS, MONTHS) == (100_000, 20_000, 24)
    assert all(f"{each:,}" in page for each in (MOST_ROWS, DRAWS, MONTHS))
