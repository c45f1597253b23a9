"""The demo as a newcomer meets it: in a browser, from the server that `swell demo` starts."""

import json
import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser

DASHBOARDS = [
    "sales_pipeline",
    "service",
    "marketing",
    "forecast",
    "pipeline_flow",
    "territories",
    "activities",
    "customers",
    "deal_finder",
    "service_quality",
]
OPEN_BY_STAGE = """
q = load "opportunities";
q = filter q by IsClosed == "false";
q = group q by StageName;
q = foreach q generate StageName, sum(Amount) as Amount;
q = order q by Amount desc;
"""


def shown(page: Any, widget: str) -> Any:
    return page.locator(f"[data-widget={widget}] .value")


def click_longest_bar(page: Any) -> None:
    """The bars of this chart stand longest first: the first is right of the labels, in the first of five bands."""
    canvas = page.locator("[data-widget=stages_1] canvas")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 0.4, "y": box["height"] * 0.1})


def test_a_click_on_a_bar_changes_the_numbers_to_those_of_the_bar(page: Any, demo: Any) -> None:
    longest = demo.workspace.query(OPEN_BY_STAGE).rows()[0]
    dashboard = demo.workspace.dashboard("sales_pipeline")
    before = dashboard.widgets()["open_1"].view
    after = dashboard.widgets(selections={"Stages_1": [{"StageName": longest["StageName"]}]})["open_1"].view
    assert after["value"] == pytest.approx(longest["Amount"])
    assert before["text"] != after["text"]

    page.goto(f"{demo.address}/dashboards/sales_pipeline")
    shown(page, "open_1").filter(has_text=before["text"]).wait_for()
    click_longest_bar(page)

    shown(page, "open_1").filter(has_text=after["text"]).wait_for()
    page.get_by_role("button", name=re.compile(f"Clear .*{longest['StageName']}")).click()
    shown(page, "open_1").filter(has_text=before["text"]).wait_for()


@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_page_of_the_demo_is_drawn_without_a_problem(page: Any, demo: Any, name: str) -> None:
    layout = json.loads((demo.workspace.folder / "dashboards" / f"{name}.json").read_text("utf-8"))["state"][
        "gridLayouts"
    ][0]
    for each in layout["pages"]:
        page.goto("about:blank")  # else only the part behind the # changes, and nothing is loaded
        page.goto(f"{demo.address}/dashboards/{name}#page={each['name']}")
        page.wait_for_load_state("networkidle")
        page.locator(f"[data-widget={each['widgets'][-1]['name']}]").first.wait_for()

        assert page.locator("[data-widget]").count() >= len(each["widgets"])
        assert page.locator(".problem").count() == 0
    assert {each.problem for each in demo.workspace.dashboard(name).widgets().values()} == {None}


def test_a_stage_that_is_chosen_narrows_the_deals_down(page: Any, demo: Any) -> None:
    dashboard = demo.workspace.dashboard("deal_finder")
    before = dashboard.widgets()["count_1"].view["text"]
    after = dashboard.widgets(selections={"Stage_1": [{"StageName": "Proposal"}]})["count_1"].view["text"]
    assert before != after

    page.goto(f"{demo.address}/dashboards/deal_finder")
    shown(page, "count_1").filter(has_text=before).wait_for()
    page.locator("[data-widget=stage_1]").get_by_text("Proposal").click()
    shown(page, "count_1").filter(has_text=after).wait_for()


def test_the_list_of_dashboards_leads_to_one(page: Any, demo: Any) -> None:
    page.goto(f"{demo.address}/dashboards")
    page.get_by_role("link", name=re.compile("Sales Pipeline")).click()

    shown(page, "open_1").wait_for()


def write_query(page: Any, address: str, text: str) -> None:
    page.goto(f"{address}/query")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def test_a_query_is_run_and_its_rows_are_shown(page: Any, demo: Any) -> None:
    write_query(page, demo.address, OPEN_BY_STAGE)
    page.keyboard.press("Control+Enter")

    longest = demo.workspace.query(OPEN_BY_STAGE).rows()[0]
    page.get_by_role("cell", name=longest["StageName"]).or_(
        page.get_by_role("rowheader", name=longest["StageName"])
    ).first.wait_for()


def test_a_mistake_is_underlined_where_it_is(page: Any, demo: Any) -> None:
    write_query(page, demo.address, OPEN_BY_STAGE.replace("sum(Amount)", "sum(Amout)"))

    page.locator(".cm-lintRange-error", has_text="Amout").wait_for()


def test_a_dataset_shows_its_fields(page: Any, demo: Any) -> None:
    page.goto(f"{demo.address}/datasets")
    page.get_by_role("link", name="opportunities").first.click()

    page.get_by_text("StageName").first.wait_for()
    page.get_by_text("multivalue").first.wait_for()
