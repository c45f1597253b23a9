"""Models in the page: what there is, a report, and a training by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import swell
from swell.models import run

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(serving: Any, swell_command: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    import datetime as dt
    import subprocess

    folder = tmp_path_factory.mktemp("models") / "demo"
    subprocess.run([swell_command, "demo", "--rows", "30000", "--dir", folder, "--no-serve"], check=True)
    models = folder / "models"
    models.mkdir(exist_ok=True)
    (models / "leads.json").write_text(json.dumps({"kind": "lead", "label": "Leads to call"}))
    (models / "later.json").write_text(json.dumps({"kind": "lead", "label": "Leads of later"}))
    (models / "wrong.json").write_text(json.dumps({"kind": "laed"}))
    run(swell.open(folder), dt.datetime.now(dt.UTC), ["leads"])
    with serving("serve", "-w", folder) as address:
        yield address, folder


def test_models_are_listed_with_what_they_found(page: Any, served: tuple[str, Path]) -> None:
    page.goto(f"{served[0]}/models")
    table = page.get_by_role("table", name="Models")
    row = table.get_by_role("row", name="Leads to call")
    row.get_by_text("Up to date").wait_for()
    row.get_by_text("it gives the first the higher chance").wait_for()
    row.get_by_role("link", name="leads_scores").wait_for()
    table.get_by_role("row", name="wrong").get_by_text("File is wrong").wait_for()
    table.get_by_role("row", name="Leads of later").get_by_text("it was never trained").wait_for()
    row.get_by_role("link", name="Leads to call").click()
    page.get_by_role("heading", name="How far to trust it").wait_for()
    assert page.url.endswith("/models/leads")


def test_a_report_opens_the_records_that_it_speaks_of(page: Any, served: tuple[str, Path]) -> None:
    page.goto(f"{served[0]}/models/leads")
    page.get_by_role("heading", name="What decides").wait_for()
    page.get_by_role("heading", name="Fields that tell the outcome").wait_for()
    page.get_by_role("link", name="Records").first.click()
    page.wait_for_url("**/query**")


def test_a_model_is_trained_from_the_page(page: Any, served: tuple[str, Path]) -> None:
    page.goto(f"{served[0]}/models/later")
    page.get_by_role("heading", name="It was never trained").wait_for()
    page.get_by_role("button", name="Train now").click()
    page.get_by_role("heading", name="How far to trust it").wait_for(timeout=60_000)
    page.get_by_role("button", name="Score now").wait_for()
    assert (served[1] / "data" / ".models" / "later" / "1.json").is_file()


def test_a_file_that_is_wrong_says_what_to_write(page: Any, served: tuple[str, Path]) -> None:
    page.goto(f"{served[0]}/models/wrong")
    page.get_by_text("Did you mean 'lead'?").wait_for()
    assert page.get_by_role("button", name="Train now").count() == 0


@pytest.mark.parametrize("path", ["/models", "/models/leads"])
@pytest.mark.parametrize("width", [390, 1360])
def test_the_pages_fit(page: Any, served: tuple[str, Path], path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(served[0] + path)
    page.wait_for_selector("main h1")
    page.wait_for_selector("main .panel")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
