"""The page of duplicates: pairs decided by keys and buttons, the filter, and nothing that axe minds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

import swell
from benchmarks.matching import plant, write
from swell.cli.init import write_skeleton
from swell.matching import Matching

from ..conftest import Serving
from ..server.people import now

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Matching]]:
    folder: Path = tmp_path_factory.mktemp("duplicates")
    write_skeleton(folder, "Team")
    workspace = swell.open(folder)
    planted, _ = plant(700, seed=3)
    write(workspace.store, planted)
    matching = Matching(folder, workspace.store)
    (folder / "matching").mkdir()
    (folder / "matching" / "accounts.toml").write_text(MATCH)
    matching.run("accounts", now())
    with serving("serve", "-w", folder) as found:
        yield found.rstrip("/"), matching


MATCH = """
label = "Customers"
result = "customers"
link = 0.999
review = 0.4

[[sources]]
dataset = "account"
id = "Id"
name = "Name"
website = "Website"
city = "BillingCity"

[[sources]]
dataset = "hubspot_company"
id = "hs_object_id"
name = "name"
website = "domain"
city = "city"
"""


def verdicts(matching: Matching) -> list[str]:
    return [each.verdict for each in matching.decisions.of("accounts")]


def test_pairs_are_decided_by_keys_and_buttons(page: Any, served: tuple[str, Matching]) -> None:
    address, matching = served
    page.goto(f"{address}/duplicates")
    pairs = page.locator("swell-duplicate-pair")
    pairs.first.wait_for()
    second = pairs.nth(1).locator("thead").text_content()
    page.keyboard.press("ArrowDown")
    assert pairs.nth(1).get_attribute("chosen") is not None
    page.keyboard.press("s")
    page.get_by_text(": the same.").wait_for()
    page.get_by_role("button", name="The same 1").wait_for()
    assert second not in pairs.locator("thead").all_text_contents()
    page.keyboard.press("d")
    page.get_by_role("button", name="Different 1").wait_for()
    pairs.first.get_by_role("button", name="Later").click()
    page.get_by_role("button", name="Put off 1").wait_for()
    assert verdicts(matching) == ["same", "different", "later"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Put off 0").wait_for()
    assert verdicts(matching) == ["same", "different"]
    page.get_by_role("button", name="Different 1").click()
    page.get_by_text("Different, says").wait_for()
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Nobody said of a pair that it is different.").wait_for()


def test_a_name_is_looked_for_and_all_of_a_score_are_accepted(page: Any, served: tuple[str, Matching]) -> None:
    address, matching = served
    page.goto(f"{address}/duplicates")
    pairs = page.locator("swell-duplicate-pair")
    pairs.last.wait_for()
    name = pairs.last.locator("td").first.inner_text()
    search = page.get_by_label("Name contains")
    search.fill(name)
    search.press("Enter")
    pairs.nth(5).wait_for(state="detached")
    page.get_by_label("From score").fill("0.4")
    page.get_by_label("From score").press("Tab")
    before = len(verdicts(matching))
    page.get_by_role("button", name="Accept all as the same").click()
    page.get_by_text("No pair here has such a name.").wait_for()
    assert len(verdicts(matching)) > before
    search.fill("")
    search.press("Enter")
    page.get_by_role("button", name="Customers").click()
    page.locator("swell-duplicates-page table").first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1360])
def test_the_page_fits_and_axe_finds_nothing(page: Any, served: tuple[str, Matching], width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{served[0]}/duplicates")
    page.locator("swell-duplicate-pair").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
