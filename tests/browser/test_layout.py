"""Navigation, repeaters and tables on the page, over a real server; numbers are computed here again."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

import swell

pytestmark = pytest.mark.browser

DEALS = [(("North", "South")[at % 2], ("Won", "Lost", "Open")[at % 3], 10.0 * at) for at in range(60)]
MANY = 100_000


BANDS = {
    "binValues": True,
    "bins": {
        "breakpoints": {"low": 2800, "high": 3000},
        "bands": {"low": {"color": "#ff0000"}, "medium": {"color": "#ffff00"}, "high": {"color": "#00ff00"}},
    },
}


RICH = [
    {"insert": "Up", "attributes": {"bold": True, "color": "#00b531", "size": "20px"}},
    {"insert": " on last year", "attributes": {"size": "12px"}},
    {"insert": "\n", "attributes": {"align": "right"}},
]


def total(region: str | None = None, stage: str | None = None) -> float:
    return sum(amount for r, s, amount in DEALS if region in (None, r) and stage in (None, s))


def text(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def click(kind: str, name: str) -> dict[str, Any]:
    action = {"type": "navigate", "destinationType": kind, "destinationLink": {"name": name}}
    return {"event": "click", "actions": [action]}


def write_dashboard() -> dict[str, Any]:
    def step(groups: list[str], **members: Any) -> dict[str, Any]:
        query = {"measures": [["sum", "Amount"]], "groups": groups, "order": [[-1, {"ascending": False}]]}
        return {
            "type": "aggregateflex",
            "datasets": [{"name": "deals"}],
            "selectMode": "multi",
            "query": query,
            **members,
        }

    def place(name: str, row: int, column: int, rows: int, columns: int) -> dict[str, Any]:
        return {"name": name, "row": row, "column": column, "rowspan": rows, "colspan": columns}

    cell = {
        "words": {
            "type": "text",
            "position": {"row": 0, "column": 0, "rowspan": 1, "colspan": 12},
            "parameters": {
                "content": {
                    "displayTemplate": "[Who]: [Sum]",
                    "values": {
                        "Who": {"step": "cards", "field": "Stage"},
                        "Sum": {"step": "cards", "field": "sum_Amount"},
                    },
                }
            },
        }
    }
    steps = {
        "both": step(["Region", "Stage"]),
        "cards": step(["Stage"]),
        "sum": step([]),
        "many": {
            "type": "grain",
            "datasets": [{"name": "many"}],
            "query": {"values": ["Name", "Size"], "limit": MANY},
        },
    }
    clear = {"event": "click", "actions": [{"type": "clear", "clearType": "clearinclude", "lensIds": ["cards"]}]}
    tables = {
        "sub": {
            "step": "both",
            "subtotals": True,
            "totals": True,
            "columnProperties": {"sum_Amount": {"type": "text", "parameters": BANDS}},
        },
        "pivot": {"step": "both", "pivoted": True, "totals": True},
        "many": {"step": "many", "totals": True, "showRowIndexColumn": True, "numberOfFrozenColumns": 1},
    }
    widgets = {
        "nav": {"type": "navigation", "parameters": {"tabCount": 3}},
        "number": {"type": "number", "parameters": {"step": "sum", "measureField": "sum_Amount"}},
        "cards": {"type": "repeater", "parameters": {"step": "cards", "itemsPerRow": 3, "cellProperties": cell}},
        "more": {
            "type": "link",
            "parameters": {
                "text": "More of it",
                "destinationType": "dashboard",
                "destinationLink": {"name": "layout", "pageName": "two"},
                "includeState": True,
            },
        },
        "turn": {"type": "text", "parameters": {"text": "Turn", "interactions": [click("page", "two")]}},
        "rich": {"type": "text", "parameters": {"content": {"richTextContent": RICH}}},
        "undo": {"type": "text", "parameters": {"text": "Undo", "interactions": [clear]}},
        "soon": {"type": "chart", "parameters": {}},
        **{name: {"type": "table", "parameters": each} for name, each in tables.items()},
    }
    first = [place("nav", 0, 0, 1, 12), place("number", 1, 0, 2, 4), place("soon", 1, 4, 2, 4)]
    first += [place("more", 1, 8, 1, 2), place("turn", 1, 10, 1, 2), place("undo", 2, 8, 1, 2)]
    first += [place("rich", 2, 10, 1, 2)]
    first += [place("cards", 3, 0, 3, 12), place("sub", 6, 0, 8, 6), place("pivot", 6, 6, 8, 6)]
    pages = [
        {"name": "one", "label": "Overview", "widgets": first},
        {"name": "two", "label": "Many rows", "widgets": [place("nav", 0, 0, 1, 12), place("many", 1, 0, 10, 12)]},
        {"name": "three", "label": "Secret", "navigationHidden": True, "widgets": []},
    ]
    return {
        "label": "Layout",
        "state": {"steps": steps, "widgets": widgets, "gridLayouts": [{"numColumns": 12, "pages": pages}]},
    }


def write_outer() -> dict[str, Any]:
    """A dashboard with the other one in it twice, once under the same selections, and with itself."""

    def part(name: str, **parameters: Any) -> dict[str, Any]:
        source = {"name": name, "type": "component"}
        return {"type": "component", "parameters": {"source": source, "pageName": "one", **parameters}}

    def place(name: str, row: int, column: int, rows: int, columns: int) -> dict[str, Any]:
        return {"name": name, "row": row, "column": column, "rowspan": rows, "colspan": columns}

    query = {"measures": [["sum", "Amount"]], "groups": ["Stage"]}
    steps = {
        "stages": {"type": "aggregateflex", "datasets": [{"name": "deals"}], "selectMode": "single", "query": query}
    }
    widgets = {
        "stages": {"type": "table", "parameters": {"step": "stages"}},
        "apart": part("layout"),
        "along": part("layout", shareState=True),
        "self": part("outer"),
    }
    placed = [place("stages", 0, 0, 4, 12), place("apart", 4, 0, 12, 6), place("along", 4, 6, 12, 6)]
    page = {"name": "one", "label": "One", "widgets": [*placed, place("self", 16, 0, 8, 12)]}
    return {"state": {"steps": steps, "widgets": widgets, "gridLayouts": [{"numColumns": 12, "pages": [page]}]}}


@pytest.fixture(scope="module")
def site(serving: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served workspace with one dashboard."""
    folder = tmp_path_factory.mktemp("layout")
    space = swell.open(folder)
    space.write(
        "deals", pa.table(dict(zip(("Region", "Stage", "Amount"), map(list, zip(*DEALS, strict=True)), strict=True)))
    )
    space.write(
        "many", pa.table({"Name": [f"n{at:06}" for at in range(MANY)], "Size": [float(at) for at in range(MANY)]})
    )
    (folder / "dashboards").mkdir()
    (folder / "dashboards" / "outer.json").write_text(json.dumps(write_outer()), "utf-8")
    (folder / "dashboards" / "layout.json").write_text(json.dumps(write_dashboard()), "utf-8")
    with serving("serve", "-w", folder) as address:
        yield f"{address}/dashboards/layout"


def widget(page: Any, name: str) -> Any:
    return page.locator(f"[data-widget={name}]")


def row_texts(page: Any, name: str) -> list[list[str]]:
    found = widget(page, name).locator("tbody tr:not(.space)")
    return [line.split("\t") for line in found.evaluate_all("rows => rows.map(row => row.innerText)")]


def test_navigation_lists_the_pages_that_are_not_hidden_and_turns_them(page: Any, site: str) -> None:
    page.goto(site)
    nav = page.get_by_role("navigation", name="Pages")
    nav.get_by_role("button").first.wait_for()
    assert nav.get_by_role("button").all_inner_texts() == ["Overview", "Many rows"]
    assert page.get_by_role("tablist", name="Pages").count() == 0
    nav.get_by_role("button", name="Many rows").click()
    widget(page, "many").locator("tr.row").first.wait_for()
    assert "page=two" in page.url
    assert nav.get_by_role("button", name="Many rows").get_attribute("aria-current") == "page"


def test_a_widget_without_a_query_says_so_calmly(page: Any, site: str) -> None:
    page.goto(site)
    widget(page, "soon").get_by_text("No query is chosen for this widget yet.").wait_for()
    assert page.locator(".problem").count() == 0


def test_rich_text_has_the_looks_of_its_pieces(page: Any, site: str) -> None:
    page.goto(site)
    line = widget(page, "rich").locator(".line")
    line.wait_for()
    assert line.inner_text() == "Up on last year"
    assert line.evaluate("line => getComputedStyle(line).textAlign") == "right"
    looks = "pieces => pieces.map(each => [getComputedStyle(each).fontSize, getComputedStyle(each).fontWeight])"
    assert line.locator("span").evaluate_all(looks) == [["20px", "700"], ["12px", "400"]]


def test_a_card_of_a_repeater_filters_by_click_and_by_keyboard(page: Any, site: str) -> None:
    page.goto(site)
    cards = widget(page, "cards").get_by_role("option")
    cards.first.wait_for()
    sums = {stage: total(stage=stage) for stage in ("Won", "Lost", "Open")}
    ordered = sorted(sums, key=lambda stage: -sums[stage])
    assert cards.locator(".text").all_inner_texts() == [f"{each}: {text(sums[each])}" for each in ordered]
    cards.nth(0).click()
    widget(page, "number").locator(".value", has_text=re.compile(f"^{text(sums[ordered[0]])}$")).wait_for()
    cards.nth(0).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    both = text(sums[ordered[0]] + sums[ordered[1]])
    widget(page, "number").locator(".value", has_text=re.compile(f"^{both}$")).wait_for()
    assert cards.nth(1).get_attribute("aria-selected") == "true"


def test_subtotals_stand_under_their_rows_and_follow_the_order(page: Any, site: str) -> None:
    page.goto(site)
    widget(page, "sub").locator("tr.subtotal").first.wait_for()
    sums = {each: total(each) for each in ("North", "South")}
    rows = row_texts(page, "sub")
    assert [row for row in rows if row[0].startswith("Total")] == [
        [f"Total {each}", "", text(sums[each])] for each in sorted(sums, key=lambda each: -sums[each])
    ]
    assert widget(page, "sub").locator("tfoot").inner_text().split("\t")[-1] == text(total())
    head = widget(page, "sub").get_by_role("button", name="Sum of Amount")
    head.click()
    head.click()
    ascending = sorted(sums, key=lambda each: sums[each])
    widget(page, "sub").locator("tr.subtotal").first.get_by_text(f"Total {ascending[0]}").wait_for()
    numbers = [total(ascending[0], stage) for stage in ("Won", "Lost", "Open")]
    assert [row[-1] for row in row_texts(page, "sub")[:3]] == [text(each) for each in sorted(numbers)]


def test_a_cell_keeps_the_colour_of_its_number_when_rows_are_sorted(page: Any, site: str) -> None:
    page.goto(site)
    table = widget(page, "sub")
    table.locator("tr.row").first.wait_for()
    table.get_by_role("button", name="Stage").click()
    table.locator("th[aria-sort=ascending]").wait_for()
    read = "cells => cells.map(cell => [cell.innerText, getComputedStyle(cell).backgroundColor])"
    for _ in range(40):  # the rows come a moment after the head
        found = table.locator("tr.row td:last-child").evaluate_all(read)
        if [color for _, color in found] == [band_color(said) for said, _ in found]:
            break
        page.wait_for_timeout(50)
    assert len(found) == 6
    assert [color for _, color in found] == [band_color(said) for said, _ in found]
    assert len({color for _, color in found}) == 3


def band_color(said: str) -> str:
    amount = float(said.replace(",", ""))
    band = "255, 0, 0" if amount < 2800 else "255, 255, 0" if amount <= 3000 else "0, 255, 0"
    return f"rgb({band})"


def test_a_pivot_has_values_as_columns_and_totals_at_its_edges(page: Any, site: str) -> None:
    page.goto(site)
    table = widget(page, "pivot")
    table.locator("tr.row").first.wait_for()
    heads = [each.strip() for each in table.locator("thead tr").nth(1).locator("th").all_inner_texts()]
    assert heads == ["Region", "Lost", "Open", "Won", "Total"]
    assert sorted(row_texts(page, "pivot")) == [
        [region, *(text(total(region, stage)) for stage in ("Lost", "Open", "Won")), text(total(region))]
        for region in ("North", "South")
    ]
    foot = table.locator("tfoot").inner_text().split("\t")
    assert foot == ["Total", *(text(total(stage=stage)) for stage in ("Lost", "Open", "Won")), text(total())]
    table.get_by_role("row", name=re.compile("^South")).click()
    widget(page, "number").locator(".value", has_text=re.compile(f"^{text(total('South'))}$")).wait_for()


def test_a_hundred_thousand_rows_scroll_with_few_of_them_drawn(page: Any, site: str) -> None:
    page.goto(f"{site}#page=two")
    table = widget(page, "many")
    table.locator("tr.row").first.wait_for()
    box = table.locator(".box")
    table.get_by_text("n000000").wait_for()
    assert table.locator("tr.row").count() < 120
    assert table.locator("tfoot").inner_text().split("\t")[-1] == text(sum(range(MANY)))
    box.evaluate("box => { box.scrollTop = box.scrollHeight }")
    table.get_by_text(f"n{MANY - 1:06}").wait_for()
    assert table.locator("tr.row").count() < 120
    last = table.locator("tr.row").last
    assert last.get_attribute("aria-rowindex") == str(MANY + 1)
    edges = "box => [[...box.querySelectorAll('tr.row')].at(-1), box].map(each => each.getBoundingClientRect().bottom)"
    end_of_row, end_of_box = box.evaluate(edges)
    assert end_of_row <= end_of_box
    table.get_by_role("button", name="Size").click()
    box.evaluate("box => { box.scrollTop = 0 }")
    table.locator("tr.row", has_text=f"n{MANY - 1:06}").first.wait_for()
    widths = box.evaluate("box => [...box.querySelectorAll('thead th')].map(th => th.offsetWidth)")
    box.evaluate("box => { box.scrollTop = 1e6 }")
    page.wait_for_timeout(100)
    assert box.evaluate("box => [...box.querySelectorAll('thead th')].map(th => th.offsetWidth)") == widths


def test_a_link_takes_the_selections_along_to_the_other_dashboard(page: Any, site: str) -> None:
    page.goto(site)
    widget(page, "cards").get_by_role("option").filter(has=page.get_by_text(re.compile("^Won"))).click()
    won = re.compile(f"^{text(total(stage='Won'))}$")
    widget(page, "number").locator(".value", has_text=won).wait_for()
    address = widget(page, "more").get_by_role("link", name="More of it").get_attribute("href")
    page.goto("about:blank")
    page.goto(site.removesuffix("/dashboards/layout") + address)
    widget(page, "many").locator("tr.row").first.wait_for()
    assert "from=" not in page.url
    page.get_by_role("button", name="Overview").click()
    widget(page, "number").locator(".value", has_text=won).wait_for()
    widget(page, "undo").get_by_role("button", name="Clear selections").click()
    widget(page, "number").locator(".value", has_text=re.compile(f"^{text(total())}$")).wait_for()


def test_a_click_on_a_widget_with_an_action_turns_the_page(page: Any, site: str) -> None:
    page.goto(site)
    page.get_by_role("button", name="Open page Many rows").click()
    widget(page, "many").locator("tr.row").first.wait_for()


def test_a_component_is_another_dashboard_with_selections_of_its_own(page: Any, site: str) -> None:
    page.goto(site.replace("layout", "outer"))

    def value(name: str) -> Any:
        return page.locator(f"[data-widget={name}] [data-widget=number] .value").first

    for name in ("apart", "along"):
        value(name).filter(has_text=re.compile(f"^{text(total())}$")).wait_for()
    page.locator("[data-widget=stages]").first.get_by_role("row", name=re.compile("^Won")).click()
    value("along").filter(has_text=re.compile(f"^{text(total(stage='Won'))}$")).wait_for()
    assert value("apart").inner_text() == text(total())
    apart = page.locator("[data-widget=apart]").first
    apart.get_by_role("option").filter(has=page.get_by_text(re.compile("^Lost"))).click()
    value("apart").filter(has_text=re.compile(f"^{text(total(stage='Lost'))}$")).wait_for()
    assert value("along").inner_text() == text(total(stage="Won"))
    page.get_by_text("This dashboard stands in itself.").first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_widgets_below_each_other(page: Any, site: str, scheme: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(site)
    widget(page, "cards").get_by_role("option").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = [widget(page, name).bounding_box() for name in ("nav", "number", "cards", "sub", "pivot")]
    assert [box["y"] for box in boxes] == sorted(box["y"] for box in boxes)
