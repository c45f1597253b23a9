"""Links that lead from one dashboard to another and back with what is selected and filtered, over a real server."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell

pytestmark = pytest.mark.browser

ROWS = {
    "Region": ["North", "North", "South", "South"],
    "Stage": ["Won", "Lost", "Won", "Lost"],
    "Owner": ["me", "you", "me", "you"],
    "Amount": [1.0, 2.0, 4.0, 8.0],
}
TOTAL = {"measures": [["sum", "Amount"]]}


def step(**query: Any) -> dict[str, Any]:
    return {"type": "aggregateflex", "datasets": [{"name": "deals"}], "selectMode": "multi", "query": query}


def global_filter(field: str, *values: str, **members: Any) -> dict[str, Any]:
    return {
        "label": field,
        "fields": [field],
        "operator": "in",
        "value": [*values],
        "dataset": {"name": "deals"},
        **members,
    }


def dashboard(label: str, to: str, *filters: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a dashboard with a list of stages, a total, and a link and a picture that lead to another one."""
    leads = {"destinationType": "dashboard", "destinationLink": {"name": to}, "includeState": True}
    click = {"event": "click", "actions": [{"type": "navigate", **leads}]}
    places = {"stages": (0, 0, 4, 8), "total": (4, 0, 4, 3), "link": (4, 3, 4, 2), "box": (4, 5, 4, 3)}
    grid = [
        {"name": name, "column": column, "row": row, "colspan": wide, "rowspan": high}
        for name, (column, row, wide, high) in places.items()
    ]
    return {
        "label": label,
        "steps": {"stages": step(groups=["Stage"], **TOTAL), "total": step(**TOTAL), **more},
        "widgets": {
            "stages": {"type": "listselector", "parameters": {"step": "stages", "expanded": True}},
            "total": {"type": "number", "parameters": {"step": "total"}},
            "link": {"type": "link", "parameters": {"text": "Onward", **leads}},
            "box": {"type": "text", "parameters": {"text": "A click leads there, too", "interactions": [click]}},
        },
        "gridLayouts": [{"name": "Default", "numColumns": 12, "pages": [{"name": "one", "widgets": grid}]}],
        "filters": [*filters],
    }


@pytest.fixture(scope="module")
def site(serving: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("links")
    swell.open(folder).write("deals", pa.table(ROWS))
    (folder / "dashboards").mkdir()
    made = {
        "open": dashboard("Open", "plain", global_filter("Region", "South"), global_filter("Owner", "me", "you")),
        "plain": dashboard("Plain", "locked"),
        "locked": dashboard("Locked", "open", global_filter("Region", "North", locked=True), global_filter("Owner")),
    }
    for name, each in made.items():
        (folder / "dashboards" / f"{name}.json").write_text(json.dumps(each))
    with serving("serve", "-w", folder) as address:
        yield address


def total(page: Any, amount: int) -> None:
    page.locator("[data-widget=total] .value", has_text=re.compile(f"^{amount}$")).wait_for()


def chip(page: Any, text: str) -> Any:
    return page.locator("swell-chips").get_by_text(text)


def test_a_link_takes_selections_and_the_dashboards_own_filters_along(page: Any, site: str) -> None:
    page.goto(f"{site}/dashboards/open")
    total(page, 12)
    page.locator("[data-widget=stages]").get_by_text("Won").click()
    total(page, 4)
    page.get_by_role("link", name="Onward").click()
    page.get_by_role("heading", name="Plain").wait_for()
    total(page, 4)  # South and Won, though this dashboard has no filter on regions
    chip(page, "South").wait_for()
    page.reload()
    total(page, 4)
    chip(page, "South").wait_for()


def test_what_came_along_goes_on_and_stops_at_a_locked_filter(page: Any, site: str) -> None:
    page.goto(f"{site}/dashboards/open")
    page.locator("[data-widget=stages]").get_by_text("Won").click()
    total(page, 4)
    page.locator("[data-widget=box] a.action").click()
    page.get_by_role("heading", name="Plain").wait_for()
    total(page, 4)
    page.locator("[data-widget=box] a.action").click()
    page.get_by_role("heading", name="Locked").wait_for()
    total(page, 1)  # its own North, and Won
    assert chip(page, "South").count() == 0
    page.get_by_role("link", name="Onward").click()
    page.get_by_role("heading", name="Open").wait_for()
    total(page, 1)  # the locked North overrides the South that can be changed
    chip(page, "North").wait_for()


def test_what_came_along_can_be_taken_back(page: Any, site: str) -> None:
    page.goto(f"{site}/dashboards/open")
    total(page, 12)
    page.get_by_role("link", name="Onward").click()
    page.get_by_role("heading", name="Plain").wait_for()
    total(page, 12)
    page.locator("swell-chips").get_by_role("button", name=re.compile("Region")).first.click()
    total(page, 15)
