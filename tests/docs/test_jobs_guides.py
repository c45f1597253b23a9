"""What docs/guides/jobs.md and alerts.md tell people to run is run, in order, in the demo workspace."""

from collections.abc import Callable
from pathlib import Path

import pytest

from swell.jobs.outbox import PAUSES
from swell.jobs.runs import ATTEMPTS, KEPT, LONGEST_LOG

GUIDES = Path(__file__).parents[2] / "docs/guides"


@pytest.mark.parametrize(
    ("guide", "blocks", "said"),
    [
        ("jobs", 3, ["every weekday at 06:30 (Europe/Vienna)", "1 morning done", "2 refresh service done"]),
        ("alerts", 4, ["Open pipeline changes by 10% or more", "remembered what there is now", "subscription weekly"]),
    ],
)
def test_the_guide_runs(run_guide: Callable[[str, int], str], guide: str, blocks: int, said: list[str]) -> None:
    text = (GUIDES / f"{guide}.md").read_text("utf-8")
    assert text.count("<!-- run -->") == blocks
    told = run_guide(text, 5_000)
    assert [each for each in said if each not in told] == []


def test_the_numbers_of_the_guides_are_those_of_the_code() -> None:
    jobs, alerts = ((GUIDES / f"{each}.md").read_text("utf-8") for each in ("jobs", "alerts"))
    assert f"The last {KEPT} runs of each job stay, with up to {LONGEST_LOG:,} lines of log" in jobs
    assert (ATTEMPTS, "three times at most" in jobs) == (3, True)
    minutes = [str(each // 60) for each in PAUSES]
    assert f"after {', '.join(minutes[:-1])} and {minutes[-1]} minutes" in alerts
