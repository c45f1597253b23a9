"""The vendor's client library, as it is, reads the stand-in."""

import hubspot
import pytest
from hubspot.crm.objects import ApiException

from connectors.standins.hubspot import PRIMARY, HubSpotStandIn, Owner, Pipeline, Stage


def test_pages_of_a_list(crm: HubSpotStandIn, client: hubspot.Client) -> None:
    made = [crm.create("contacts", {"email": f"a{number}@stand-in.example"}) for number in range(25)]
    api, after, seen = client.crm.objects.basic_api, None, []
    while True:
        page = api.get_page("contacts", limit=10, after=after, properties=["email", "lastname"])
        seen += page.results
        if page.paging is None:
            break
        after = page.paging.next.after
    assert [each.id for each in seen] == made
    assert seen[3].properties == {
        "email": "a3@stand-in.example",
        "lastname": None,
        "hs_object_id": made[3],
        "createdate": "2026-03-02T09:30:00.000Z",
        "lastmodifieddate": "2026-03-02T09:30:00.000Z",
    }


def test_batch_and_search(crm: HubSpotStandIn, client: hubspot.Client) -> None:
    deal = crm.create("deals", {"dealname": "A", "amount": 1500})
    crm.create("deals", {"dealname": "B", "amount": 20})
    asked = {"propertyName": "amount", "operator": "GTE", "value": "1000"}
    found = client.crm.objects.search_api.do_search("deals", {"filterGroups": [{"filters": [asked]}], "limit": 200})
    assert (found.total, [each.id for each in found.results]) == (1, [deal])
    read = client.crm.objects.batch_api.read("deals", {"inputs": [{"id": deal}, {"id": "9"}], "properties": ["amount"]})
    assert [each.properties["amount"] for each in read.results] == ["1500"]
    assert read.errors[0].context == {"ids": ["9"]}


def test_get_by_id_and_by_a_unique_property(crm: HubSpotStandIn, client: hubspot.Client) -> None:
    key = crm.create("contacts", {"email": "one@stand-in.example"})
    api = client.crm.contacts.basic_api
    assert api.get_by_id(key).properties["email"] == "one@stand-in.example"
    assert api.get_by_id("one@stand-in.example", id_property="email").id == key
    with pytest.raises(ApiException) as caught:
        client.crm.objects.basic_api.get_by_id("contacts", "12")
    assert caught.value.status == 404


def test_associations_with_labels(crm: HubSpotStandIn, client: hubspot.Client) -> None:
    deal, company = crm.create("deals"), crm.create("companies")
    crm.associate("deals", deal, "companies", company, PRIMARY)
    read = client.crm.associations.v4.batch_api.get_page("deals", "companies", {"inputs": [{"id": deal}]})
    (result,) = read.results
    assert result._from.id == deal
    assert [(each.to_object_id, [kind.label for kind in each.association_types]) for each in result.to] == [
        (company, [None, PRIMARY])
    ]
    labels = client.crm.associations.v4.schema.definitions_api.get_all("deals", "companies")
    assert [(each.type_id, each.label) for each in labels.results] == [(341, None), (5, PRIMARY)]


def test_definitions(crm: HubSpotStandIn, client: hubspot.Client) -> None:
    crm.add_owner(Owner(id="7", email="x@stand-in.example", first_name="X", last_name="Y", team="North"))
    crm.add_owner(Owner(id="8", email="z@stand-in.example", first_name="Z", last_name="Y", archived=True))
    crm.set_pipelines("deals", Pipeline(id="p", label="P", stages=(Stage(id="s", label="S", probability=0.5),)))
    properties = {each.name: each for each in client.crm.properties.core_api.get_all("deals").results}
    assert (properties["amount"].type, properties["amount"].field_type) == ("number", "number")
    assert properties["hs_is_closed"].calculated
    assert properties["hubspot_owner_id"].referenced_object_type == "OWNER"
    schemas = client.crm.schemas.core_api.get_all().results
    assert [(each.object_type_id, each.fully_qualified_name) for each in schemas] == [
        ("2-101", "p4200000_service_contracts")
    ]
    owners = client.crm.owners.owners_api
    assert [each.id for each in owners.get_page().results] == ["7"]
    assert [each.id for each in owners.get_page(archived=True).results] == ["8"]
    (pipeline,) = client.crm.pipelines.pipelines_api.get_all("deals").results
    assert pipeline.stages[0].metadata == {"isClosed": "false", "probability": "0.5"}


def test_oauth(crm: HubSpotStandIn, client: hubspot.Client) -> None:
    app = crm.app
    given = client.oauth.tokens_api.create(
        grant_type="refresh_token",
        client_id=app.client_id,
        client_secret=app.client_secret,
        refresh_token=app.refresh_token,
    )
    assert given.expires_in == 1800
    own = hubspot.Client.create(access_token=given.access_token, host=crm.url)
    assert own.crm.contacts.basic_api.get_page().results == []
    assert client.oauth.access_tokens_api.get(given.access_token).hub_id == crm.id


def test_the_date_based_paths_through_the_client(crm: HubSpotStandIn, client: hubspot.Client) -> None:
    key = crm.create("service_contracts", {"contract_name": "A"})
    api = client.crm.objects.basic_api
    response = api.api_client.call_api(
        "/crm/objects/2026-09/{type}",
        "GET",
        {"type": "2-101"},
        auth_settings=["oauth2"],
        _preload_content=False,
        _return_http_data_only=True,
    )
    assert key in response.data.decode()
