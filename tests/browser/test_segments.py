"""The pages of segments and customers: a segment built by clicks and saved, what models say of customers, and axe."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from axe_playwright_python.sync_playwright import Axe

import swell
from swell.cli.init import write_skeleton
from swell.models import run

from ..conftest import Serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Twelve customers, who ordered each month; those with an odd number are in the north, and stopped a year ago."""
    folder: Path = tmp_path_factory.mktemp("segments")
    write_skeleton(folder, "Team")
    workspace = swell.open(folder)
    today = dt.datetime.now(dt.UTC)
    names = [f"Customer {who}" for who in range(12)]
    regions = ["North" if who % 2 else "South" for who in range(12)]
    workspace.write(
        "customers",
        pa.table(
            {
                "Id": [f"c{each}" for each in range(12)],
                "Name": names,
                "Region": regions,
                "Size": [10 * each for each in range(12)],
            }
        ),
    )
    rows = [
        (f"c{who}", today.date() - dt.timedelta(days=30 * month + 1), 10.0 * (who + 1))
        for who in range(12)
        for month in range(30)
        if who % 2 == 0 or month > 13
    ]
    ids, days, amounts = zip(*rows, strict=True)
    workspace.write("orders", pa.table({"Customer": ids, "Day": days, "Amount": amounts}))
    (folder / "models").mkdir()
    for name, kind in (("scores", "rfm"), ("staying", "retention"), ("profits", "profitability")):
        said = {"kind": kind, "dataset": "orders", "customer": "Customer", "date": "Day", "amount": "Amount"}
        (folder / "models" / f"{name}.json").write_text(json.dumps(said))
    run(workspace, today)
    with serving("serve", "-w", folder) as found:
        yield found.rstrip("/"), folder


def serious(page: Any) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in ("serious", "critical")
    ]


def test_a_segment_is_built_counted_and_saved(page: Any, served: tuple[str, Path]) -> None:
    address, folder = served
    page.goto(f"{address}/segments")
    page.get_by_role("button", name="New segment").click()
    page.get_by_label("Name", exact=True).fill("Large in the North")
    page.get_by_label("Records of").select_option("customers")
    status = page.get_by_role("status")
    status.get_by_text("12 records").wait_for()
    page.get_by_role("button", name="Add a rule").click()
    page.get_by_label("Field of rule 1").select_option("Region")
    page.get_by_label("Value of rule 1").fill("North")
    status.get_by_text("6 records").wait_for()
    page.get_by_role("button", name="Add a rule").click()
    page.get_by_label("Field of rule 2").select_option("Size")
    page.get_by_label("Operator of rule 2").select_option("at least")
    page.get_by_label("Value of rule 2").fill("70")
    status.get_by_text("3 records").wait_for()  # 7, 9 and 11
    assert page.get_by_role("rowheader").count() + page.get_by_role("cell").count() >= 6
    assert "'Region' == \"North\" && 'Size' >= 70" in page.get_by_label("The segment as SAQL").inner_text()
    assert serious(page) == []
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/segments/large_in_the_north")
    written = json.loads((folder / "segments" / "large_in_the_north.json").read_text())
    assert written["rules"] == {
        "all": [
            {"field": "Region", "operator": "is", "value": "North"},
            {"field": "Size", "operator": "at least", "value": 70},
        ]
    }
    page.goto(f"{address}/segments")
    row = page.get_by_role("row").filter(has_text="Large in the North")
    row.wait_for()
    assert row.get_by_role("cell").all_inner_texts()[:2] == ["customers", "3"]


def test_groups_and_other_segments_are_rules_too(page: Any, served: tuple[str, Path]) -> None:
    address, folder = served
    (folder / "segments").mkdir(exist_ok=True)
    rules = {"all": [{"field": "Size", "operator": "more than", "value": 20}]}
    (folder / "segments" / "large.json").write_text(json.dumps({"dataset": "customers", "key": "Id", "rules": rules}))
    said = {"label": "Some", "dataset": "customers", "key": "Id", "rules": {"all": []}}
    (folder / "segments" / "some.json").write_text(json.dumps(said))
    page.goto(f"{address}/segments/some")
    status = page.get_by_role("status")
    status.get_by_text("12 records").wait_for()
    page.get_by_role("button", name="Add a group").click()
    inner = page.locator("swell-segment-group[inner]")
    inner.get_by_label("Field of rule 1").select_option("Name")
    inner.get_by_label("Operator of rule 1").select_option("one of")
    inner.get_by_label("Value of rule 1").fill("Customer 1\nCustomer 4")
    status.get_by_text("2 records").wait_for()
    page.get_by_role("button", name="Add a rule", exact=True).click()
    page.get_by_label("Field of rule 2").select_option("Id")
    page.get_by_label("Operator of rule 2").select_option("in segment")
    page.get_by_label("Value of rule 2").select_option("large")
    status.get_by_text("1 record").wait_for()  # customer 4
    page.get_by_label("Remove rule 2").click()
    status.get_by_text("2 records").wait_for()
    page.get_by_role("button", name="Remove the group").click()
    status.get_by_text("12 records").wait_for()


def test_what_is_wrong_is_told_where_the_count_would_be(page: Any, served: tuple[str, Path]) -> None:
    address, folder = served
    said = {
        "dataset": "customers",
        "key": "Id",
        "rules": {"all": [{"field": "Sise", "operator": "at least", "value": 5}]},
    }
    (folder / "segments").mkdir(exist_ok=True)
    (folder / "segments" / "misspelt.json").write_text(json.dumps(said))
    page.goto(f"{address}/segments/misspelt")
    page.get_by_role("status").get_by_text("Did you mean 'Size'?").wait_for()
    assert page.get_by_role("button", name="Save").is_disabled()


def test_customers_at_a_glance_lead_to_their_records(page: Any, served: tuple[str, Path]) -> None:
    address, _ = served
    page.goto(f"{address}/customers")
    page.get_by_role("heading", name="Customers", exact=True).wait_for()
    page.get_by_role("heading", name="Segments").wait_for()
    page.get_by_role("heading", name="Cohorts: who bought again, and when").wait_for()
    page.wait_for_load_state("networkidle")
    assert serious(page) == []
    page.get_by_role("link", name="Records: Champions").first.click()
    page.wait_for_url("**/query#*")
    page.get_by_role("cell", name="Champions").first.wait_for()
