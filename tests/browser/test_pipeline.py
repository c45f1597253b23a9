"""The page Pipeline: what to do before there is a report, then forecast, change and cycle with their records."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

import swell
from swell.cli.init import write_skeleton
from swell.models import run

pytestmark = pytest.mark.browser

NAMES = ("pipeline_forecast", "pipeline_change", "sales_cycle")


@pytest.fixture(scope="module")
def address(serving: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served demo of its own, with the models of the pipeline trained."""
    folder = tmp_path_factory.mktemp("pipeline") / "demo"
    with serving("demo", "--rows", "20000", "--dir", folder) as address:
        outcomes = run(swell.open(folder), dt.datetime.now(dt.UTC), NAMES)
        assert {each.state for each in outcomes} == {"trained"}
        yield address


def test_each_part_shows_its_report_and_opens_its_records(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Insights").click()
    page.get_by_role("link", name="Pipeline What it will bring").click()
    page.get_by_role("heading", name="Pipeline forecast").wait_for()
    page.get_by_text("will end with about").first.wait_for()
    page.get_by_role("region", name="By month").get_by_role("img").or_(page.locator("swell-chart")).first.wait_for()
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_role("heading", name="Pipeline change").wait_for()
    assert page.url.endswith("/pipeline#change")
    won = page.locator("li", has_text="deals won").first
    won.get_by_role("link", name="Records").click()
    page.wait_for_url("**/query#q=**")
    page.locator("swell-table tbody tr").first.wait_for()
    page.go_back()
    page.get_by_role("heading", name="Pipeline change").wait_for()


def test_the_address_says_which_part_is_shown(page: Any, address: str) -> None:
    page.goto(f"{address}/pipeline#cycle")
    page.get_by_role("heading", name="Sales cycle").wait_for()
    current = page.get_by_role("navigation", name="Pipeline").locator("[aria-current=page]")
    assert current.inner_text() == "Sales cycle"
    page.get_by_text("are older than 90% of the won deals").wait_for()


def test_without_models_it_says_how_to_make_one(page: Any, serving: Any, tmp_path: Any) -> None:
    write_skeleton(tmp_path / "empty", "empty")
    with serving("serve", "-w", tmp_path / "empty") as empty:
        page.goto(f"{empty}/pipeline")
        page.get_by_text("No forecast yet").first.wait_for()
        assert '{"kind": "pipeline"}' in page.locator("pre").inner_text()
