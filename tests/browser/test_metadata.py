"""How the fields of a dataset are shown, as people see it and say it in a browser."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

import swell
from swell.cli.import_ import import_template

from ..conftest import Serving

pytestmark = pytest.mark.browser

DATASET = "ABCWidgetSales2017"
SAID: Any = {
    "dimensions": [
        {
            "field": "State",
            "label": "State of the union",
            "members": [{"member": "MT", "label": "Montana"}],
            "linkTemplate": "https://crm.example/{{row.State}}",
        },
        {"field": "Online_Code", "showInExplorer": False},
    ],
    "measures": [{"field": "Sales", "label": "Turnover", "format": {"customFormat": '["$#,##0.0K",0.001]'}}],
}


@pytest.fixture(scope="module")
def served(samples: Path, serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a workspace with the sample, and its folder."""
    folder: Path = tmp_path_factory.mktemp("metadata")
    (folder / "swell.toml").write_text('name = "Widgets"\n[page]\nlocale = "en-US"\n')
    import_template(swell.open(folder), samples / "widget_sales")
    with serving("serve", "-w", folder) as address:
        yield address.rstrip("/"), folder


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context()
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    yield opened
    context.close()


@pytest.fixture
def file(served: tuple[str, Path]) -> Iterator[Path]:
    """The metadata of the sample as it was imported, after the test too."""
    found = served[1] / "metadata" / f"{DATASET}.json"
    imported = found.read_bytes()
    yield found
    found.write_bytes(imported)


def test_the_sample_shows_its_labels_and_formats(page: Any, served: tuple[str, Path], file: Path) -> None:
    assert json.loads(file.read_text())["dimensions"] == []
    page.goto(f"{served[0]}/datasets/{DATASET}")
    preview = page.locator("swell-table")
    preview.get_by_text("Division Name").wait_for()
    file.write_text(json.dumps(SAID))
    page.reload()
    preview.get_by_text("State of the union").wait_for()
    preview.get_by_text("Turnover").wait_for()
    assert preview.get_by_role("link", name="Montana").first.get_attribute("href") == "https://crm.example/MT"
    preview.get_by_text(re.compile(r"^\$[\d,]+\.\dK$")).first.wait_for()


def test_an_editor_says_how_fields_are_shown(page: Any, served: tuple[str, Path], file: Path) -> None:
    page.goto(f"{served[0]}/datasets/{DATASET}")
    page.get_by_role("button", name="Labels and formats").click()
    form = page.locator("swell-metadata")
    form.get_by_label("Label of Sales").fill("Turnover")
    form.get_by_label("Format of Sales").fill("#,##0 €")
    assert "€" in form.get_by_label("Example of Sales").inner_text()
    form.get_by_label("Offer Online_Code where a field is chosen").uncheck()
    form.get_by_label("Tables of rows begin with State").check()
    form.get_by_text("Values and link of State").click()
    first = form.locator(".member").filter(visible=True).first
    value = first.get_attribute("aria-label")
    first.get_by_label("Label of").fill("The first")
    first.get_by_label("Colour of").fill("#123456")
    form.get_by_label("Label of AVP").focus()
    assert form.locator("p[role=status]").inner_text() == "Not saved: 3 fields"
    page.keyboard.press("Enter")
    form.get_by_text("Saved.").wait_for()
    said = json.loads(file.read_text())
    assert said["measures"] == [{"field": "Sales", "label": "Turnover", "format": {"customFormat": '["#,##0 €",1]'}}]
    assert said["showDetailsDefaultFields"] == ["State"]
    state = next(each for each in said["dimensions"] if each["field"] == "State")
    assert state["members"] == [{"member": value, "label": "The first", "color": "#123456"}]
    page.get_by_role("button", name="Close").click()
    page.locator("swell-dataset-page .fields").get_by_text("Turnover").wait_for()
    page.locator("swell-table").get_by_text("Turnover").wait_for()

    page.goto(f"{served[0]}/explore/{DATASET}")
    measures = page.get_by_label("Add a measure")
    measures.wait_for()
    assert "Turnover" in measures.inner_text()
    assert "Online" not in page.get_by_label("Add a group").inner_text()


def test_what_somebody_else_changed_is_not_written_over(page: Any, served: tuple[str, Path], file: Path) -> None:
    page.goto(f"{served[0]}/datasets/{DATASET}")
    page.get_by_role("button", name="Labels and formats").click()
    form = page.locator("swell-metadata")
    form.get_by_label("Label of Sales").fill("Mine")
    file.write_text(json.dumps(SAID))
    form.get_by_role("button", name="Save").click()
    form.get_by_role("alert").wait_for()
    assert json.loads(file.read_text()) == SAID
    form.get_by_role("button", name="Open it again").click()
    page.wait_for_function("document.querySelector('swell-app') !== null")
    form.get_by_label("Format of Sales").wait_for()
    assert form.get_by_label("Label of Sales").input_value() == "Turnover"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_editor(page: Any, served: tuple[str, Path], scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{served[0]}/datasets/{DATASET}")
    page.get_by_role("button", name="Labels and formats").click()
    page.get_by_text("Values and link of State").click()
    page.get_by_label("Link to the record").filter(visible=True).wait_for()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
