"""Files from the menus of a dashboard and of its widgets."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def saved(page: Any, menu: str, item: str) -> Any:
    page.get_by_role("button", name=menu).click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name=item).click()
    return waiting.value


def test_a_dashboard_is_saved_as_a_pdf(page: Any, demo: Any) -> None:
    page.goto(f"{demo.address}/dashboards/sales_pipeline")
    file = saved(page, "Save Sales Pipeline as a file", "PDF")

    assert file.suggested_filename == "sales_pipeline.pdf"
    assert Path(file.path()).read_bytes().startswith(b"%PDF")
    page.get_by_role("menu").wait_for(state="hidden")


def test_a_widget_is_saved_with_what_is_selected(page: Any, demo: Any) -> None:
    dashboard = demo.workspace.dashboard("sales_pipeline")
    region = dashboard.widgets()["region_1"].view["rows"][0][0]
    selections = {"Region_1": [{"Account.Region": region}]}
    rows = dashboard.widgets(selections=selections)["stages_1"].view["rows"]

    page.goto(f"{demo.address}/dashboards/sales_pipeline")
    page.locator("[data-widget=region_1] .choose").click()
    page.get_by_role("radio", name=region).or_(page.get_by_role("checkbox", name=region)).click()
    page.get_by_role("button", name=f"Clear Region: {region}").wait_for()
    page.keyboard.press("Escape")
    page.locator("[data-widget=stages_1]").hover()
    file = saved(page, "More about Open pipeline by stage", "CSV")

    assert file.suggested_filename == "stages_1.csv"
    lines = Path(file.path()).read_text().splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == [row[0] for row in rows]
    assert [float(line.split(",")[1]) for line in lines] == pytest.approx([row[1] for row in rows])


def test_the_menu_is_walked_by_keyboard(page: Any, demo: Any) -> None:
    page.goto(f"{demo.address}/dashboards/sales_pipeline")
    page.get_by_role("button", name="Save Sales Pipeline as a file").focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="PDF").and_(page.locator(":focus")).wait_for()
    page.keyboard.press("ArrowDown")
    page.get_by_role("menuitem", name="PNG").and_(page.locator(":focus")).wait_for()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")

    assert waiting.value.suggested_filename == "sales_pipeline.png"
