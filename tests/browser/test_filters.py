"""Each widget that filters, as a person uses it, and the numbers that the other widgets show then."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.browser

DASHBOARD = Path(__file__).with_name("filters.json")
"""One of each widget that filters, and numbers that they change."""
YEARS = "date('CloseDate_Year', 'CloseDate_Month', 'CloseDate_Day') in [\"3 years ago\"..\"1 year ahead\"]"


@pytest.fixture
def count(demo: Any) -> Callable[..., str]:
    """How many deals fulfil some conditions, as a number widget shows it."""

    def count(*conditions: str) -> str:
        filters = "".join(f" q = filter q by {each};" for each in (YEARS, *conditions))
        query = f'q = load "opportunities";{filters} q = group q by all; q = foreach q generate count() as n;'
        return f"{demo.workspace.query(query).rows()[0]['n']:,}"

    return count


@pytest.fixture
def opened(page: Any, demo: Any) -> Any:
    """The page with the dashboard."""
    (demo.workspace.folder / "dashboards" / "filters.json").write_text(DASHBOARD.read_text())
    page.goto(f"{demo.address}/dashboards/filters")
    page.locator("[data-widget=n_count] .value").wait_for()
    return page


def shows(page: Any, widget: str, text: str) -> None:
    page.locator(f"[data-widget={widget}] .value").get_by_text(text, exact=True).wait_for()


def state(page: Any, name: str) -> Any:
    """What the address holds under a name."""
    found = re.search(rf"[#&]{name}=([^&]*)", page.url)
    return json.loads(unquote(found.group(1))) if found else {}


def opener(page: Any, name: str) -> Any:
    """The button of a drop-down, whatever it is set to."""
    return page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}: "))


def set_to(page: Any, name: str, text: str) -> None:
    """Wait until a drop-down is set to something."""
    page.get_by_role("button", name=f"{name}: {text}").first.wait_for()


def test_members_of_a_global_filter_are_let_in_when_they_are_applied(opened: Any, count: Callable[..., str]) -> None:
    opener(opened, "Industry").click()
    opened.get_by_role("checkbox", name="Retail").check()
    opened.get_by_role("checkbox", name="Media").check()
    shows(opened, "n_count", count())
    opened.get_by_role("button", name="Apply").click()
    expected = count('\'Account.Industry\' in ["Retail", "Media"]')
    assert expected != count()
    shows(opened, "n_count", expected)
    assert state(opened, "f") == {"opportunities.Account.Industry": {"operator": "in", "values": ["Retail", "Media"]}}
    opened.reload()
    shows(opened, "n_count", expected)
    set_to(opened, "Industry", "Retail, Media")
    opened.get_by_role("button", name="Reset filters").click()
    shows(opened, "n_count", count())
    assert state(opened, "f") == {}


def test_members_are_searched_and_kept_out(opened: Any, count: Callable[..., str]) -> None:
    opener(opened, "Industry").click()
    opened.get_by_role("button", name="is not").click()
    opened.get_by_role("searchbox", name="Search Industry").fill("manuf")
    opened.get_by_role("checkbox", name="Retail").wait_for(state="hidden")
    opened.get_by_role("checkbox", name="Manufacturing").check()
    opened.get_by_role("button", name="Apply").click()
    shows(opened, "n_count", count("'Account.Industry' not in [\"Manufacturing\"]"))
    opened.get_by_role("button", name="Clear Industry: Not Manufacturing").click()
    shows(opened, "n_count", count())


def test_a_global_filter_on_a_number_takes_a_range(opened: Any, count: Callable[..., str]) -> None:
    opener(opened, "Probability (%)").click()
    opened.get_by_role("textbox", name="From").fill("40")
    opened.get_by_role("textbox", name="To").fill("90")
    opened.get_by_role("button", name="Apply").click()
    shows(opened, "n_count", count("'Probability' >= 40", "'Probability' <= 90"))


def test_a_global_filter_on_a_date_takes_a_preset(opened: Any, count: Callable[..., str]) -> None:
    opener(opened, "Created").click()
    opened.get_by_role("button", name="Presets").click()
    opened.get_by_role("radio", name="Previous year", exact=True).check()
    opened.get_by_role("button", name="Apply").click()
    created = "date('CreatedDate_Year', 'CreatedDate_Month', 'CreatedDate_Day') in [\"1 year ago\"..\"1 year ago\"]"
    shows(opened, "n_count", count(created))
    set_to(opened, "Created", "Previous year")


def test_a_locked_filter_is_shown_and_can_not_be_opened(opened: Any) -> None:
    panel = opened.locator("[data-widget=panel]")
    panel.get_by_text("false, true").wait_for()
    assert opener(panel, "Closed").count() == 0
    assert panel.get_by_role("listitem").count() == 5


def test_a_filter_goes_back_to_what_the_dashboard_has(opened: Any, count: Callable[..., str]) -> None:
    opener(opened, "Kind").click()
    opened.get_by_role("checkbox", name="Renewal").uncheck()
    opened.get_by_role("button", name="Apply").click()
    shows(opened, "n_count", count('\'Type\' in ["New Business", "Upgrade", "Add-On"]'))
    opener(opened, "Kind").click()
    opened.locator("[data-widget=panel]").get_by_role("button", name="Reset", exact=True).click()
    shows(opened, "n_count", count())


def test_dates_hold_when_update_is_pressed(opened: Any, demo: Any) -> None:
    opener(opened, "Close Date").click()
    opened.get_by_role("button", name="Presets").click()
    opened.get_by_role("radio", name="Previous quarter", exact=True).check()
    assert state(opened, "s") == {}
    opened.get_by_role("button", name="Update").click()
    opened.get_by_role("button", name="Clear Close Date: Previous quarter").wait_for()
    query = (
        "q = load \"opportunities\"; q = filter q by date('CloseDate_Year', 'CloseDate_Month', 'CloseDate_Day')"
        ' in ["1 quarter ago".."1 quarter ago"]; q = group q by all; q = foreach q generate count() as n;'
    )
    shows(opened, "n_count", f"{demo.workspace.query(query).rows()[0]['n']:,}")
    assert state(opened, "s") == {"closed": [{"min": ["quarter", -1], "max": ["quarter", -1]}]}


def test_dates_are_chosen_from_day_to_day_and_cleared(opened: Any, demo: Any) -> None:
    opener(opened, "Close Date").click()
    opened.get_by_role("button", name="Dates", exact=True).click()
    opened.get_by_label("From").fill("2025-02-01")
    opened.get_by_label("To", exact=True).fill("2025-03-15")
    opened.get_by_role("button", name="Update").click()
    query = (
        "q = load \"opportunities\"; q = filter q by date('CloseDate_Year', 'CloseDate_Month', 'CloseDate_Day')"
        " in [dateRange([2025, 2, 1], [2025, 3, 15])]; q = group q by all; q = foreach q generate count() as n;"
    )
    shows(opened, "n_count", f"{demo.workspace.query(query).rows()[0]['n']:,}")
    set_to(opened, "Close Date", "Feb 1, 2025")
    opener(opened, "Close Date").click()
    opened.get_by_role("button", name="Clear", exact=True).click()
    set_to(opened, "Close Date", "All time")
    opened.get_by_role("button", name="Reset", exact=True).click()
    set_to(opened, "Close Date", "3 years ago to 1 year ahead")


def test_relative_dates_are_made_of_numbers_and_units(opened: Any) -> None:
    opener(opened, "Close Date").click()
    opened.get_by_role("spinbutton", name="From, how many").fill("2")
    opened.get_by_role("combobox", name="From, period").select_option("quarter")
    opened.get_by_role("combobox", name="To, period").select_option("month")
    opened.get_by_role("combobox", name="To, before or after").select_option("ago")
    opened.get_by_role("button", name="Update").click()
    set_to(opened, "Close Date", "2 quarters ago to 1 month ago")
    assert state(opened, "s") == {"closed": [{"min": ["quarter", -2], "max": ["month", -1]}]}


def test_a_range_of_a_measure_is_slid_by_keyboard_and_typed(opened: Any, count: Callable[..., str]) -> None:
    opener(opened, "Amount").press("Enter")
    opened.get_by_role("slider", name="Greatest Amount").press("ArrowLeft")
    opened.get_by_role("textbox", name="From").fill("20000")
    opened.get_by_role("textbox", name="From").press("Tab")
    high = float(opened.get_by_role("textbox", name="To").input_value())
    opened.get_by_role("button", name="Update").click()
    expected = count("'Amount' >= 20000", f"'Amount' <= {high}")
    shows(opened, "n_count", expected)
    assert state(opened, "s") == {"amounts": [{"min": 20000, "max": high}]}


def test_choices_of_a_list_hold_together_when_update_is_pressed(opened: Any, count: Callable[..., str]) -> None:
    opener(opened, "Owner").click()
    boxes = opened.locator("[data-widget=owner]").get_by_role("checkbox")
    names = [boxes.nth(place).locator("..").get_attribute("title") for place in (0, 3)]
    for place in (0, 3):
        boxes.nth(place).check()
    assert state(opened, "s") == {}
    opened.get_by_role("button", name="Update").click()
    shows(opened, "n_count", count("'Owner.Name' in [" + ", ".join(f'"{each}"' for each in names) + "]"))
    set_to(opened, "Owner", ", ".join(map(str, names)))


def test_what_other_widgets_filter_away_stays_in_the_list(opened: Any) -> None:
    region = opened.locator("[data-widget=region]")
    region.get_by_role("checkbox", name="Latin America").check()
    opener(opened, "Stage").click()
    opened.get_by_role("radio", name="Negotiation").check()
    opened.get_by_role("button", name="Clear Stage: Negotiation").wait_for()
    assert region.get_by_role("checkbox", name="Latin America").is_checked()


def test_a_required_toggle_always_has_a_choice(opened: Any, demo: Any) -> None:
    toggle = opened.locator("[data-widget=toggle]")
    toggle.get_by_role("radio", name="Amount", checked=True).focus()
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("Enter")
    toggle.get_by_role("radio", name="Expected", checked=True).wait_for()
    expected = demo.workspace.dashboard("filters").widgets(
        selections={"measure": [{"display": "Expected", "field": "ExpectedRevenue"}]}
    )
    shows(opened, "n_chosen", expected["n_chosen"].view["text"])
    opened.keyboard.press("Enter")
    toggle.get_by_role("radio", name="Expected", checked=True).wait_for()


def test_what_is_entered_is_in_the_numbers_of_bindings(opened: Any, demo: Any) -> None:
    def goal(percent: float) -> str:
        view = demo.workspace.dashboard("filters").widgets(selections={"growth": [{"input": percent}]})["n_goal"].view
        return str(view["text"])

    opened.locator("[data-widget=slider]").get_by_role("slider", name="Growth").press("ArrowRight")
    shows(opened, "n_goal", goal(105))
    typed = opened.get_by_role("textbox", name="Growth, typed")
    assert typed.input_value() == "105"
    typed.fill("900")
    typed.press("Enter")
    shows(opened, "n_goal", goal(200))
    assert goal(200) != goal(105)
    assert state(opened, "s") == {"growth": [{"input": 200}]}


@pytest.mark.parametrize(
    ("widget", "name"), [("panel", "Industry"), ("dates", "Close Date"), ("range", "Amount"), ("owner", "Owner")]
)
def test_a_sheet_fits_a_phone_and_escape_gives_the_keyboard_back(widget: str, name: str, opened: Any) -> None:
    opened.set_viewport_size({"width": 360, "height": 640})
    button = opener(opened, name).first
    button.scroll_into_view_if_needed()
    button.focus()
    opened.keyboard.press("Enter")
    sheet = opened.get_by_role("dialog", name=name)
    opened.locator(f"[data-widget={widget}]").get_by_role("button", name="Cancel").wait_for()
    box = sheet.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    assert button.evaluate("(one) => one.getRootNode().activeElement === one")


def test_widgets_that_are_one_line_high_stand_in_one_line(opened: Any) -> None:
    opened.get_by_role("tab", name="Low").click()
    opened.locator("[data-widget=n_count] .value").wait_for()
    for widget in ("dates", "range", "owner", "region", "toggle", "slider", "typed", "panel_1"):
        around = opened.locator(f"[data-widget={widget}] .card").bounding_box()
        control = opened.locator(f"[data-widget={widget}]").locator("button, input").first.bounding_box()
        assert around["y"] <= control["y"]
        assert control["y"] + control["height"] <= around["y"] + around["height"]
