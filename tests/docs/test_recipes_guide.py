"""What docs/guides/recipes.md tells people to run is run, in order, in the demo workspace."""

from collections.abc import Callable
from pathlib import Path

from engine.recipes import sidecar

GUIDE = (Path(__file__).parents[2] / "docs/guides/recipes.md").read_text("utf-8")
SAID = [
    "deals: made,",
    "deals: would run (its settings were changed)",
    "deals_by_type: would run (deals would be made anew)",
    "recipe deals: recipes deals, every day at 06:00 (UTC)",
    "large made ",
]


def test_the_guide_runs(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(GUIDE, 5_000)
    assert [each for each in SAID if each not in told] == []


def test_every_setting_is_in_the_guide() -> None:
    table = GUIDE[GUIDE.index("| key | says |") : GUIDE.index("## What runs")]
    known = {*sidecar.SETTINGS, *sidecar.FIELD, *sidecar.CALENDAR} - {"fields", "color"}
    assert {each for each in known if f"`{each}`" not in table} == set()
