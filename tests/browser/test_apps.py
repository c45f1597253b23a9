"""Ready-made apps in the page: added by a click, and every page of their dashboards drawn."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from swell.apps.catalog import app_named, app_names

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(serving: Any, swell_command: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("apps") / "demo"
    subprocess.run([swell_command, "demo", "--rows", "8000", "--dir", folder, "--no-serve"], check=True)
    with serving("serve", "-w", folder) as address:
        yield address, folder


@pytest.mark.parametrize("name", app_names())
def test_an_app_is_added_and_its_pages_are_drawn(page: Any, served: tuple[str, Path], name: str) -> None:
    address, folder = served
    app = app_named(name)
    page.goto(f"{address}/apps")
    page.get_by_role("button", name=f"Add: {app.label}").click()
    page.get_by_role("region", name=app.label).get_by_role("link", name=app.label, exact=True).click()
    page.wait_for_url(f"**/dashboards/app_{name}")

    layout = json.loads((folder / "dashboards" / f"app_{name}.json").read_text("utf-8"))["state"]["gridLayouts"][0]
    for each in layout["pages"]:
        page.goto("about:blank")
        page.goto(f"{address}/dashboards/app_{name}#page={each['name']}")
        page.wait_for_load_state("networkidle")
        page.locator("[data-widget=about_1]").first.wait_for()
        assert page.locator("[data-widget]").count() >= len(each["widgets"])
        assert page.locator(".problem").count() == 0
        assert barriers(page) == []


def barriers(page: Any) -> list[str]:
    """What keeps people from using a page without a mouse or without seeing it, as axe finds it."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['target']}" for each in found if each["impact"] in ("serious", "critical")
    ]


def test_an_app_is_removed(page: Any, served: tuple[str, Path]) -> None:
    address, folder = served
    page.goto(f"{address}/apps")
    page.get_by_role("button", name="Remove: Marketing").click()
    page.get_by_role("button", name="Add: Marketing").wait_for()
    assert not (folder / "dashboards/app_marketing.json").exists()
