"""The dashboard editor over a real server: drag, resize, edit, undo, save, reload; what the file holds afterwards."""

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

REGIONS = {"North": 300.0, "South": 200.0}


def written() -> dict[str, Any]:
    query = {"measures": [["sum", "Amount"]], "groups": ["Region"]}
    common = {"datasets": [{"name": "deals"}], "selectMode": "multi"}
    return {
        "label": "Work",
        "state": {
            "steps": {
                "by_region": {"type": "aggregateflex", **common, "query": query},
                "total": {
                    "type": "saql",
                    **common,
                    "query": "q = load \"deals\"; q = group q by all; q = foreach q generate sum('Amount') as 'Sum';",
                },
            },
            "widgets": {
                "chart": {"type": "chart", "parameters": {"step": "by_region", "title": {"label": "Regions"}}},
                "number": {"type": "number", "parameters": {"step": "total", "measureField": "Sum", "title": "All"}},
            },
            "gridLayouts": [
                {
                    "name": "Default",
                    "numColumns": 12,
                    "pages": [
                        {
                            "name": "one",
                            "label": "One",
                            "widgets": [
                                {"name": "chart", "row": 0, "column": 0, "rowspan": 5, "colspan": 6},
                                {"name": "number", "row": 0, "column": 6, "rowspan": 2, "colspan": 4},
                            ],
                        }
                    ],
                }
            ],
        },
    }


@dataclass(frozen=True)
class Site:
    """A served workspace: its address, and the file of its dashboard."""

    address: str
    file: Path

    def read(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.file.read_text("utf-8"))
        return found

    def place(self, at: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = self.read()["state"]["gridLayouts"][0]["pages"][0]["widgets"][at]
        return found


@pytest.fixture(scope="module")
def served(serving: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server of a workspace."""
    folder = tmp_path_factory.mktemp("editor")
    amounts = [(region, amount / 2) for region, amount in REGIONS.items() for _ in range(2)]
    swell.open(folder).write("deals", pa.table({"Region": [r for r, _ in amounts], "Amount": [a for _, a in amounts]}))
    (folder / "dashboards").mkdir()
    with serving("serve", "-w", folder) as address:
        yield Site(address, folder / "dashboards" / "work.json")


@pytest.fixture
def site(served: Site, page: Any) -> Site:
    """The workspace with its dashboard as it was made, open in the editor."""
    served.file.write_text(json.dumps(written(), indent=2) + "\n", "utf-8")
    page.set_viewport_size({"width": 1440, "height": 900})
    edit(page, served)
    return served


def edit(page: Any, site: Site, name: str = "work") -> None:
    page.goto(f"{site.address}/dashboards/{name}/edit")
    page.locator("swell-edit-canvas[aria-busy=false]").wait_for()


def frame(page: Any, widget: str) -> Any:
    return page.locator(f"[data-frame={widget}]")


def until_drawn_at(page: Any, widget: str, place: str) -> None:
    """Wait until the frame is where it was dropped, the server's drawing under it, and neither moves any more."""
    page.locator(f"[data-frame={widget}][aria-label*='{place}']").wait_for()
    drawn, before = page.locator(f"[data-widget={widget}]"), None
    for _ in range(100):
        boxes = frame(page, widget).bounding_box(), drawn.bounding_box()
        if boxes == before and abs(boxes[0]["y"] - boxes[1]["y"]) < 1:
            page.locator("swell-edit-canvas[aria-busy=false]").wait_for()
            page.wait_for_timeout(300)  # as quick as a hand is
            return
        before = boxes
        page.wait_for_timeout(50)
    raise AssertionError(f"{widget} is not drawn under its frame")


def save(page: Any) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("status").filter(has_text=re.compile("^Saved$")).wait_for()


def drag(page: Any, box: dict[str, float], x: float, y: float, columns: float, rows: float, cell: float) -> None:
    """Drag from a point of a box, given as parts of its size, by so many cells."""
    start = (box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + columns * cell / 2, start[1] + rows * 24)
    page.mouse.move(start[0] + columns * cell, start[1] + rows * 48)
    page.mouse.up()


def test_a_widget_is_dragged_and_resized_and_the_file_says_where(page: Any, site: Site) -> None:
    before = site.file.read_text("utf-8").splitlines()
    frame(page, "number").wait_for()
    box = frame(page, "number").bounding_box()
    cell = box["width"] / 4
    drag(page, box, 0.5, 0.5, columns=2, rows=3, cell=cell)
    until_drawn_at(page, "number", "column 9, row 4, 4 wide, 2 high")
    handle = page.locator("[data-handle=se]").bounding_box()
    drag(page, handle, 0.5, 0.5, columns=-1, rows=2, cell=cell)
    until_drawn_at(page, "number", "column 9, row 4, 3 wide, 4 high")
    save(page)
    assert site.place(1) == {"name": "number", "row": 3, "column": 8, "rowspan": 4, "colspan": 3}
    after = site.file.read_text("utf-8").splitlines()
    assert len([1 for old, new in zip(before, after, strict=True) if old != new]) == 4
    page.reload()
    frame(page, "number").wait_for()
    assert abs(frame(page, "number").bounding_box()["width"] - 3 * cell) < 1


def test_a_widget_stays_inside_the_grid(page: Any, site: Site) -> None:
    frame(page, "number").wait_for()
    box = frame(page, "number").bounding_box()
    drag(page, box, 0.5, 0.5, columns=5, rows=-4, cell=box["width"] / 4)
    until_drawn_at(page, "number", "column 9, row 1, 4 wide, 2 high")
    save(page)
    assert site.place(1) == {"name": "number", "row": 0, "column": 8, "rowspan": 2, "colspan": 4}


def test_the_keyboard_moves_resizes_copies_and_removes(page: Any, site: Site) -> None:
    frame(page, "chart").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowLeft", "Shift+ArrowDown"):
        page.keyboard.press(key)
    until_drawn_at(page, "chart", "column 3, row 2, 5 wide, 6 high")
    page.keyboard.press("Control+d")
    page.locator("[data-widget=chart_1]").wait_for()
    frame(page, "chart_1").focus()
    page.keyboard.press("Delete")
    page.locator("[data-widget=chart_1]").wait_for(state="detached")
    save(page)
    assert site.place() == {"name": "chart", "row": 1, "column": 2, "rowspan": 6, "colspan": 5}
    assert [*site.read()["state"]["widgets"]] == ["chart", "number"]


def test_undo_and_redo_go_through_what_was_done(page: Any, site: Site) -> None:
    before = site.file.read_text("utf-8")
    frame(page, "chart").click()
    title = page.get_by_label("Title", exact=True)
    title.press("End")
    title.type(" of the world")
    page.get_by_text("Regions of the world").first.wait_for()
    frame(page, "number").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Undo").and_(page.locator(":disabled")).wait_for()
    assert page.get_by_role("button", name="Save", exact=True).is_disabled()
    page.keyboard.press("Control+Shift+z")
    page.get_by_text("Regions of the world").first.wait_for()
    assert site.file.read_text("utf-8") == before
    save(page)
    assert site.read()["state"]["widgets"]["chart"]["parameters"]["title"] == {"label": "Regions of the world"}
    assert site.place(1)["row"] == 0


def test_settings_and_json_say_the_same(page: Any, site: Site) -> None:
    frame(page, "chart").click()
    code = page.get_by_role("textbox", name="JSON of widget chart")
    page.get_by_label("Kind").select_option("pie")
    code.get_by_text('"pie"').wait_for()
    code.get_by_text('"Regions"').click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text('{"type": "chart", "parameters": {"step": "by_region", "visualizationType": "vbar"}')
    page.get_by_text(re.compile("Line 1: This is not JSON")).wait_for()
    assert page.get_by_label("Kind").input_value() == "pie"
    page.keyboard.insert_text("}")
    page.get_by_text(re.compile("This is not JSON")).wait_for(state="detached")
    assert page.get_by_label("Kind").input_value() == "vbar"
    save(page)
    assert site.read()["state"]["widgets"]["chart"]["parameters"] == {"step": "by_region", "visualizationType": "vbar"}


def test_a_query_is_edited_with_its_mistakes_shown(page: Any, site: Site) -> None:
    frame(page, "number").click()
    page.get_by_role("button", name="Edit query").click()
    page.get_by_role("textbox", name="SAQL of the query").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("q = load \"deals\"; q = group q by all; q = foreach q generate max('Amont') as 'Sum';")
    page.locator(".cm-lintRange-error").first.wait_for()
    page.locator("swell-step-panel .problem").get_by_text(re.compile("Amont")).wait_for()
    page.locator("[data-widget=number]").get_by_text("Not shown").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("q = load \"deals\"; q = group q by all; q = foreach q generate max('Amount') as 'Sum';")
    page.locator("[data-widget=number] .value", has_text=re.compile("^150$")).wait_for()
    save(page)
    assert "max('Amount')" in site.read()["state"]["steps"]["total"]["query"]


def test_a_file_that_changed_meanwhile_is_not_overwritten_unasked(page: Any, site: Site) -> None:
    frame(page, "chart").focus()
    page.keyboard.press("ArrowRight")
    other = written()
    other["label"] = "Theirs"
    site.file.write_text(json.dumps(other), "utf-8")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("The file has changed since you opened it").wait_for()
    assert site.read() == other
    page.get_by_role("button", name="Save over it").click()
    page.get_by_role("status").filter(has_text=re.compile("^Saved$")).wait_for()
    assert (site.place()["column"], site.read()["label"]) == (1, "Work")


def test_a_dashboard_is_made_from_nothing(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/dashboards")
    page.get_by_role("button", name="New dashboard").click()
    page.get_by_label("Label").fill("From nothing")
    page.get_by_role("button", name="Make").click()
    page.get_by_text("An empty page").wait_for()
    page.get_by_role("button", name="New query").click()
    compact = page.get_by_role("textbox", name="Compact form of the query")
    compact.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text('{"measures": [["sum", "Amount"]], "groups": ["Region"]}')
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Chart", exact=True).click()
    page.locator("[data-widget=chart_1] swell-chart").wait_for()
    page.get_by_role("button", name="+ Page").click()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Text", exact=True).click()
    page.locator("[data-widget=text_1]").wait_for()
    save(page)
    made = json.loads((site.file.parent / "from_nothing.json").read_text("utf-8"))
    assert [[one["name"] for one in each["widgets"]] for each in made["state"]["gridLayouts"][0]["pages"]] == [
        ["chart_1"],
        ["text_1"],
    ]
    page.get_by_role("button", name="Close").click()
    page.get_by_role("tab", name="Page 1").click()
    page.locator("[data-widget=chart_1] swell-chart").wait_for()


def test_a_file_with_no_page_gets_one(page: Any, site: Site) -> None:
    bare = site.file.with_name("bare.json")
    bare.write_text('{"steps": {}}', "utf-8")
    edit(page, site, "bare")
    page.get_by_text("No page yet").wait_for()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Text", exact=True).click()
    page.locator("[data-widget=text_1]").wait_for()
    save(page)
    assert [*json.loads(bare.read_text("utf-8"))] == ["steps", "gridLayouts", "widgets"]


def test_a_dashboard_is_copied(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/dashboards")
    page.get_by_role("button", name="Copy Work").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    frame(page, "chart").wait_for()
    assert page.url.endswith("/dashboards/copy_of_work/edit")


def test_changes_that_are_not_saved_are_asked_about_and_survive_the_way_back(page: Any, site: Site) -> None:
    frame(page, "chart").focus()
    page.keyboard.press("ArrowRight")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("link", name="Datasets").click()
    assert asked == ["Leave without saving your changes?"]
    frame(page, "chart").wait_for()
    page.evaluate("history.pushState(null, '', '/datasets'); dispatchEvent(new PopStateEvent('popstate'))")
    page.get_by_role("heading", name="Datasets").wait_for()
    page.go_back()
    frame(page, "chart").wait_for()
    until_drawn_at(page, "chart", "column 2, row 1")


def test_a_view_keeps_selections_under_a_name(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/dashboards/work#s=" + json.dumps({"by_region": [{"Region": "North"}]}))
    number = page.locator("[data-widget=number] .value")
    number.get_by_text(re.compile("^300$")).wait_for()
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Name of the view").fill("The north")
    page.get_by_role("button", name="Save view").click()
    page.get_by_role("button", name="The north", exact=True).wait_for()
    page.goto("about:blank")
    page.goto(f"{site.address}/dashboards/work")
    number.get_by_text(re.compile("^500$")).wait_for()
    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name="The north", exact=True).click()
    number.get_by_text(re.compile("^300$")).wait_for()
    assert "North" in page.url


def test_a_viewer_loads_nothing_of_the_editor(page: Any, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(f"{site.address}/dashboards/work")
    page.locator("[data-widget=number] .value").wait_for()
    assert any("/pages/dashboard.js" in each for each in asked)
    assert not [each for each in asked if "/editor/" in each or "codemirror" in each]
