import datetime as dt
from urllib.parse import quote

import pytest

from connectors.standins.hubspot import HubSpotStandIn, ObjectType, Property


def _ids(answer) -> list[str]:
    return [each["id"] for each in answer.json["results"]]


@pytest.mark.parametrize("name", ["contacts", "contact", "0-1", "CONTACT"])
def test_an_object_goes_by_several_names(crm: HubSpotStandIn, api, name: str) -> None:
    key = crm.create("contacts")
    assert _ids(api.get(f"/crm/v3/objects/{name}")) == [key]


@pytest.mark.parametrize("name", ["service_contracts", "2-101", "p_service_contracts", "p4200000_service_contracts"])
def test_so_does_a_custom_object(crm: HubSpotStandIn, api, name: str) -> None:
    key = crm.create("service_contracts")
    assert _ids(api.get(f"/crm/objects/2026-09/{name}")) == [key]


def test_an_object_that_is_not_there(api) -> None:
    answer = api.get("/crm/v3/objects/spaceships")
    assert (answer.status, answer.json["message"]) == (400, "Unable to infer object type from: spaceships")


def test_an_object_of_ones_own(crm: HubSpotStandIn, api) -> None:
    kind = ObjectType(
        name="boats", id="2-7", singular="Boat", plural="Boats", scope="crm.objects.custom.read", main="n"
    )
    crm.add_object(kind, Property(name="n", label="N", type="string", field_type="text", own=True))
    crm.create("boats", {"n": "Swift"})
    assert api.get("/crm/v3/objects/2-7?properties=n").json["results"][0]["properties"]["n"] == "Swift"
    assert [each["objectTypeId"] for each in api.get("/crm/v3/schemas").json["results"]] == ["2-101", "2-7"]


def test_limits_of_a_list(crm: HubSpotStandIn, api) -> None:
    for _ in range(11):
        crm.create("notes")
    assert len(_ids(api.get("/crm/v3/objects/notes"))) == 10
    assert api.get("/crm/v3/objects/notes?limit=100").status == 200
    assert api.get("/crm/v3/objects/notes?limit=101").status == 400
    assert api.get("/crm/v3/objects/notes?limit=50&propertiesWithHistory=hs_note_body").status == 200
    assert api.get("/crm/v3/objects/notes?limit=51&propertiesWithHistory=hs_note_body").status == 400
    assert api.get("/crm/v3/objects/notes?after=x").status == 400


def test_properties_repeated_or_in_one_list(crm: HubSpotStandIn, api) -> None:
    crm.create("companies", {"name": "N", "city": "C", "domain": "d.example"})
    one = api.get("/crm/v3/objects/companies?properties=name&properties=city").json
    other = api.get("/crm/v3/objects/companies?properties=name,city,no_such_property").json
    assert one == other
    assert one["results"][0]["properties"].keys() == {
        "name",
        "city",
        "createdate",
        "hs_lastmodifieddate",
        "hs_object_id",
    }


def test_a_record_that_is_made_while_a_list_is_read_comes_last(crm: HubSpotStandIn, api) -> None:
    first, second = crm.create("deals"), crm.create("deals")
    page = api.get("/crm/v3/objects/deals?limit=1").json
    third = crm.create("deals")
    after = page["paging"]["next"]["after"]
    assert ([page["results"][0]["id"]], _ids(api.get(f"/crm/v3/objects/deals?after={after}"))) == (
        [first],
        [second, third],
    )


def test_a_page_goes_on_where_its_record_went(crm: HubSpotStandIn, api) -> None:
    keys = [crm.create("deals") for _ in range(3)]
    after = api.get("/crm/v3/objects/deals?limit=1").json["paging"]["next"]["after"]
    crm.archive("deals", keys[1])
    assert _ids(api.get(f"/crm/v3/objects/deals?after={after}")) == [keys[2]]


def test_batch_sizes(crm: HubSpotStandIn, api) -> None:
    keys = [{"id": crm.create("tasks")} for _ in range(101)]
    path = "/crm/v3/objects/tasks/batch/read"
    assert len(api.post(path, {"inputs": keys[:100]}).json["results"]) == 100
    assert api.post(path, {"inputs": keys}).status == 400
    assert api.post(path, {"inputs": keys[:51], "propertiesWithHistory": ["hs_task_subject"]}).status == 400
    assert api.post(path, {"inputs": []}).status == 400
    assert api.post(path, {"inputs": [{}]}).status == 400
    assert api.post(path, [1]).status == 400


def test_batch_by_a_unique_property(crm: HubSpotStandIn, api) -> None:
    key = crm.create("contacts", {"email": "a@stand-in.example"})
    path = "/crm/objects/2026-09/contacts/batch/read"
    inputs = [{"id": "a@stand-in.example"}, {"id": "b@stand-in.example"}]
    answer = api.post(path, {"inputs": inputs, "idProperty": "email"})
    assert (answer.status, _ids(answer)) == (207, [key])
    assert api.post(path, {"inputs": inputs, "idProperty": "lastname"}).status == 400


def test_history(crm: HubSpotStandIn, api) -> None:
    key = crm.create("deals", {"amount": 1})
    crm.advance(60)
    crm.update("deals", key, {"amount": None})
    asked = {"inputs": [{"id": key}], "propertiesWithHistory": ["amount"]}
    (record,) = api.post("/crm/v3/objects/deals/batch/read", asked).json["results"]
    assert [(each["value"], each["timestamp"]) for each in record["propertiesWithHistory"]["amount"]] == [
        ("", "2026-03-02T09:31:00.000Z"),
        ("1", "2026-03-02T09:30:00.000Z"),
    ]


@pytest.mark.parametrize(("name", "modified"), [("contacts", "lastmodifieddate"), ("deals", "hs_lastmodifieddate")])
def test_which_changes_move_the_modified_date(crm: HubSpotStandIn, api, name: str, modified: str) -> None:
    key = crm.create(name)
    crm.advance(1)
    crm.recalculate(name, key, {"hubspot_owner_id": "1"})
    assert crm.rows(name)[key][modified] == "2026-03-02T09:30:00.000Z"
    crm.update(name, key, {"hubspot_owner_id": "2"})
    assert crm.rows(name)[key][modified] == "2026-03-02T09:30:01.000Z"
    (record,) = api.get(f"/crm/v3/objects/{name}?properties=hubspot_owner_id").json["results"]
    assert record["updatedAt"] == record["properties"][modified] == "2026-03-02T09:30:01.000Z"
    assert record["properties"]["hubspot_owner_id"] == "2"


def test_a_late_commit_says_that_it_was_made_before(crm: HubSpotStandIn, api) -> None:
    key = crm.create("deals", {"amount": 1})
    crm.advance(3600)
    earlier = crm.clock.now() - dt.timedelta(minutes=20)
    late = crm.create("deals", at=earlier)
    crm.update("deals", key, {"amount": 2}, at=earlier)
    assert [each["updatedAt"] for each in api.get("/crm/v3/objects/deals").json["results"]] == [
        "2026-03-02T10:10:00.000Z"
    ] * 2
    assert crm.rows("deals")[late]["createdate"] == "2026-03-02T10:10:00.000Z"


def test_archived_records(crm: HubSpotStandIn, api) -> None:
    kept, gone = crm.create("deals"), crm.create("deals")
    crm.advance(5)
    crm.archive("deals", gone)
    assert _ids(api.get("/crm/v3/objects/deals")) == [kept]
    (record,) = api.get("/crm/v3/objects/deals?archived=true").json["results"]
    assert (record["id"], record["archived"], record["archivedAt"]) == (gone, True, "2026-03-02T09:30:05.000Z")
    batch = {"inputs": [{"id": kept}, {"id": gone}]}
    assert _ids(api.post("/crm/v3/objects/deals/batch/read", batch)) == [kept]
    assert _ids(api.post("/crm/v3/objects/deals/batch/read?archived=true", batch)) == [gone]
    with pytest.raises(KeyError):
        crm.update("deals", gone, {"amount": 1})
    crm.restore("deals", gone)
    assert _ids(api.get("/crm/v3/objects/deals")) == [kept, gone]


def test_the_recycle_bin_forgets_after_90_days(crm: HubSpotStandIn, api) -> None:
    crm.archive("deals", crm.create("deals"))
    crm.advance(90 * 86_400 - 1)
    assert len(_ids(api.get("/crm/v3/objects/deals?archived=true"))) == 1
    crm.advance(1)
    assert _ids(api.get("/crm/v3/objects/deals?archived=true")) == []


def test_a_purged_record_leaves_no_trace(crm: HubSpotStandIn, api) -> None:
    live, archived = crm.create("contacts"), crm.create("contacts")
    crm.archive("contacts", archived)
    crm.purge("contacts", live)
    crm.purge("contacts", archived)
    assert _ids(api.get("/crm/v3/objects/contacts")) == _ids(api.get("/crm/v3/objects/contacts?archived=true")) == []
    assert api.get(f"/crm/v3/objects/contacts/{live}").status == 404
    assert api.found("contacts") == set()


def test_properties_come_change_and_go(crm: HubSpotStandIn, api) -> None:
    size = Property(name="size", label="Size", type="string", field_type="text", own=True)
    crm.put_property("companies", size)
    key = crm.create("companies", {"size": "12"})
    crm.put_property("companies", Property(name="size", label="Size", type="number", field_type="number", own=True))
    assert api.get("/crm/v3/properties/companies/size").json["type"] == "number"
    assert api.found("companies", {"propertyName": "size", "operator": "GT", "value": "5"}) == {key}
    crm.remove_property("companies", "size")
    assert api.get("/crm/v3/properties/companies/size").status == 404
    assert "size" not in crm.rows("companies")[key]
    assert "size" not in api.get("/crm/v3/objects/companies?properties=size").json["results"][0]["properties"]
    with pytest.raises(KeyError):
        crm.update("companies", key, {"size": "1"})


def test_a_list_with_associations(crm: HubSpotStandIn, api) -> None:
    deal, contact = crm.create("deals"), crm.create("contacts")
    crm.associate("deals", deal, "contacts", contact)
    (record,) = api.get("/crm/v3/objects/deals?associations=contacts,companies").json["results"]
    assert record["associations"] == {"contacts": {"results": [{"id": contact, "type": "deal_to_contact"}]}}


def test_an_address_that_is_too_long(api) -> None:
    names = ",".join(f"property_{number}" for number in range(1_400))
    assert api.get(f"/crm/v3/objects/deals?properties={quote(names[:15_900], safe=',')}").status == 200
    assert api.get(f"/crm/v3/objects/deals?properties={quote(names, safe=',')}").status == 414


def test_a_mistake_changes_nothing(crm: HubSpotStandIn, api) -> None:
    key, company = crm.create("deals"), crm.create("companies")
    with pytest.raises(KeyError):
        crm.create("deals", {"no_such_property": 1})
    with pytest.raises(ValueError, match=key):
        crm.create("deals", key=key)
    with pytest.raises(KeyError):
        crm.associate("deals", key, "companies", company, "No such label")
    with pytest.raises(KeyError):
        crm.associate("deals", key, "companies", key)
    assert set(crm.rows("deals")) == {key}
    assert crm.associations("deals", "companies") == {}
    assert crm.create("deals", key="5000") == "5000"
    assert crm.create("deals") == "5001"


def test_a_line_item_goes_by_its_singular(crm: HubSpotStandIn, api) -> None:
    key = crm.create("line_items", {"quantity": 2})
    assert _ids(api.get("/crm/v3/objects/LINE_ITEM")) == [key]
