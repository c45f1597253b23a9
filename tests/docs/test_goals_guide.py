"""What docs/guides/goals.md tells people to run is run, in order, in the demo workspace."""

import re
from collections.abc import Callable
from pathlib import Path

from engine.analyses.goals.definition import read_goal
from engine.analyses.goals.standing import A_LITTLE_BEHIND, EARLY
from engine.json_value import JsonValue
from engine.models.errors import ModelError

GUIDE = (Path(__file__).parents[2] / "docs/guides/goals.md").read_text("utf-8")
SAID = [
    "bookings, 2026-Q1",
    "Goal: Bookings",
    "new_customers: trained, goal_new_customers with",
    "new_customers, 2026-11",
    "25,000",
]


def test_the_guide_runs(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(GUIDE, 5_000)
    assert [each for each in SAID if each not in told] == []


def test_every_setting_is_in_the_guide_with_its_default() -> None:
    table = GUIDE[GUIDE.index("| setting | says |") : GUIDE.index("`person` holds")]
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]*) \|$", table, re.M))
    goal = read_goal("x", JsonValue({}, ModelError))
    told = {name: rows[name].strip("`") for name in ("dataset", "measure", "date", "person", "where")}
    assert told == {name: getattr(goal, name) for name in told}
    assert set(rows) == {*told, "pipeline", "targets", "people", "period", "first_month", "holidays"}
    assert (goal.calendar.period, rows["period"]) == (3, "`quarter`")


def test_the_limits_of_the_page_are_those_of_the_code() -> None:
    assert (A_LITTLE_BEHIND, EARLY) == (0.8, 0.1)
    assert "from 0.8 *a little behind*" in GUIDE
    assert "not before a tenth of the period has gone" in GUIDE
