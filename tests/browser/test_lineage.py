"""The lineage in the page: the drawing, what is connected, and the way of a field."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

RECIPE = """
o = load "opportunities";
a = load "accounts";
o = filter o by Amount > 0;
o = augment o by AccountId, a by Id generate a.Industry as AccountIndustry;
o = foreach o generate Id, Amount / 1000 as Thousands, AccountIndustry;
"""


@pytest.fixture(scope="module")
def address(serving: Any, swell_command: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import subprocess

    folder = tmp_path_factory.mktemp("lineage") / "demo"
    subprocess.run([swell_command, "demo", "--rows", "3000", "--dir", folder, "--no-serve"], check=True)
    (folder / "recipes").mkdir(exist_ok=True)
    (folder / "recipes" / "deals.saql").write_text(RECIPE)
    subprocess.run([swell_command, "recipes", "run", "-w", folder], check=True)
    with serving("serve", "-w", folder) as address:
        yield address


def test_the_drawing_leads_from_datasets_over_recipes_to_dashboards(page: Any, address: str) -> None:
    page.goto(f"{address}/datasets")
    page.get_by_role("link", name="Lineage").click()
    drawing = page.get_by_role("region", name="Drawing")
    recipe = drawing.get_by_role("listitem").filter(has_text="Recipe").filter(has_text="deals")
    recipe.wait_for()
    everything = drawing.get_by_role("listitem").count()
    recipe.get_by_role("button", name="Only what is connected with deals").click()
    page.get_by_role("button", name="Show everything").wait_for()
    assert 3 < drawing.get_by_role("listitem").count() < everything
    assert drawing.locator("path").count() >= 3
    page.get_by_text("As a list").click()
    page.get_by_text("Goes into").first.wait_for()
    drawing.get_by_role("link", name="Accounts", exact=True).click()
    page.get_by_role("heading", name="Accounts").wait_for()


def test_a_field_is_followed_back(page: Any, address: str) -> None:
    page.goto(f"{address}/datasets/deals")
    page.get_by_role("link", name="Lineage").click()
    page.get_by_role("combobox", name="Field").select_option("AccountIndustry")
    way = page.get_by_role("list", name="Where the field comes from")
    way.get_by_text("looked up by Id of accounts, AccountId of opportunities").wait_for()
    assert "recipe deals" in way.inner_text()
    assert "filtered by Amount of opportunities" in way.inner_text()
    page.get_by_role("combobox", name="Field").select_option("Thousands")
    way.get_by_text("Thousands = Amount / 1000").wait_for()
    page.reload()
    way.get_by_text("Thousands = Amount / 1000").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_everybody(page: Any, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/lineage#dataset=deals&field=Thousands")
    page.get_by_text("Thousands = Amount / 1000").wait_for()
    page.get_by_text("As a list").click()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [each["nodes"][0]["html"] for each in found if each["impact"] in ("serious", "critical")] == []
