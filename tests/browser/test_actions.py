"""Actions in the page: the plan is looked at before it is run, and what a run did is looked up."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell

pytestmark = pytest.mark.browser

QUERY = 'q = load "scores"; q = filter q by Band == "high"; q = foreach q generate Id, Name, Email, Score;'
ACTION = {
    "label": "Accounts at risk",
    "on": {"query": QUERY, "key": "Id"},
    "do": {
        "export": {"columns": ["Name", "Score"]},
        "messages": {"to": "{{Email}}", "subject": "A word, {{Name}}", "text": "Dear {{Name}},\n\nhow are you?\n"},
    },
    "limits": {"per_run": 2, "per_day": 5},
}


@pytest.fixture(scope="module")
def served(serving: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("actions") / "space"
    folder.mkdir()
    names = ["Arden", "Birch", "Cole", "Dane"]
    table = {
        "Id": names,
        "Name": names,
        "Email": ["a@example.com", None, "c@example.com", "d@example.com"],
        "Band": ["high"] * 4,
        "Score": [0.9, 0.8, 0.7, 0.6],
    }
    swell.open(folder).write("scores", pa.table(table))
    (folder / "actions").mkdir()
    (folder / "actions" / "at_risk.json").write_text(json.dumps(ACTION))
    (folder / "actions" / "broken.json").write_text('{"on": {}}')
    with serving("serve", "-w", folder) as address:
        yield address, folder


@pytest.mark.parametrize("width", [390, 1360])
def test_the_page_fits(page: Any, served: tuple[str, Path], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served[0]}/actions")
    page.get_by_role("button", name="Plan of Accounts at risk").click()
    page.get_by_role("list", name="What would be done").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_plan_is_looked_at_left_and_done(page: Any, served: tuple[str, Path]) -> None:
    address, folder = served
    page.goto(f"{address}/actions")
    page.get_by_text("actions/broken.json: /on: it does not say for which records.").wait_for()
    page.get_by_text("Nothing has been done yet.").wait_for()
    plan = page.get_by_role("button", name="Plan of Accounts at risk")
    plan.click()
    page.get_by_text("1 left out, Email is empty: Birch").wait_for()
    page.get_by_text("1 has to wait: at most 2 a run and 5 in 24 hours.").wait_for()
    would = page.get_by_role("list", name="What would be done")
    would.get_by_text("Subject: A word, Arden").wait_for()
    assert would.get_by_text("Dane").count() == 0
    page.get_by_role("button", name="Leave it").click()
    would.wait_for(state="detached")
    assert not (folder / "exports").exists()

    plan.click()
    page.get_by_role("button", name="Do it for 2 records").click()
    page.get_by_role("status").get_by_text("2 records, 4 done.").wait_for()
    assert len([*(folder / "exports").rglob("*.eml")]) == 2
    page.get_by_role("button", name="Records of at_risk, run 1").click()
    page.get_by_role("list", name="Records of the run").get_by_text("list.csv").first.wait_for()
    with page.expect_download() as loaded:
        page.get_by_role("link", name="Download its files").click()
    with zipfile.ZipFile(loaded.value.path()) as files:
        assert len([each for each in files.namelist() if each.endswith(".eml")]) == 2


def test_a_plan_that_is_no_longer_true_is_not_done(page: Any, served: tuple[str, Path]) -> None:
    address, folder = served
    page.goto(f"{address}/actions")
    page.get_by_role("button", name="Plan of Accounts at risk").click()
    page.get_by_role("button", name="Do it for 1 record").wait_for()
    (folder / "actions" / "at_risk.json").write_text(json.dumps({**ACTION, "do": {"export": {}}}))
    page.get_by_role("button", name="Do it for 1 record").click()
    page.get_by_role("alert").get_by_text("What there is to do has changed since the plan was made.").wait_for()
