"""What the eye and the keyboard rely on: strips that hold still, colours of a dashboard's own, lists that close."""

import json
from typing import Any
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser

WON = quote(json.dumps({"by_stage": [{"StageName": "Closed Won"}]}))


def top(page: Any, selector: str) -> float:
    """The distance from the top of the document, wherever it is scrolled to."""
    return float(page.locator(selector).bounding_box()["y"] + page.evaluate("scrollY"))


def test_the_strip_of_a_dashboard_holds_still_when_a_filter_appears(page: Any, address: str) -> None:
    page.goto(address + "/dashboards/pipeline")
    page.locator("[data-widget=n_count] .value", has_text="1,200").wait_for()
    height = page.locator(".strip").bounding_box()["height"]
    before = top(page, "[data-widget=n_count]")
    page.locator("[data-widget=owner_list]").get_by_role("checkbox", name="Energy").check()
    page.get_by_role("button", name="Clear Industry: Energy").wait_for()
    assert height <= 49
    assert top(page, "[data-widget=n_count]") == before


def test_the_strip_wraps_many_filters_and_keeps_the_name(page: Any, address: str) -> None:
    steps = ["by_stage", "by_industry", "by_region", "by_owner", "by_month", "month_region", "stage_region"]
    chosen = {step: [{"any": "a value of some length"}] for step in steps}
    page.set_viewport_size({"width": 900, "height": 700})
    page.goto(f"{address}/dashboards/pipeline#s={quote(json.dumps(chosen))}")
    page.get_by_role("button", name="Clear all").wait_for()
    name = page.get_by_role("heading", name="Sales pipeline")
    assert name.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_escape_closes_a_list_and_gives_the_keyboard_back(page: Any, address: str) -> None:
    page.goto(address + "/dashboards/pipeline")
    opener = page.locator("[data-widget=region] button.choose")
    opener.focus()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Americas").wait_for()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Clear Region: Americas").wait_for()
    page.keyboard.press("Escape")
    page.locator("[data-widget=region] .popover").wait_for(state="hidden")
    assert opener.evaluate("(one) => one.getRootNode().activeElement === one")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_dark_dashboard_keeps_its_ground_and_what_stands_on_it_shades_it(
    page: Any, address: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 1400, "height": 800})
    page.goto(address + "/dashboards/night")
    page.locator("[data-widget=n_count] .value", has_text="1,200").wait_for()
    color = "(one, name) => getComputedStyle(one)[name]"
    assert page.locator(".grid").evaluate(color, "backgroundColor") == "rgb(24, 42, 82)"
    gutter = page.locator(".ground").evaluate(color, "backgroundColor")
    assert (gutter == "rgb(240, 244, 247)") is (scheme == "light")
    head = page.locator("[data-widget=owners] thead th").first
    red, green, blue = head.evaluate(
        """(one) => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d');
          canvas.fillStyle = getComputedStyle(one).backgroundColor;
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        }"""
    )
    assert 24 < red < 80
    assert 42 < green < 100
    assert 82 < blue < 140


def test_a_number_that_is_too_wide_for_its_widget_becomes_smaller(page: Any, address: str) -> None:
    page.goto(address + "/dashboards/pipeline")
    value = page.locator("[data-widget=n_amount] .value")
    value.wait_for()
    size = "(one) => parseFloat(getComputedStyle(one).fontSize)"
    before = value.evaluate(size)
    page.locator("[data-widget=n_amount] .card").evaluate("(one) => one.style.setProperty('width', '90px')")
    page.wait_for_function(
        "([one, before]) => parseFloat(getComputedStyle(one).fontSize) < before", arg=[value.element_handle(), before]
    )
    assert value.evaluate("(one) => one.scrollWidth <= one.clientWidth")


def test_an_empty_editor_offers_queries_that_run(page: Any, address: str) -> None:
    page.goto(address + "/query")
    page.get_by_role("button", name="Opportunities 1,200 rows").click()
    page.get_by_role("status").filter(has_text="rows").wait_for()
    assert 'load "opportunity"' in page.locator(".cm-content").inner_text()


def test_a_click_on_a_field_begins_a_query_and_goes_on_with_it(page: Any, address: str) -> None:
    page.goto(address + "/query")
    page.locator("summary", has_text="opportunity").click()
    page.get_by_role("button", name='load "opportunity"').click()
    page.keyboard.type("q = group q by ")
    page.get_by_role("button", name="StageName").click()
    lines = page.locator(".cm-line").all_inner_texts()
    assert lines == ['q = load "opportunity";', "q = group q by 'StageName'"]


@pytest.mark.parametrize("width", [1440, 390])
def test_values_of_a_dataset_are_in_sight(page: Any, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + "/datasets/opportunity")
    panel = page.locator(".panel.scroll")
    panel.wait_for()
    cell = page.locator(".fields td.values").first
    box, around = cell.bounding_box(), panel.bounding_box()
    assert box["x"] + 40 < around["x"] + around["width"]
    assert cell.get_attribute("title")


@pytest.mark.parametrize("width", [1440, 390])
def test_broken_rules_of_a_dataset_lead_to_the_rows(page: Any, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + "/datasets/opportunity")
    quality = page.locator("swell-quality")
    quality.get_by_text("Broken, blocks").wait_for()
    assert quality.get_by_role("listitem").all_inner_texts() == [
        "StageName: empty 1.0% → 10.0%",
        "StageName: new values: Won, Lost and 1 more",
    ]
    quality.get_by_text("Some of them").click()
    assert quality.get_by_role("cell", name="88,000", exact=True).count() == 1
    bars = quality.locator(".bar.empty").evaluate_all(
        "all => all.map((one) => one.firstElementChild?.clientWidth ?? 0)"
    )
    assert bars == [7, 0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    quality.get_by_role("link", name="Show the rows").click()
    page.locator(".cm-line", has_text="q = filter q by 'StageName' is null;").wait_for()
