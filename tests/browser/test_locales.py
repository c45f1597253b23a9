"""The page as readers of other languages see it: German, and Arabic, which is written from right to left."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboards.formats import number_text
from dashboards.locale import locale

pytestmark = pytest.mark.browser

FILTERS = Path(__file__).with_name("filters.json").read_text()
DEALS = (
    "q = load \"opportunities\"; q = filter q by date('CloseDate_Year', 'CloseDate_Month', 'CloseDate_Day') in "
    '["3 years ago".."1 year ahead"];{} q = group q by all; q = foreach q generate count() as n, sum(Amount) as a;'
)


def reader(chromium: Any, tag: str) -> Iterator[Any]:
    context = chromium.new_context(locale=tag, viewport={"width": 1360, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    opened.set_default_timeout(8000)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def german(chromium: Any) -> Iterator[Any]:
    yield from reader(chromium, "de-DE")


@pytest.fixture
def arabic(chromium: Any) -> Iterator[Any]:
    yield from reader(chromium, "ar")


def shows(page: Any, widget: str, text: str) -> None:
    page.locator(f"[data-widget={widget}] .value").get_by_text(text, exact=True).wait_for()


def test_numbers_and_dates_in_german(german: Any, demo: Any) -> None:
    (demo.workspace.folder / "dashboards" / "filters.json").write_text(FILTERS)
    german.goto(f"{demo.address}/dashboards/filters")
    whole = demo.workspace.query(DEALS.format("")).rows()[0]
    shows(german, "n_count", number_text(whole["n"], "#,##0", locale("de-DE")))

    german.get_by_role("button", name=re.compile("^Amount: ")).first.click()
    least = german.get_by_role("textbox", name="From")
    least.fill("20.000,5")
    least.press("Tab")
    assert least.input_value() == "20000,5"
    german.get_by_role("button", name="Update").click()

    some = demo.workspace.query(DEALS.format(" q = filter q by 'Amount' >= 20000.5;")).rows()[0]
    assert some["n"] < whole["n"]
    shows(german, "n_count", number_text(some["n"], "#,##0", locale("de-DE")))
    assert json.dumps({"min": 20000.5, "max": None}, separators=(",", ":")) in german.evaluate(
        "decodeURIComponent(location.hash)"
    )
    german.goto(f"{demo.address}/dashboards/sales_pipeline")
    german.get_by_role("cell", name=re.compile(r"^\d\d\.\d\d\.20\d\d$")).first.wait_for()
    german.get_by_role("cell", name=re.compile(r"^\d{1,3}(\.\d{3})*\s\$$")).first.wait_for()


MIDDLES = """names => names.map((name) => {
  const find = (root) => {
    for (const node of root.querySelectorAll('*')) {
      if (node.dataset?.widget === name) return node;
      const inner = node.shadowRoot && find(node.shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
  const box = find(document).getBoundingClientRect();
  return box.left + box.width / 2;
})"""


def test_the_page_is_mirrored_in_arabic(arabic: Any, demo: Any) -> None:
    arabic.goto(f"{demo.address}/dashboards/sales_pipeline")
    arabic.locator("[data-widget=open_1] .value").wait_for()
    layout = demo.workspace.dashboard("sales_pipeline").dashboard.layouts[0].pages[0].placements
    columns = {each.widget: each.column + each.colspan / 2 for each in layout if each.row == layout[1].row}
    names = list(columns)
    middles = dict(zip(names, arabic.evaluate(MIDDLES, names), strict=True))

    assert arabic.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert sorted(names, key=columns.__getitem__) == sorted(names, key=middles.__getitem__, reverse=True)
    assert arabic.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_sheet_opens_below_its_button_in_arabic(arabic: Any, demo: Any) -> None:
    (demo.workspace.folder / "dashboards" / "filters.json").write_text(FILTERS)
    arabic.goto(f"{demo.address}/dashboards/filters")
    button = arabic.get_by_role("button", name=re.compile("^Close Date: ")).first
    button.click()
    dates = arabic.get_by_role("button", name="Dates", exact=True)
    dates.wait_for()
    box, opener = arabic.get_by_role("dialog", name="Close Date").bounding_box(), button.bounding_box()

    assert box["x"] >= 0
    assert box["x"] + box["width"] == pytest.approx(max(opener["x"] + opener["width"], box["width"] + 8), abs=2)
