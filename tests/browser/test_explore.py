"""The lens explorer, the workbench and "why this number", as people use them, against a real server."""

import json
import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def explorer(page: Any, demo: Any) -> Any:
    page.goto(f"{demo.address}/explore/opportunities")
    page.locator("swell-chart canvas").wait_for()
    return page


def choose(page: Any, about: str, label: str) -> None:
    page.get_by_label(about, exact=True).select_option(label=label)


def said(page: Any) -> Any:
    return page.locator("swell-explore-page .tools [role=status]")


def lens_of_wins(page: Any) -> None:
    """Amount of what was won by segment."""
    page.get_by_role("button", name="Remove Count of rows").click()
    choose(page, "Add a measure", "Amount")
    choose(page, "Group 1", "Segment")
    choose(page, "Add a filter", "Stage")
    page.get_by_label("Closed Won").check()
    page.get_by_role("heading", name="Sum of Amount by Segment").wait_for()


WINS = """
q = load "opportunities"; q = filter q by 'StageName' in ["Closed Won"]; q = group q by 'Account.Segment';
q = foreach q generate 'Account.Segment' as 'Segment', sum('Amount') as 'Amount'; q = order q by 'Amount' desc;
"""


def test_a_lens_is_clicked_together_and_shows_picture_rows_and_query(explorer: Any, demo: Any) -> None:
    lens_of_wins(explorer)
    right = demo.workspace.query(WINS).rows()
    said(explorer).filter(has_text=f"{len(right)} rows").wait_for()
    explorer.get_by_role("button", name="Table", exact=True).click()
    explorer.locator("swell-table").get_by_text(f"{right[0]['Amount']:,.0f}").first.wait_for()
    explorer.get_by_role("button", name="SAQL").click()
    query = explorer.locator("swell-saql pre").inner_text()
    rows = demo.workspace.query(query).rows()
    assert [each["sum_Amount"] for each in rows] == pytest.approx([each["Amount"] for each in right])

    explorer.reload()
    explorer.get_by_role("heading", name="Sum of Amount by Segment").wait_for()
    said(explorer).filter(has_text=f"{len(right)} rows").wait_for()


def test_dates_are_grouped_by_period_and_drawn_as_a_line(explorer: Any) -> None:
    choose(explorer, "Group 1", "Close Date")
    choose(explorer, "Period of Close Date", "Quarter")
    explorer.get_by_role("heading", name="Count of rows by Close Date (quarter)").wait_for()
    assert explorer.get_by_label("Kind of picture").input_value() == "time"
    choose(explorer, "Kind of picture", "Columns")
    explorer.get_by_role("button", name="SAQL").click()
    explorer.locator("swell-saql").get_by_text("CloseDate_Quarter").first.wait_for()


def test_a_lens_is_saved_and_found_again(explorer: Any, demo: Any) -> None:
    lens_of_wins(explorer)
    explorer.get_by_role("button", name="Save lens").click()
    explorer.get_by_label("Name").fill("Wins by segment")
    explorer.get_by_role("button", name="Save", exact=True).click()
    said(explorer).filter(has_text="Saved as Wins by segment.json").wait_for()
    file = demo.workspace.folder / "queries" / "Wins by segment.json"
    assert json.loads(file.read_text())["label"] == "Wins by segment"

    explorer.goto(demo.address)
    explorer.get_by_role("link", name="Wins by segment").click()
    explorer.get_by_role("heading", name="Wins by segment").wait_for()
    assert explorer.get_by_label("Group 1").input_value() == "Account.Segment"

    file.write_text(file.read_text().replace("Wins by segment", "Somebody else's"))
    explorer.get_by_role("button", name="Save lens").click()
    explorer.get_by_role("button", name="Save", exact=True).click()
    explorer.get_by_role("alert").filter(has_text="was changed by somebody else").wait_for()
    explorer.get_by_role("button", name="Replace it").click()
    said(explorer).filter(has_text="Saved as").wait_for()
    assert json.loads(file.read_text())["label"] == "Wins by segment"


def test_a_lens_goes_onto_a_dashboard_unless_that_changed_meanwhile(explorer: Any, demo: Any) -> None:
    file = demo.workspace.folder / "dashboards" / "marketing.json"
    before = file.read_text()
    lens_of_wins(explorer)
    explorer.get_by_role("button", name="Add to dashboard").click()
    dialog = explorer.get_by_role("dialog")
    with explorer.expect_response("**/marketing/additions"):
        dialog.get_by_label("Dashboard").select_option("marketing")
    add = dialog.get_by_role("button", name="Add", exact=True)
    add.wait_for()
    explorer.wait_for_load_state("networkidle")
    file.write_text(before.replace('"dateVersion": 1', '"dateVersion": 2'))
    add.click()
    dialog.get_by_role("alert").filter(has_text="changed by somebody else").wait_for()
    assert "Sum_of_Amount" not in file.read_text()

    file.write_text(before)
    add.click()
    dialog.get_by_role("status").filter(has_text="Added as").wait_for()
    gone = set(before.splitlines()) - set(file.read_text().splitlines())
    assert gone == set()
    dialog.get_by_role("link", name=re.compile("Open Marketing")).click()
    explorer.locator("[data-widget=Sum_of_Amount_by_Segment_1] canvas").wait_for()
    file.write_text(before)


def test_the_workbench_keeps_what_ran_and_saves(page: Any, demo: Any) -> None:
    page.goto(f"{demo.address}/query#file=pipeline_by_stage.saql")
    page.locator("swell-query-page swell-table").wait_for()
    page.get_by_role("button", name="Chart", exact=True).click()
    choose(page, "Kind of chart", "Donut")
    page.locator("swell-chart canvas").wait_for()

    page.locator("swell-editor .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text('q = load "leads"; q = group q by all; q = foreach q generate count() as n;')
    page.get_by_role("button", name="Run").click()
    page.get_by_role("status").filter(has_text="1 row").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Name").fill("leads counted")
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved as leads counted.saql").wait_for()
    saved = (demo.workspace.folder / "queries" / "leads counted.saql").read_text()
    assert saved.startswith('q = load "leads";')

    page.get_by_role("button", name="History").click()
    page.locator("#history button").nth(1).click()
    page.get_by_role("status").filter(has_text=re.compile(r"\d rows")).wait_for()
    page.get_by_role("button", name="Open", exact=True).click()
    page.locator("#saved button", has_text="leads counted").click()
    page.get_by_role("status").filter(has_text="1 row").wait_for()


def test_why_a_number_is_what_it_is(page: Any, demo: Any) -> None:
    selected = {"Stages_1": [{"StageName": "Prospecting"}]}
    right = demo.workspace.dashboard("sales_pipeline").widgets(selections=selected)["open_1"].view["value"]
    page.goto(f"{demo.address}/dashboards/sales_pipeline#s={json.dumps(selected)}")
    number = page.locator("[data-widget=open_1]")
    number.locator(".value").wait_for()
    number.hover()
    number.get_by_role("button", name=re.compile("More about")).click()
    page.get_by_role("menuitem", name="Why this number").click()
    panel = page.get_by_role("dialog")
    panel.get_by_text("Stages: Prospecting").wait_for()
    marked = panel.locator("swell-saql mark.facet")
    assert marked.inner_text() == "q = filter q by 'StageName' in [\"Prospecting\"];"
    [row] = demo.workspace.query(panel.locator("swell-saql pre").inner_text()).rows()
    assert row["sum_Amount"] == pytest.approx(right)
    assert panel.locator("swell-table").count() == 1
    page.keyboard.press("Escape")
    assert panel.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/explore/leads", "/connections", "/datasets/leads", "/query#file=slow_stages.saql"),
        "/story/opportunities#m=sum(Amount)&c=last+year",
    ],
)
def test_every_page_fits_a_phone(page: Any, demo: Any, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(demo.address + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
