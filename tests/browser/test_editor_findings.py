"""The findings of `swell check` in the dashboard editor: beside the JSON and on the widget, and a way to each."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell

pytestmark = pytest.mark.browser

WRONG = """{
  "label": "Wrong",
  "steps": {
    "total": {"type": "aggregateflex", "datasets": [{"name": "deals"}],
      "query": "{\\"measures\\": [[\\"sum\\", \\"Amont\\"]]}"}
  },
  "widgets": {
    "number": {"type": "number", "parameters": {"step": "total", "titel": "All"}},
    "note": {"type": "text", "parameters": {"text": "Well", "fontSize": "large"}}
  },
  "gridLayouts": [{"name": "Default", "numColumns": 12, "pages": [
    {"name": "one", "label": "One", "widgets": [
      {"name": "number", "row": 0, "column": 0, "rowspan": 3, "colspan": 4}]},
    {"name": "two", "label": "Two", "widgets": [
      {"name": "note", "row": 0, "column": 9, "rowspan": 3, "colspan": 4}]}]}]
}
"""


@dataclass(frozen=True)
class Site:
    address: str
    file: Path


@pytest.fixture(scope="module")
def served(serving: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("findings")
    swell.open(folder).write("deals", pa.table({"Region": ["North", "South"], "Amount": [1.0, 2.0]}))
    (folder / "dashboards").mkdir()
    with serving("serve", "-w", folder) as address:
        yield Site(address, folder / "dashboards" / "wrong.json")


@pytest.fixture
def site(served: Site, page: Any) -> Site:
    served.file.write_text(WRONG, "utf-8")
    page.set_viewport_size({"width": 1500, "height": 900})
    page.goto(f"{served.address}/dashboards/wrong/edit")
    page.get_by_role("button", name="4 mistakes").wait_for()
    return served


def findings(page: Any) -> Any:
    return page.get_by_role("list", name="Findings").get_by_role("button")


def told(site: Site) -> list[str]:
    workspace = swell.open(site.file.parents[1])
    return [
        f"{site.file.name}:{each.line}:{each.column} {each.pointer}" for each in workspace.check_dashboard(site.file)
    ]


def test_all_findings_stand_beside_the_json_as_swell_check_tells_them(page: Any, site: Site) -> None:
    findings(page).nth(3).wait_for()
    places = [each.inner_text() for each in page.locator("swell-json-pane .place").all()]
    assert places == told(site)


def test_one_on_a_widget_leads_to_its_place_in_the_json(page: Any, site: Site) -> None:
    mark = page.locator("[data-mark=number]")
    assert mark.get_attribute("aria-label") == "1 finding in number: 'titel' is no known member of widget 'number'."
    mark.click()
    page.get_by_role("textbox", name="JSON of widget number").wait_for()
    assert findings(page).count() == 1
    page.locator(".cm-lintRange-error", has_text="titel").wait_for()
    page.keyboard.insert_text('"title": "All"')
    page.get_by_role("button", name="3 mistakes").wait_for()
    page.locator("[data-mark=number]").wait_for(state="detached")
    page.locator("[data-widget=number]").get_by_text("Not shown").wait_for()  # its query is still wrong


def test_one_of_a_query_leads_to_the_query(page: Any, site: Site) -> None:
    findings(page).filter(has_text="Amont").click()
    page.get_by_role("textbox", name="JSON of step total").wait_for()
    page.locator(".cm-lintRange-error", has_text="Amont").first.wait_for()


def test_one_on_another_page_turns_to_it(page: Any, site: Site) -> None:
    findings(page).filter(has_text="fontSize").click()
    page.get_by_role("textbox", name="JSON of widget note").wait_for()
    page.locator("[data-frame=note]").wait_for()
    assert page.locator("[data-mark=note]").inner_text() == "2"  # and its place: it goes beyond the grid


def test_with_the_json_hidden_a_click_shows_it(page: Any, site: Site) -> None:
    page.get_by_role("button", name="Hide JSON").click()
    page.locator("swell-json-pane").wait_for(state="detached")
    page.get_by_role("button", name="4 mistakes").click()
    findings(page).filter(has_text=re.compile("goes up to column 13")).click()
    page.locator("[data-frame=note]").wait_for()
    page.get_by_role("textbox", name="JSON of the dashboard").wait_for()


def test_what_is_mended_is_no_finding_any_more(page: Any, site: Site) -> None:
    mended = json.loads(WRONG)
    mended["steps"]["total"]["query"] = '{"measures": [["sum", "Amount"]]}'
    mended["widgets"]["number"]["parameters"] = {"step": "total", "title": "All"}
    mended["widgets"]["note"]["parameters"] = {"text": "Well", "fontSize": 12}
    mended["gridLayouts"][0]["pages"][1]["widgets"][0]["column"] = 0
    site.file.write_text(json.dumps(mended))
    with page.expect_response(lambda answer: answer.url.endswith("/findings")) as answered:
        page.reload()
    assert answered.value.json() == {"findings": []}
    page.locator("[data-widget=number] .value", has_text=re.compile("^3$")).wait_for()
    assert page.get_by_role("button", name=re.compile("mistake")).count() == 0
