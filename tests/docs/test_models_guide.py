"""What docs/guides/models.md tells people to run is run, in order, in the demo workspace."""

from collections.abc import Callable
from pathlib import Path

from engine.analyses.scorecards.settings import KEYS
from engine.models.settings import GENERAL

GUIDE = (Path(__file__).parents[2] / "docs/guides/models.md").read_text("utf-8")
SAID = [
    "win: trained, win_scores with ",
    "Fields that tell the outcome",
    "churn: trained, churn_scores with ",
    "model churn: models train churn, every day at 05:00 (UTC)",
    "big_deals: trained, big_deals_scores with ",
]


def test_the_guide_runs(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(GUIDE, 80_000)
    assert [each for each in SAID if each not in told] == []


def test_every_setting_is_in_the_guide() -> None:
    table = GUIDE[GUIDE.index("| key | says |") : GUIDE.index("A model of another outcome")]
    assert {each for each in (*KEYS, *GENERAL) if f"`{each}`" not in table} == {"kind"}
