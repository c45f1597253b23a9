"""What the guides of journeys, sentiment and next contacts tell people to run is run in the demo workspace."""

from collections.abc import Callable
from pathlib import Path

import pytest

GUIDES = Path(__file__).parents[2] / "docs/guides"
TOLD = {
    "journeys": ("From Prospecting to Closed Won", "differ by more than chance"),
    "sentiment": ("Sentiment goes with CSAT", "CSAT by Product2.Family"),
    "next-contacts": ("The rhythm of contacts with deals", "Who has how much to do"),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_guide_runs_and_says_what_it_promises(name: str, run_guide: Callable[[str, int], str]) -> None:
    told = run_guide((GUIDES / f"{name}.md").read_text("utf-8"), 20_000)
    for each in TOLD[name]:
        assert each in told
