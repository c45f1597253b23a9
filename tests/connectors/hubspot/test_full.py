from __future__ import annotations

import pytest

from connectors.errors import ResumeLostError
from connectors.standins.faults import Fault
from connectors.standins.hubspot import Property


def paths(side):
    return [path for path, _ in side.calls]


@pytest.mark.parametrize("version", ["v3", "2026-09"])
@pytest.mark.parametrize("count", [0, 1, 100, 1_000, 1_001])
def test_all_live_records(side, gather, version, count):
    for place in range(count):
        side.crm.create("companies", {"name": f"Company {place}"})
    connector = side.open(api_version=version)
    rows, gone = gather(connector, side.question(connector, "companies", "hs_object_id", "name"))
    assert {key: row["name"] for key, row in rows.items()} == {
        key: row["name"] for key, row in side.crm.rows("companies").items()
    }
    assert gone == {}


def test_archived_and_merged_records_are_not_live(side, gather):
    keys = [side.crm.create("companies") for _ in range(4)]
    side.crm.archive("companies", keys[0])
    side.crm.merge("companies", keys[1], keys[2])
    connector = side.open()
    assert set(gather(connector, side.question(connector, "companies"))[0]) == {keys[1], keys[3]}


def test_a_read_goes_on_from_its_checkpoints(side, gather):
    for _ in range(2_300):
        side.crm.create("companies")
    connector = side.open()
    pages = list(connector.read(side.question(connector, "companies", "hs_object_id")))
    assert [page.rows.num_rows for page in pages] == [1_000, 1_000, 300]
    assert {page.total for page in pages} == {2_300}
    for stop, page in enumerate(pages):
        rest = side.question(connector, "companies", "hs_object_id", resume=page.checkpoint)
        expected = {key for later in pages[stop + 1 :] for key in later.rows.column(0).to_pylist()}
        assert set(gather(connector, rest)[0]) == expected


def test_a_checkpoint_that_leads_nowhere(side, gather):
    side.crm.create("companies")
    connector = side.open()
    with pytest.raises(ResumeLostError):
        gather(connector, side.question(connector, "companies", resume={"after": "nowhere"}))


def test_many_properties_are_asked_by_a_body(side, gather):
    for place in range(400):
        name = f"a_property_with_a_long_name_{place}"
        side.crm.put_property("companies", Property(name=name, label=name, type="string", field_type="text"))
    key = side.crm.create("companies", {"a_property_with_a_long_name_399": "there"})
    connector = side.open()
    read = side.question(connector, "companies")
    side.crm.forget_calls()
    rows, _ = gather(connector, read)
    assert rows[key]["a_property_with_a_long_name_399"] == "there"
    assert "/crm/v3/objects/companies/batch/read" in paths(side)
    assert all(status in (200, 207) for _, status in side.calls)


def test_keys_alone_are_listed(side, gather):
    for _ in range(150):
        side.crm.create("companies")
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id")
    side.crm.forget_calls()
    assert len(gather(connector, read)[0]) == 150
    assert set(paths(side)) == {"/crm/v3/objects/companies", "/crm/v3/properties/companies"}


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_page_that_is_cut_is_asked_for_again(side, gather, after):
    for _ in range(250):
        side.crm.create("companies")
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id")
    side.crm.faults.add(Fault(path="/crm/v3/objects/companies", kind="short", rows=30, after=after))
    assert set(gather(connector, read)[0]) == set(side.crm.rows("companies"))


def test_an_object_that_the_search_does_not_know_is_read_all_the_same(side, gather):
    for _ in range(1_100):
        side.crm.create("companies")
    side.crm.faults.add(Fault(path="*/search", kind="status", status=400, body="{}", times=None))
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id")
    assert len(gather(connector, read)[0]) == 1_100
    assert connector.estimate(read).rows is None


def test_columns_come_in_the_order_of_the_read(side, gather):
    side.crm.create("companies", {"name": "A"})
    connector = side.open()
    gather(connector, side.question(connector, "companies", "name", "associated_deal_ids", "hs_object_id", "domain"))


def test_no_line_is_opened_for_each_call(side, gather):
    for _ in range(500):
        side.crm.create("companies")
    connector = side.open()
    gather(connector, side.question(connector, "companies"))
    connector.close()
    assert connector.identify().id == str(side.crm.id)
