from __future__ import annotations

import pyarrow as pa
import pytest

from connectors.errors import ObjectRefusedError
from connectors.hubspot.types import TEXTS, TIMESTAMP
from connectors.standins.faults import Fault
from connectors.standins.hubspot import ObjectType, Pipeline, Property, Stage

STAGES = (Stage(id="s1", label="Talk", probability=0.2), Stage(id="s2", label="Won", probability=1.0, closed=True))


def test_objects_are_the_standard_ones_those_of_the_account_and_small_tables(side):
    found = {each.name: each for each in side.open().objects()}
    assert {"contacts", "companies", "deals", "tickets", "calls", "owners", "pipelines", "pipeline_stages"} <= set(
        found
    )
    assert found["2-101"].label == "Service contracts"
    assert found["2-101"].custom
    assert not found["deals"].custom


def test_without_the_scope_of_schemas_the_standard_objects_remain(side):
    side.crm.refuse("schemas")
    connector = side.open()
    names = {each.name for each in connector.objects()}
    assert "2-101" not in names
    assert "deals" in names
    assert connector.describe("deals").name == "deals"


@pytest.mark.parametrize("version", ["v3", "2026-09"])
def test_fields_have_the_types_of_their_properties(side, version):
    schema = side.open(api_version=version).describe("deals")
    assert (schema.key, schema.cursor, schema.label) == ("hs_object_id", "hs_lastmodifieddate", "Deals")
    assert schema.reports_deletions
    types = {each.name: each.type for each in schema.fields}
    assert types["hs_object_id"] == pa.string()
    assert types["amount"] == pa.float64()
    assert types["hs_is_closed"] == pa.bool_()
    assert types["closedate"] == TIMESTAMP
    assert types["hs_merged_object_ids"] == TEXTS
    assert types["associated_company_ids"] == TEXTS
    assert types["primary_company_id"] == pa.string()
    assert schema.field("amount").format == "currency"
    assert schema.field("hs_deal_stage_probability").calculated
    assert not schema.field("amount").calculated
    assert schema.field("dealname").is_name
    assert schema.field("hubspot_owner_id").references == ("owners",)
    assert schema.notes == ()


def test_labels_of_values(side):
    side.crm.set_pipelines("deals", Pipeline(id="p", label="Sales", stages=STAGES))
    schema = side.open().describe("deals")
    assert schema.field("pipeline").values == (("p", "Sales"),)
    assert schema.field("dealstage").values == (("s1", "Talk"), ("s2", "Won"))
    assert ("low", "Low") in schema.field("hs_priority").values


def test_pipelines_that_are_refused_leave_the_options(side):
    side.crm.faults.add(Fault(path="/crm/v3/pipelines/*", kind="status", status=403, body="{}", times=None))
    assert side.open().describe("deals").field("dealstage").values == ()


def test_an_unknown_type_is_text_with_a_note(side):
    side.crm.put_property("deals", Property(name="odd", label="Odd", type="hologram", field_type="text"))
    schema = side.open().describe("deals")
    assert schema.field("odd").type == pa.string()
    assert any("odd" in note and "hologram" in note for note in schema.notes)


@pytest.mark.parametrize("name", ["2-101", "service_contracts"])
def test_an_object_of_the_account_is_called_by_its_type_id(side, gather, name):
    key = side.crm.create("service_contracts", {"contract_name": "Care", "add_ons": "training;reports", "seats": "5"})
    connector = side.open()
    read = side.question(connector, name)
    assert read.schema.name == "2-101"
    assert read.schema.field("contract_name").is_name
    side.crm.forget_calls()
    rows, _ = gather(connector, read)
    assert rows[key]["add_ons"] == ["training", "reports"]
    assert rows[key]["seats"] == 5.0
    assert all("service_contracts" not in path for path, _ in side.calls)


def test_a_new_standard_object_can_be_asked_for_by_its_type_id(side, gather):
    side.crm.add_object(
        ObjectType(
            name="visits", id="0-777", singular="Visit", plural="Visits", scope="crm.objects.visits.read", main="x"
        )
    )
    key = side.crm.create("visits")
    connector = side.open()
    assert list(gather(connector, side.question(connector, "0-777"))[0]) == [key]


def test_values_that_are_not_of_their_type_are_empty_counted_and_not_shown(side, gather):
    for amount in ("12.5", "a lot", "more"):
        side.crm.create("deals", {"amount": amount})
    connector = side.open()
    for _ in range(1_000):
        side.crm.create("deals", {"amount": "1"})
    pages = list(connector.read(side.question(connector, "deals", "hs_object_id", "amount")))
    assert pages[0].rows.column("amount").to_pylist()[:4] == [12.5, None, None, 1.0]
    assert [note for page in pages for note in page.notes] == [
        "amount: 2 values are not of the property's type; read as empty."
    ]


def test_a_refused_object(side):
    side.crm.refuse("tickets")
    connector = side.open()
    with pytest.raises(ObjectRefusedError, match="tickets"):
        connector.describe("tickets")
    schema = connector.describe("deals")
    assert "associated_ticket_ids" not in {each.name for each in schema.fields}
    assert any("tickets" in note for note in schema.notes)
