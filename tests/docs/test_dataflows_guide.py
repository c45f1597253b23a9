"""What docs/guides/dataflows.md tells people to run is run, in order, in the demo workspace."""

from collections.abc import Callable
from pathlib import Path

from engine.recipes.dataflow.actions import READERS

GUIDE = (Path(__file__).parents[2] / "docs/guides/dataflows.md").read_text("utf-8")
SAID = [
    "aged_deals: made,",
    "daysBetween(CreatedDate, now()) as Age",
    "Wrote recipes/aged_deals.toml.",
    "fresh",
    "won Won [",
    "[('/Won/parameters/source', \"Did you mean 'Load'?\")]",
]
OF_REST = {"dataset", "register", "sobjectDigest"}


def test_the_guide_runs(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(GUIDE, 2_000)
    assert [each for each in SAID if each not in told] == []


def test_every_action_is_in_the_guide() -> None:
    assert {each for each in READERS if f"`{each}`" not in GUIDE} == OF_REST
