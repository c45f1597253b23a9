from __future__ import annotations

import pytest

from connectors.standins.faults import Fault
from connectors.standins.hubspot import PRIMARY


@pytest.fixture
def linked(side):
    crm = side.crm
    companies = [crm.create("companies") for _ in range(3)]
    contacts = [crm.create("contacts") for _ in range(2)]
    crm.add_label("deals", "contacts", "Decision maker")
    deal, alone = crm.create("deals"), crm.create("deals")
    crm.associate("deals", deal, "companies", companies[2])
    crm.associate("deals", deal, "companies", companies[0], PRIMARY)
    crm.associate("deals", deal, "contacts", contacts[0], "Decision maker")
    crm.associate("deals", deal, "contacts", contacts[1])
    return deal, alone, companies, contacts


@pytest.mark.parametrize("version", ["v3", "2026-09"])
def test_a_row_holds_its_links(side, gather, linked, version):
    deal, alone, companies, contacts = linked
    connector = side.open(api_version=version)
    rows, _ = gather(connector, side.question(connector, "deals"))
    assert rows[deal]["associated_company_ids"] == [companies[0], companies[2]]
    assert rows[deal]["primary_company_id"] == companies[0]
    assert rows[deal]["associated_contact_ids"] == contacts
    assert rows[deal]["contact_decision_maker_ids"] == [contacts[0]]
    for name in (
        "associated_company_ids",
        "primary_company_id",
        "associated_contact_ids",
        "contact_decision_maker_ids",
    ):
        assert rows[alone][name] is None


def test_fields_say_what_they_are(side, linked):
    schema = side.open().describe("deals")
    field = schema.field("contact_decision_maker_ids")
    assert field.label == "Contacts: Decision maker"
    assert field.references == ("contacts",)
    assert field.calculated  # links change without the record's date
    assert schema.field("associated_company_ids").label == "Associated companies"
    assert "primary_deal_id" not in {each.name for each in side.open().describe("companies").fields}


def test_only_what_is_asked_for_is_read(side, gather, linked):
    connector = side.open()
    read = side.question(connector, "deals", "hs_object_id", "primary_company_id")
    side.crm.forget_calls()
    gather(connector, read)
    assert [path for path, _ in side.calls if "associations" in path] == [
        "/crm/v4/associations/deals/companies/batch/read"
    ]


def test_links_come_with_changes_as_well(side, gather, linked):
    deal, _, companies, _ = linked
    connector = side.open()
    read = side.question(connector, "deals", "hs_object_id", "primary_company_id", since=side.now)
    assert gather(connector, read)[0][deal]["primary_company_id"] == companies[0]


def test_many_links_of_one_record_come_over_several_answers(make_side, gather):
    side = make_side(association_page=7)
    deals = [side.crm.create("deals") for _ in range(3)]
    contacts = [side.crm.create("contacts") for _ in range(40)]
    for contact in contacts:
        side.crm.associate("deals", deals[1], "contacts", contact)
    side.crm.associate("deals", deals[2], "contacts", contacts[0])
    connector = side.open()
    rows, _ = gather(connector, side.question(connector, "deals", "hs_object_id", "associated_contact_ids"))
    assert rows[deals[1]]["associated_contact_ids"] == contacts
    assert rows[deals[2]]["associated_contact_ids"] == contacts[:1]


def test_an_answer_that_is_cut_loses_no_links(side, gather):
    pairs = [(side.crm.create("deals"), side.crm.create("contacts")) for _ in range(20)]
    for deal, contact in pairs:
        side.crm.associate("deals", deal, "contacts", contact)
    side.crm.faults.add(Fault(path="*/associations/deals/contacts/batch/read", kind="short", rows=6))
    connector = side.open()
    rows, _ = gather(connector, side.question(connector, "deals", "hs_object_id", "associated_contact_ids"))
    assert {key: row["associated_contact_ids"] for key, row in rows.items()} == {
        deal: [contact] for deal, contact in pairs
    }


def test_links_to_objects_of_the_account(side, gather):
    side.crm.add_label("service_contracts", "companies", "Payer")
    contract, company = side.crm.create("service_contracts"), side.crm.create("companies")
    side.crm.associate("service_contracts", contract, "companies", company, "Payer")
    connector = side.open()
    rows, _ = gather(connector, side.question(connector, "2-101"))
    assert rows[contract]["company_payer_ids"] == [company]
    rows, _ = gather(connector, side.question(connector, "companies"))
    assert rows[company]["associated_service_contracts_ids"] == [contract]
    assert rows[company]["service_contracts_payer_ids"] == [contract]


def test_labels_that_read_alike_have_names_of_their_own(side):
    side.crm.add_label("deals", "contacts", "Decision maker")
    side.crm.add_label("deals", "contacts", "Decision-maker")
    names = [each.name for each in side.open().describe("deals").fields if "decision" in each.name]
    assert len(names) == 2
    assert len(set(names)) == 2
