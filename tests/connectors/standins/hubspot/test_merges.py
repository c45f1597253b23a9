import pytest

from connectors.standins.hubspot import PRIMARY, HubSpotStandIn


def test_the_loser_answers_as_the_survivor_and_is_listed_nowhere(crm: HubSpotStandIn, api) -> None:
    kept = crm.create("contacts", {"firstname": "Ada"})
    lost = crm.create("contacts", {"firstname": "A.", "lastname": "Alder"})
    crm.advance(1)
    assert crm.merge("contacts", kept, lost) == kept
    asked = {"inputs": [{"id": lost}, {"id": kept}], "properties": ["firstname", "lastname", "hs_merged_object_ids"]}
    answer = api.post("/crm/v3/objects/contacts/batch/read", asked)
    (record,) = answer.json["results"]
    assert answer.status == 200
    assert (record["id"], record["properties"]["hs_merged_object_ids"]) == (kept, lost)
    assert (record["properties"]["firstname"], record["properties"]["lastname"]) == ("Ada", "Alder")
    assert record["updatedAt"] == "2026-03-02T09:30:01.000Z"
    assert api.get(f"/crm/v3/objects/contacts/{lost}").json["id"] == kept
    for archived in ("false", "true"):
        listed = api.get(f"/crm/v3/objects/contacts?archived={archived}").json["results"]
        assert lost not in {each["id"] for each in listed}
    assert api.found("contacts") == {kept}
    assert set(crm.rows("contacts")) == {kept}


def test_a_chain_of_merges_names_all_losers(crm: HubSpotStandIn, api) -> None:
    first, second, third = (crm.create("companies") for _ in range(3))
    crm.merge("companies", second, first)
    crm.merge("companies", third, second)
    assert crm.rows("companies")[third]["hs_merged_object_ids"] == f"{first};{second}"
    assert api.get(f"/crm/v3/objects/companies/{first}").json["id"] == third


def test_a_merge_into_a_new_record_ends_both(crm: HubSpotStandIn, api) -> None:
    kept, lost = crm.create("deals", {"amount": 1}), crm.create("deals", {"amount": 2, "dealname": "L"})
    made = crm.merge("deals", kept, lost, into_new=True)
    assert made not in (kept, lost)
    row = crm.rows("deals")[made]
    assert (row["amount"], row["dealname"], row["hs_merged_object_ids"]) == ("1", "L", f"{kept};{lost}")
    assert set(crm.rows("deals")) == {made} == api.found("deals")


def test_links_go_to_the_survivor_which_keeps_its_primary_company(crm: HubSpotStandIn) -> None:
    kept, lost = crm.create("contacts"), crm.create("contacts")
    one, two = crm.create("companies"), crm.create("companies")
    deal = crm.create("deals")
    crm.associate("contacts", kept, "companies", one, PRIMARY)
    crm.associate("contacts", lost, "companies", two, PRIMARY)
    crm.associate("deals", deal, "contacts", lost)
    crm.merge("contacts", kept, lost)
    assert crm.associations("contacts", "companies") == {kept: {one: frozenset({PRIMARY}), two: frozenset()}}
    assert crm.associations("deals", "contacts") == {deal: {kept: frozenset()}}


def test_what_can_not_be_merged(crm: HubSpotStandIn) -> None:
    key, gone = crm.create("contacts"), crm.create("contacts")
    crm.archive("contacts", gone)
    with pytest.raises(ValueError, match="itself"):
        crm.merge("contacts", key, key)
    with pytest.raises(KeyError):
        crm.merge("contacts", key, gone)
