"""What objects look like: every type of field, cursors, what is left out; and describes of real orgs."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from connectors.errors import ObjectRefusedError
from connectors.protocol import Connector, ObjectSchema
from connectors.salesforce.describe import schema_of
from connectors.standins.salesforce.describes import field_described, object_described
from connectors.standins.salesforce.world import World

from ..standins.salesforce.recorded import recorded_describes

TYPES = {
    "string textarea phone url email picklist combobox encryptedstring masterrecord datacategorygroupreference "
    "complexvalue json anyType calculated reference": pa.string(),
    "multipicklist": pa.list_(pa.string()),
    "boolean": pa.bool_(),
    "int long": pa.int64(),
    "double percent currency": pa.float64(),
    "date": pa.date32(),
    "datetime": pa.timestamp("ms", tz="UTC"),
    "time": pa.time32("ms"),
}


def described(*fields: dict[str, Any], name: str = "Thing__c", **more: Any) -> ObjectSchema:
    return schema_of(object_described(name, "Thing", fields, prefix="a00", **more))


@pytest.mark.parametrize(("kind", "type"), [(kind, type) for kinds, type in TYPES.items() for kind in kinds.split()])
def test_every_type_has_its_column(kind: str, type: pa.DataType) -> None:
    schema = described(field_described("X__c", kind))
    assert schema.field("X__c").type == type
    assert schema.field("X__c").source_type == kind
    assert schema.notes == ()


def test_a_type_that_is_not_known_is_text_with_a_note() -> None:
    schema = described(field_described("X__c", "urn:new"), field_described("Y__c", "urn:new"))
    assert schema.field("X__c").type == pa.string()
    assert schema.notes == ("X__c, Y__c: the type urn:new is not known; values come as text",)


def test_compounds_and_files_are_left_out_and_compound_texts_are_not() -> None:
    schema = described(
        field_described("BillingAddress", "address"),
        field_described("BillingCity", compound="BillingAddress"),
        field_described("Site__c", "location"),
        field_described("Name", nameField=True, compound="Name"),
        field_described("Fiscal", compound="Fiscal"),
        field_described("Body", "base64"),
    )
    names = [each.name for each in schema.fields]
    assert names[:4] == ["Id", "BillingCity", "Name", "Fiscal"]
    assert not {"BillingAddress", "Site__c", "Body"} & set(names)
    assert schema.notes == ("Body: files are left out",)


def test_a_field_says_what_it_is() -> None:
    schema = described(
        field_described("Name", nameField=True),
        field_described("Rate__c", "percent", "Rate", scale=3, calculated=True),
        field_described("Price__c", "currency"),
        field_described("Count__c", "int"),
        field_described("OwnerId", "reference", references=["User", "Group"]),
        field_described("Stage__c", "picklist", values=[("new", "Brand new"), ("old", "Old")]),
    )
    name, rate, price = (schema.field(each) for each in ("Name", "Rate__c", "Price__c"))
    assert name.is_name
    assert not rate.is_name
    assert (rate.format, rate.decimals, rate.calculated) == ("percent", 3, True)
    assert (price.format, price.decimals, price.calculated) == ("currency", 2, False)
    assert (schema.field("Count__c").format, schema.field("Count__c").decimals) == (None, None)
    assert schema.field("OwnerId").references == ("User", "Group")
    assert schema.field("Stage__c").values == (("new", "Brand new"), ("old", "Old"))
    assert schema.field("Rate__c").label == "Rate"
    assert schema.key == "Id"


@pytest.mark.parametrize(
    ("missing", "cursor"),
    [
        ((), "SystemModstamp"),
        (("SystemModstamp",), "LastModifiedDate"),
        (("SystemModstamp", "LastModifiedDate"), "CreatedDate"),
        (("SystemModstamp", "LastModifiedDate", "CreatedDate"), "LoginTime"),
        (("SystemModstamp", "LastModifiedDate", "CreatedDate", "LoginTime"), None),
    ],
)
def test_the_cursor_is_the_best_there_is(missing: tuple[str, ...], cursor: str | None) -> None:
    answer = object_described("X", "X", [field_described("LoginTime", "datetime")], prefix="a00")
    answer["fields"] = [each for each in answer["fields"] if each["name"] not in missing]
    schema = schema_of(answer)
    assert schema.cursor == cursor
    assert schema.reports_deletions == (cursor is not None)


def test_an_object_that_is_not_replicated_does_not_report_deletions() -> None:
    assert not described(replicateable=False).reports_deletions


def test_a_big_object_is_read_whole_each_time() -> None:
    assert described(name="Log__b").cursor is None


def test_objects_without_a_key_are_refused() -> None:
    answer = object_described("Keyless__b", "Keyless", [], prefix=None)
    answer["fields"] = answer["fields"][1:]
    with pytest.raises(ObjectRefusedError, match="Keyless__b"):
        schema_of(answer)


def test_a_label_that_is_missing_is_the_name() -> None:
    answer = object_described("X", "X", [field_described("Y__c")], prefix="a00")
    answer["label"] = answer["fields"][1]["label"] = None
    assert (schema_of(answer).label, schema_of(answer).field("Y__c").label) == ("X", "Y__c")


def test_the_list_has_what_brings_rows(world: World, connect: Callable[..., Connector], crm: Any) -> None:
    for name, more in {
        "Setting__mdt": {},
        "Thing__c": {},
        "AccountChangeEvent": {},
        "News__e": {},
        "Far__x": {},
        "Vote": {},
        "ActivityHistory": {},
        "Unqueryable": {"queryable": False},
        "Old": {"deprecatedAndHidden": True},
    }.items():
        world.add_object(object_described(name, name, [], prefix="a00", **more))
    listed = {each.name: each for each in connect(crm).objects()}
    assert list(listed) == ["Organization", "Account", "Setting__mdt", "Thing__c"]
    assert listed["Thing__c"].custom
    assert not listed["Account"].custom


# Real ones


@pytest.fixture(scope="module")
def real(pytestconfig: pytest.Config) -> dict[str, Any]:
    return recorded_describes(pytestconfig)


REAL = {
    "Account": 60,
    "Account_PersonAccount": 240,
    "Case": 20,
    "Contact": 50,
    "Event": 30,
    "Lead": 50,
    "Opportunity": 40,
    "OpportunityContactRole": 8,
}


@pytest.mark.parametrize("name", REAL)
def test_real_describes_have_no_unknown_types(real: dict[str, Any], name: str) -> None:
    schema = schema_of(real[name])
    assert schema.notes == ()
    assert len(schema.fields) >= REAL[name]
    assert schema.cursor == "SystemModstamp"
    assert schema.key == "Id"
    assert schema.reports_deletions
    left_out = {each["name"] for each in real[name]["fields"]} - {each.name for each in schema.fields}
    assert all(each.endswith(("Address", "__c")) for each in left_out), left_out
    if name in ("Account", "Account_PersonAccount", "Contact", "Lead"):
        assert schema.field("Name").is_name
