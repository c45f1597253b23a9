"""The page of next contacts: whose list, what is overdue and why, and the records behind it."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(serving: Any, swell_command: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("next") / "demo"
    subprocess.run([swell_command, "demo", "--rows", "20000", "--dir", folder, "--no-serve"], check=True)
    models = folder / "models"
    models.mkdir(exist_ok=True)
    (models / "next_contacts.json").write_text('{"kind": "next_contact"}')
    (models / "deal_journey.json").write_text('{"kind": "journey"}')
    subprocess.run([swell_command, "models", "train", "next_contacts", "deal_journey", "-w", folder], check=True)
    with serving("serve", "-w", folder) as address:
        yield address


def test_a_list_is_chosen_and_opens_its_records(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_role("navigation").get_by_role("button", name="Act").click()
    page.get_by_role("navigation").get_by_role("link", name="Next contacts").click()
    whose = page.get_by_role("combobox", name="Whose")
    whose.wait_for()
    second = whose.locator("option").nth(1).get_attribute("value")
    whose.select_option(second)
    page.get_by_role("heading", name=f"Next contacts of {second}").wait_for()
    overdue = page.get_by_role("region", name="Overdue", exact=True)
    overdue.get_by_text("are usual").first.wait_for()
    page.reload()
    page.get_by_role("heading", name=f"Next contacts of {second}").wait_for()
    page.get_by_role("link", name=re.compile("^Records: ")).click()
    page.get_by_text("are usual").first.wait_for()


def test_a_journey_is_reported_with_its_funnel(page: Any, address: str) -> None:
    page.goto(f"{address}/models/deal_journey")
    page.get_by_role("heading", name="From Prospecting to Closed Won").wait_for()
    section = page.get_by_role("region", name="How many move on")
    section.get_by_text("Negotiation: ").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_everybody(page: Any, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/next")
    page.get_by_role("heading", name="Next contacts of").wait_for()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [each["nodes"][0]["html"] for each in found if each["impact"] in ("serious", "critical")] == []
