"""What docs/guides/lineage.md tells people to run is run in the demo workspace, and says what the page shows."""

import re
from collections.abc import Callable
from pathlib import Path

GUIDE = (Path(__file__).parents[2] / "docs/guides/lineage.md").read_text("utf-8")
SHOWN = re.compile(r"\n\n```\n(.*?)```", re.S)


def test_the_guide_runs_and_shows_what_is_told(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(GUIDE, 3_000)
    shown = SHOWN.search(GUIDE)
    assert shown is not None
    assert shown[1] in told
    assert told.endswith("sum(Thousands) of deals\n")
