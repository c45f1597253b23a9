"""Jobs and alerts in the page: a schedule run now, an alert and a subscription made from a dashboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

SCHEDULE = '\n[[schedule]]\nname = "morning"\nrun = "refresh sales_pipeline"\nevery = "day"\nat = "06:30"\n'


@pytest.fixture(scope="module")
def served(serving: Any, swell_command: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    import subprocess

    folder = tmp_path_factory.mktemp("jobs") / "demo"
    subprocess.run([swell_command, "demo", "--rows", "3000", "--dir", folder, "--no-serve"], check=True)
    with (folder / "swell.toml").open("a") as file:
        file.write(SCHEDULE)
    with serving("serve", "-w", folder) as address:
        yield address, folder


def test_a_job_is_run_now_and_its_log_opened(page: Any, served: tuple[str, Path]) -> None:
    page.goto(f"{served[0]}/jobs")
    page.get_by_role("button", name="Run morning now").click()
    runs = page.get_by_role("table", name="Runs")
    runs.get_by_text("24 of 24 widgets computed.").first.wait_for()
    runs.get_by_text("Done", exact=True).first.wait_for()
    page.get_by_role("button", name="Log of morning").first.click()
    page.get_by_text("It has told nothing.").wait_for()


def test_an_alert_is_made_at_a_number_and_removed(page: Any, served: tuple[str, Path]) -> None:
    address, folder = served
    page.goto(f"{address}/dashboards/sales_pipeline")
    page.locator("[data-widget=open_1]").hover()
    page.get_by_role("button", name="More about Open pipeline").first.click()
    page.get_by_role("menuitem", name="Alert me when…").click()
    page.locator("swell-watch-form select[name=is]").select_option("below")
    page.get_by_label("Number").fill("1000")
    page.get_by_label("To", exact=True).fill("nobody at all")
    page.get_by_role("button", name="Make the alert").click()
    page.get_by_text("the recipient 'nobody' is no e-mail address").wait_for()
    page.get_by_label("To", exact=True).fill("ada@example.com")
    page.get_by_role("button", name="Make the alert").click()
    page.get_by_text("From now on you will be told.").wait_for()
    assert (folder / "alerts" / "open_pipeline.json").is_file()

    page.goto(f"{address}/alerts")
    page.get_by_text("gets below 1,000").wait_for()
    page.get_by_text("Mail can't be sent").wait_for()
    page.get_by_role("button", name="Remove Open pipeline").click()
    page.get_by_text("No alerts yet").wait_for()
    assert not (folder / "alerts" / "open_pipeline.json").exists()


def test_a_dashboard_is_subscribed_to(page: Any, served: tuple[str, Path]) -> None:
    address, _ = served
    page.goto(f"{address}/dashboards/sales_pipeline")
    page.get_by_role("button", name="Save Sales Pipeline as a file").click()
    page.get_by_role("menuitem", name="Send by mail…").click()
    page.get_by_label("Every").select_option("monday")
    page.get_by_label("At", exact=True).fill("07:15")
    page.get_by_label("To", exact=True).fill("ada@example.com")
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_text("It will be sent.").wait_for()
    page.get_by_role("link", name="Alerts").last.click()
    page.get_by_text("every Monday at 07:15").wait_for()


@pytest.mark.parametrize("path", ["/jobs", "/alerts"])
@pytest.mark.parametrize("width", [390, 1360])
def test_the_pages_fit(page: Any, served: tuple[str, Path], path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(served[0] + path)
    page.wait_for_selector("main h1")
    page.wait_for_selector("main .panel")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
