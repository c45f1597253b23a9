"""No serious violation of the rules of axe, in light or dark, on any kind of page."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import NOW, SIZE
from .test_pictures import DASHBOARDS
from .walker import Walker

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "dashboards": "/dashboards",
    **{name: f"/dashboards/{name}" for name in DASHBOARDS},
    "editor": "/dashboards/sales_pipeline/edit",
    "explorer": "/explore",
    "workbench": "/query",
    "datasets": "/datasets",
    "dataset": "/datasets/opportunities",
    "alerts": "/alerts",
    "actions": "/actions",
    "duplicates": "/duplicates",
    "goals": "/goals",
    "pipeline": "/pipeline",
    "models": "/models",
    "customers page": "/customers",
    "segments": "/segments",
    "next contacts": "/next",
    "story": "/story/opportunities#m=share(IsWon)&c=last+quarter",
    "factors": "/story/opportunities#k=factors",
    "jobs": "/jobs",
    "connections": "/connections",
    "apps": "/apps",
}
SERIOUS = {"serious", "critical"}


def violations(page: Any) -> list[str]:
    """What axe finds, a line for each place."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:160]}: {node['failureSummary'][:200]}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(page: Any, address: str, name: str, scheme: str) -> None:
    page.set_viewport_size(SIZE)
    page.emulate_media(color_scheme=scheme)
    page.clock.set_fixed_time(NOW)
    page.goto(address + PAGES[name])
    if name in DASHBOARDS:
        Walker(page).settle()
    else:
        page.wait_for_load_state("networkidle")
    assert violations(page) == []


def test_axe_sees_what_is_wrong(page: Any, address: str) -> None:
    page.goto(address + "/datasets")
    page.get_by_role("link", name="opportunities").first.wait_for()
    page.evaluate("document.body.append(document.createElement('img'))")
    assert [each.split(":")[0] for each in violations(page)] == ["image-alt"]
