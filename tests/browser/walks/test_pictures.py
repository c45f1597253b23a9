"""The look of every page of the example dashboards, against pictures kept as text; `--update` takes them anew."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import swell

from . import pictures
from .pictures import LETTERS, Picture
from .walker import Walker

pytestmark = pytest.mark.browser

GOLDENS = Path(__file__).parents[1] / "goldens"
DASHBOARDS = [
    "activities",
    "customers",
    "deal_finder",
    "forecast",
    "marketing",
    "pipeline_flow",
    "sales_pipeline",
    "service",
    "service_quality",
    "territories",
]
Walk = Callable[..., Walker]
Look = Callable[[], Picture]


@pytest.fixture
def look(page: Any) -> Any:
    """Take the picture of the page, when it holds still."""
    page.add_init_script(LETTERS)
    easel = page.context.new_page()

    def look() -> Picture:
        page.bring_to_front()
        Walker(page).settle()
        found = pictures.take(page, easel)
        while pictures.differences(found, again := pictures.take(page, easel)):
            found = again
        return again

    yield look
    easel.close()


@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_page_looks_as_it_did(
    look: Look, walk: Walk, workspace: swell.Workspace, name: str, request: pytest.FixtureRequest
) -> None:
    state = json.loads((workspace.folder / "dashboards" / f"{name}.json").read_text("utf-8"))["state"]
    found = {}
    for each in state["gridLayouts"][0]["pages"]:
        walk(f"{name}#page={each['name']}")
        found[each["label"]] = look()
    golden = GOLDENS / f"{name}.txt"
    if request.config.getoption("--update"):
        golden.write_text(pictures.write(found), "utf-8")
    kept = pictures.read(golden.read_text("utf-8"))
    assert list(kept) == list(found)
    assert {page: pictures.differences(kept[page], found[page]) for page in kept} == {page: [] for page in kept}


WITH = """([widget, change]) => {
  const page = document.querySelector('swell-app').shadowRoot.querySelector('swell-dashboard-page').shadowRoot;
  const chart = page.querySelector('swell-dashboard').shadowRoot.querySelector(`[data-widget=${widget}] swell-chart`);
  chart.view = { ...chart.view, ...new Function('view', `return ${change}`)(chart.view) };
}"""
SHORTER = "{ rows: view.rows.map(([name, value], at) => [name, at === 0 ? value * 0.85 : value]) }"
REDDER = "{ settings: { ...view.settings, bins: { low: 0, high: 0, bands: Array(3).fill({ color: '#cc2200' }) } } }"


@pytest.mark.parametrize("change", [SHORTER, REDDER, "{ rows: [] }", "{ rows: view.rows.toReversed() }"])
def test_bars_of_other_lengths_or_colours_are_seen(look: Look, walk: Walk, change: str) -> None:
    at = walk("sales_pipeline")
    before = look()
    at.page.evaluate(WITH, ["stages_1", change])
    (found,) = pictures.differences(before, look())
    assert found.startswith("stages_1 differs in")


def test_a_widget_that_is_hidden_is_missed(look: Look, walk: Walk) -> None:
    at = walk("sales_pipeline")
    before = look()
    at.widget("stages_1").evaluate("(one) => one.style.setProperty('display', 'none')")
    assert pictures.differences(before, look()) == ["stages_1 is gone"]


def test_a_picture_is_read_as_it_was_written(look: Look, walk: Walk) -> None:
    walk("service_quality")
    found = {"Quality": look()}
    assert pictures.read(pictures.write(found)) == found
