"""What docs/guides/pipeline.md tells people to run is run, in order, in the demo workspace."""

import re
from collections.abc import Callable
from pathlib import Path

from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.registry import kind_named

GUIDE = (Path(__file__).parents[2] / "docs/guides/pipeline.md").read_text("utf-8")
SAID = [
    "pipeline_forecast: trained, pipeline_forecast with",
    "pipeline_forecast_backtest with",
    "Of the last 24 months, each forecast on its first day,",
    "Pipeline change",
    "Sales cycle",
    "large_deals: trained, large_deals with",
]


def test_the_guide_runs(run_guide: Callable[[str, int], str]) -> None:
    told = run_guide(GUIDE, 20_000)
    assert [each for each in SAID if each not in told] == []


def test_the_settings_are_those_of_the_kinds() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (?:all|`(\w+)`) \|.*\| ([^|]*) \|$", GUIDE[GUIDE.index("| setting | of |") :], re.M
    )
    every = {name for name, kind, _ in rows if not kind}
    for kind in ("pipeline", "pipeline_change", "cycle"):
        for name in every | {each for each, of, _ in rows if of == kind}:
            kind_named(kind).read("x", JsonValue({"kind": kind, name: None}, ModelError))
    settings = kind_named("pipeline").read("x", JsonValue({}, ModelError))
    defaults = {name: default.strip("`") for name, _, default in rows}
    assert defaults["dataset"] == settings.source.dataset
    assert int(defaults["months"]) == settings.months
    assert int(defaults["simulations"]) == settings.simulations
    assert int(defaults["first_month"]) == settings.source.first_month
    assert defaults["period"] == kind_named("pipeline_change").read("x", JsonValue({}, ModelError)).period
