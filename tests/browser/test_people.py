"""Signing in, the account, the people, and seeing as somebody else, as a browser does it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import swell
from swell.cli.init import write_skeleton

from ..conftest import Serving
from ..server.people import PASSWORD, accounts_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("people")
    write_skeleton(folder, "Team")
    (folder / "dashboards" / "sales").mkdir()
    (folder / "dashboards" / "sales" / "west.json").write_text('{"label": "West", "state": {}}')
    accounts_of(swell.open(folder))
    with serving("serve", "-w", folder) as found:
        yield found.rstrip("/")


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context()
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    yield opened
    context.close()


def sign_in(page: Any, password: str = PASSWORD) -> None:
    page.fill("[name=email]", "admin@example.com")
    page.fill("[name=password]", password)
    page.click("button")


def test_who_opens_a_page_signs_in_and_is_there(page: Any, address: str) -> None:
    page.goto(f"{address}/query")
    sign_in(page, "wrong")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("[name=email]") == "admin@example.com"
    sign_in(page)
    page.wait_for_selector("swell-query-page")
    assert page.url == f"{address}/query"
    assert page.evaluate("document.cookie") == ""
    page.click("swell-account-menu .choose")
    page.click("text=Sign out")
    page.wait_for_selector("[name=password]")
    page.goto(f"{address}/query")
    page.wait_for_selector("[name=password]")


def test_the_sign_in_needs_no_script(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/datasets")
    sign_in(page)
    page.wait_for_url(f"{address}/datasets")
    assert {each["name"]: each["httpOnly"] for each in context.cookies()} == {"swell": True}
    context.close()


def test_a_sign_in_that_ends_meanwhile_leads_back(page: Any, address: str) -> None:
    page.goto(f"{address}/dashboards")
    sign_in(page)
    page.wait_for_selector("text=West")
    page.context.clear_cookies()
    page.click("text=Datasets")
    sign_in(page)
    page.wait_for_selector("swell-datasets-page")
    assert page.url == f"{address}/datasets"


def test_a_token_is_made_shown_and_revoked(page: Any, address: str) -> None:
    page.goto(f"{address}/account")
    sign_in(page)
    page.fill("[name=name]", "Nightly")
    page.click("text=Make a token")
    assert page.inner_text(".fresh code").startswith("swell_")
    page.click("[aria-label='Revoke Nightly']")
    page.wait_for_selector("text=No tokens.")


def test_an_admin_adds_somebody_gives_a_role_and_sees_as_they_do(page: Any, address: str) -> None:
    page.goto(f"{address}/people")
    sign_in(page)
    page.click("text=Add somebody")
    page.fill("dialog [name=email]", "nora@example.com")
    page.fill("dialog [name=name]", "Nora New")
    page.click("dialog .primary")
    page.select_option("[aria-label='Role of nora@example.com in sales']", "none")
    page.wait_for_selector("td:has-text('role none, folder sales')")
    page.click("[aria-label='See as Nora New']")
    page.wait_for_selector(".seen")
    assert "You see Swell as Nora New does" in page.inner_text(".seen")
    page.click("nav >> text=Dashboards")
    page.wait_for_selector("text=No dashboards yet")
    assert page.locator(".head button").count() == 0
    assert page.locator("nav >> text=Connections").count() == 0
    page.click(".seen button")
    page.wait_for_selector("text=What they did")
    assert page.locator(".seen").count() == 0


def test_an_administrator_reads_the_settings_and_where_they_came_from(page: Any, address: str) -> None:
    page.goto(f"{address}/query")
    sign_in(page)
    page.wait_for_selector("swell-query-page")
    page.get_by_role("button", name="Account").click()
    page.get_by_role("link", name="Settings").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="grace_seconds"))
    assert row.inner_text().split("\t")[:3] == ["grace_seconds", "30", "default"]
    name = page.get_by_role("table", name="Settings of Workspace").get_by_role("row").nth(1)
    assert '"Team"' in name.inner_text()
    assert "swell.toml, line" in name.inner_text()
