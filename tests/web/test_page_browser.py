"""The page as a person uses it, in chromium, with the fixture server behind it."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("path", "scheme"),
    [
        ("/", "light"),
        ("/dashboards", "dark"),
        ("/connections", "light"),
        ("/dashboards/pipeline", "light"),
        ("/dashboards/pipeline#page=details", "dark"),
        ("/query", "dark"),
        ("/datasets", "light"),
        ("/datasets/opportunity", "dark"),
        ("/nowhere", "light"),
    ],
)
def test_each_page_opens_without_a_complaint_of_the_browser(page: Any, address: str, path: str, scheme: str) -> None:
    """Complaints (broken content policy, script errors) are checked when the page is closed."""
    page.emulate_media(color_scheme=scheme)
    page.goto(address + path)
    page.wait_for_selector("main h1, main h2")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def chosen(page: Any) -> Any:
    """The selections that the address holds."""
    found = re.search(r"[#&]s=([^&]*)", page.url)
    return json.loads(unquote(found.group(1))) if found else {}


def number(page: Any, widget: str) -> str:
    return str(page.locator(f"[data-widget={widget}] .value").inner_text())


def click_first_bar(page: Any) -> None:
    """The top bar of the chart of stages: right of its labels, in the first of six bands."""
    page.locator("[data-widget=stage] canvas").click(position={"x": 150, "y": 28})


def test_a_click_on_a_bar_filters_everything_and_a_second_one_takes_it_back(page: Any, address: str) -> None:
    page.goto(address + "/dashboards/pipeline")
    page.locator("[data-widget=n_count] .value", has_text="1,200").wait_for()
    click_first_bar(page)
    page.get_by_role("button", name="Clear Stage: Closed Won").wait_for()
    page.locator("[data-widget=n_count] .value", has_text="279").wait_for()
    assert chosen(page) == {"by_stage": [{"StageName": "Closed Won"}]}
    click_first_bar(page)
    page.locator("[data-widget=n_count] .value", has_text="1,200").wait_for()
    assert chosen(page) == {"by_stage": []}


def test_an_address_opens_the_dashboard_with_its_selections(page: Any, address: str) -> None:
    page.goto(address + '/dashboards/pipeline#s={"by_stage":[{"StageName":"Closed Won"}]}')
    page.get_by_role("button", name="Clear Stage: Closed Won").wait_for()
    page.locator("[data-widget=n_count] .value", has_text="279").wait_for()
    page.get_by_role("button", name="Clear all").click()
    page.locator("[data-widget=n_count] .value", has_text="1,200").wait_for()


def test_the_table_behind_a_chart_facets_by_keyboard(page: Any, address: str) -> None:
    page.goto(address + "/dashboards/pipeline")
    toggle = page.get_by_role("button", name="Show as a table: Amount by stage")
    toggle.focus()
    page.keyboard.press("Enter")
    grid = page.locator("[data-widget=stage]").get_by_role("grid")
    grid.get_by_role("row", name="Closed Won").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Clear Stage: Prospecting").wait_for()
    assert grid.get_by_role("row", name="Prospecting").get_attribute("aria-selected") == "true"


def test_a_list_with_several_choices_adds_them_up(page: Any, address: str) -> None:
    page.goto(address + "/dashboards/pipeline")
    page.locator("[data-widget=region] button").click()
    page.get_by_role("checkbox", name="EMEA").check()
    page.get_by_role("checkbox", name="APAC").check()
    page.get_by_role("button", name="Clear Region: EMEA, APAC").wait_for()
    assert chosen(page) == {"by_region": [{"Account.Region": "EMEA"}, {"Account.Region": "APAC"}]}


def test_a_required_choice_can_change_but_not_vanish(page: Any, address: str) -> None:
    page.goto(address + "/dashboards/pipeline")
    pills = page.locator("[data-widget=toggle]")
    pills.get_by_role("radio", name="Count").click()
    pills.locator("[aria-checked=true]", has_text="Count").wait_for()
    pills.get_by_role("radio", name="Count").click()
    assert chosen(page) == {"measure": [{"display": "Count"}]}


def test_a_widget_that_can_not_be_drawn_says_why(page: Any, address: str) -> None:
    page.goto(address + "/dashboards/pipeline")
    page.locator("[data-widget=funnel]", has_text="which this workspace does not have").wait_for()


def test_pages_of_a_dashboard_turn_by_tab_by_link_and_back(page: Any, address: str) -> None:
    page.goto(address + "/dashboards/pipeline")
    page.get_by_role("button", name="See the details page").click()
    page.get_by_role("tab", name="Details", selected=True).wait_for()
    page.locator("[data-widget=fallback]", has_text="shown as a table").wait_for()
    page.go_back()
    page.get_by_role("tab", name="Overview", selected=True).wait_for()


def test_of_two_quick_clicks_the_later_one_counts(page: Any, address: str) -> None:
    """The first request is never answered, and given up as soon as the second one starts."""
    page.goto(address + "/dashboards/pipeline")
    page.locator("[data-widget=n_count] .value", has_text="1,200").wait_for()
    held: list[Any] = []
    given_up: list[Any] = []
    page.on("requestfailed", lambda request: given_up.append(request))
    page.route("**/data", lambda route: held.append(route) if not held else route.continue_())
    pills = page.locator("[data-widget=owner_list]")
    pills.get_by_role("checkbox", name="Energy").check()
    pills.get_by_role("checkbox", name="Banking").check()
    page.locator("[data-widget=n_count] .value", has_not_text="1,200").wait_for()
    after = number(page, "n_count")
    assert given_up == [held[0].request]
    assert number(page, "n_count") == after
    assert page.get_by_role("alert").count() == 0


def test_a_query_runs_from_the_keyboard_and_stays_in_the_address(page: Any, address: str) -> None:
    page.goto(address + "/query")
    page.locator(".cm-content").click()
    page.keyboard.type('q = load "opportunity";')
    page.keyboard.press("Control+Enter")
    page.get_by_role("status").filter(has_text="6 rows").wait_for()
    assert page.get_by_role("cell", name="Closed Won").count() == 1
    assert 'q = load "opportunity";' in unquote(page.url)
    page.get_by_role("button", name="Chart").click()
    page.wait_for_selector("swell-chart canvas")
    page.goto(address + "/query")
    assert page.locator(".cm-line").first.inner_text() == 'q = load "opportunity";'


def test_a_fault_in_a_query_is_underlined_and_leads_to_its_place(page: Any, address: str) -> None:
    page.goto(address + "/query")
    page.locator(".cm-content").click()
    page.keyboard.type('q = load "opportunity";\nq = filter q by Regoin == 1;')
    page.wait_for_selector(".cm-lintRange-error")
    assert page.locator(".cm-lintRange-error").inner_text() == "Regoin"
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=re.compile("2:17")).click()
    page.keyboard.type("Amount")
    assert page.locator(".cm-line").nth(1).inner_text() == "q = filter q by Amount == 1;"


def test_a_dataset_leads_to_a_query_of_it(page: Any, address: str) -> None:
    page.goto(address + "/datasets")
    page.get_by_role("link", name="Opportunities").click()
    page.get_by_role("link", name="Query this dataset").click()
    page.get_by_role("status").filter(has_text="6 rows").wait_for()
    assert 'load "opportunity"' in page.locator(".cm-content").inner_text()


def test_a_missing_dashboard_says_what_to_do(page: Any, address: str) -> None:
    page.goto(address + "/dashboards/none")
    page.get_by_role("alert").filter(has_text="Look at the list of dashboards.").wait_for()


def test_the_chosen_theme_is_kept(page: Any, address: str) -> None:
    page.goto(address + "/")
    page.get_by_role("button", name="Use the dark theme").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 17, 21)"
