import pytest

from connectors.standins.hubspot import PRIMARY, HubSpotStandIn


def _read(api, start: str, end: str, *inputs):
    return api.post(f"/crm/v4/associations/{start}/{end}/batch/read", {"inputs": list(inputs)})


def test_both_versions_of_the_paths_answer_alike(crm: HubSpotStandIn, api) -> None:
    deal, company = crm.create("deals"), crm.create("companies")
    crm.associate("deals", deal, "companies", company)
    body = {"inputs": [{"id": deal}]}
    old = api.post("/crm/v4/associations/deals/companies/batch/read", body)
    new = api.post("/crm/associations/2026-09/deals/companies/batch/read", body)
    assert (old.status, old.json) == (new.status, new.json)
    assert (
        api.get("/crm/v4/associations/deals/companies/labels").json
        == api.get("/crm/associations/2026-09/0-3/0-2/labels").json
    )


def test_a_record_without_links_is_told_of(crm: HubSpotStandIn, api) -> None:
    deal = crm.create("deals")
    answer = _read(api, "deals", "companies", {"id": deal})
    assert (answer.status, answer.json["results"], answer.json["numErrors"]) == (207, [], 1)
    assert answer.json["errors"][0]["subCategory"] == "crm.associations.NO_ASSOCIATIONS_FOUND"
    assert answer.json["errors"][0]["context"]["fromObjectId"] == [deal]


def test_links_in_pages(serve) -> None:
    api = serve(association_page=4)
    company = api.crm.create("companies")
    contacts = [api.crm.create("contacts") for _ in range(10)]
    for each in contacts:
        api.crm.associate("contacts", each, "companies", company)
    seen: list[str] = []
    asked = {"id": company}
    while asked:
        (result,) = _read(api, "companies", "contacts", asked).json["results"]
        seen += [str(each["toObjectId"]) for each in result["to"]]
        asked = {"id": company, "after": result["paging"]["next"]["after"]} if "paging" in result else {}
    assert seen == contacts


def test_one_company_is_primary(crm: HubSpotStandIn) -> None:
    contact, one, two = crm.create("contacts"), crm.create("companies"), crm.create("companies")
    crm.associate("contacts", contact, "companies", one, PRIMARY)
    crm.associate("companies", two, "contacts", contact, PRIMARY)
    assert crm.associations("contacts", "companies") == {contact: {one: frozenset(), two: frozenset({PRIMARY})}}
    assert crm.associations("companies", "contacts")[two] == {contact: frozenset({PRIMARY})}


def test_labels_come_and_go(crm: HubSpotStandIn, api) -> None:
    deal, contact = crm.create("deals"), crm.create("contacts")
    with pytest.raises(KeyError):
        crm.associate("deals", deal, "contacts", contact, "Decision maker")
    crm.add_label("deals", "contacts", "Decision maker")
    crm.associate("deals", deal, "contacts", contact, "Decision maker")
    (result,) = _read(api, "deals", "contacts", {"id": deal}).json["results"]
    assert [(each["category"], each["label"]) for each in result["to"][0]["associationTypes"]] == [
        ("HUBSPOT_DEFINED", None),
        ("USER_DEFINED", "Decision maker"),
    ]
    crm.dissociate("deals", deal, "contacts", contact, "Decision maker")
    assert crm.associations("deals", "contacts") == {deal: {contact: frozenset()}}
    crm.dissociate("contacts", contact, "deals", deal)
    assert crm.associations("deals", "contacts") == {}


def test_no_links_to_records_that_went(crm: HubSpotStandIn, api) -> None:
    deal, contact = crm.create("deals"), crm.create("contacts")
    crm.associate("deals", deal, "contacts", contact)
    crm.archive("contacts", contact)
    assert _read(api, "deals", "contacts", {"id": deal}).json["results"] == []
    assert _read(api, "contacts", "deals", {"id": contact}).json["results"] == []
    crm.restore("contacts", contact)
    assert len(_read(api, "deals", "contacts", {"id": deal}).json["results"]) == 1
    crm.purge("contacts", contact)
    assert crm.associations("deals", "contacts") == {}


def test_batches_of_a_thousand(crm: HubSpotStandIn, api) -> None:
    inputs = [{"id": crm.create("notes")} for _ in range(1_001)]
    assert _read(api, "notes", "deals", *inputs[:1_000]).status == 207
    assert _read(api, "notes", "deals", *inputs).status == 400


def test_a_custom_object_has_types_of_its_own(crm: HubSpotStandIn, api) -> None:
    contract, company = crm.create("service_contracts"), crm.create("companies")
    crm.associate("service_contracts", contract, "companies", company)
    (result,) = _read(api, "2-101", "companies", {"id": contract}).json["results"]
    assert result["to"][0]["associationTypes"] == [{"category": "USER_DEFINED", "typeId": 1001, "label": None}]
    (schema,) = api.get("/crm-object-schemas/v3/schemas").json["results"]
    assert [(each["fromObjectTypeId"], each["toObjectTypeId"]) for each in schema["associations"]] == [("2-101", "0-2")]
