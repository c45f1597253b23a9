"""What docs/guides/apps.md tells people to run is run, in order, in the demo workspace."""

from collections.abc import Callable
from pathlib import Path

GUIDE = (Path(__file__).parents[2] / "docs/guides/apps.md").read_text("utf-8")
SAID = [
    "sales: not installed",
    "crm_deals: made,",
    "Rows of the demo.",
    "left as you changed it: recipes/crm_people.saql",
    "Datasets removed: crm_cases.",
]


def test_the_guide_runs(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(GUIDE, 5_000)
    assert [each for each in SAID if each not in told] == []
