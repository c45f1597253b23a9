"""What docs/guides/acting.md tells people to run is run in the demo workspace; what it says of the code is so."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from connectors.hubspot import write as hubspot
from connectors.salesforce import write as salesforce
from swell.acting.action import KINDS
from swell.acting.plan import TRIES
from swell.acting.reading import PER_DAY, PER_RUN, read_action

GUIDE = (Path(__file__).parents[2] / "docs/guides/acting.md").read_text("utf-8")


def test_the_guide_runs(run_guide: Callable[[str, int], str]) -> None:
    assert GUIDE.count("<!-- run -->") == 3
    told = run_guide(GUIDE, 5_000)
    for said in (
        "pushed_deals: Open deals that were pushed, for records of a query",
        "to act on. Nothing has been done.",
        "Name,Account,Owner,Amount,PushCount",
        "Nothing to do.",
        "to wait: at most 3 a run and 500 in 24 hours.",
        "3 records, 3 done.",
        "X-Unsent: 1",
    ):
        assert said in told, said


def test_the_action_of_the_guide_is_one() -> None:
    (text,) = re.findall(r"<!-- action -->\n```json\n(.*?)```", GUIDE, re.S)
    assert [*read_action("call", json.loads(text), "the guide").effects] == ["write", "task"]


def test_the_numbers_of_the_guide_are_those_of_the_code() -> None:
    table = GUIDE[GUIDE.index("## What to do") : GUIDE.index("## Writing into")]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.M)) == KINDS
    assert f"`per_run` ({PER_RUN} if not said), and `per_day` in any 24 hours ({PER_DAY})" in GUIDE
    assert f"{TRIES} times in all" in GUIDE
    assert f"Up to {salesforce.A_CALL} records (HubSpot: {hubspot.A_CALL})" in GUIDE
