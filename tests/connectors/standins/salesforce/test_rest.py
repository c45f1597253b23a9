"""The routes of the REST API but logins and bulk jobs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from connectors.standins.salesforce.identifiers import identifier, long_identifier


def accounts(client: Any, count: int) -> list[str]:
    ids: list[str] = client.crm.world.insert_many("Account", [{"Name": f"A{place}"} for place in range(count)])
    return ids


def test_json_of_every_type(client: Any) -> None:
    id = client.crm.world.insert(
        "Account",
        Name='Zoë "Ltd"\n',
        BillingCity="Vaduro",
        BillingPostalCode="0815",
        AnnualRevenue=1234.567,
        NumberOfEmployees=5,
        IsPartner=True,
        Since__c=dt.date(1999, 12, 31),
        Opens__c=dt.time(8, 30),
        Systems__c=["ERP", "Billing"],
        Logo__c="aGk=",
        CreatedDate="1999-01-02T03:04:05.678+01:00",
    )
    selected = "Id, Name, BillingAddress, AnnualRevenue, NumberOfEmployees, IsPartner, Since__c, Opens__c, Systems__c"
    (found,) = client.query(f"SELECT {selected}, Logo__c, CreatedDate, Score__c FROM Account")
    assert found == {
        "Id": id,
        "Name": 'Zoë "Ltd"\n',
        "BillingAddress": {"city": "Vaduro", "postalCode": "0815"},
        "AnnualRevenue": 1234.567,
        "NumberOfEmployees": 5,
        "IsPartner": True,
        "Since__c": "1999-12-31",
        "Opens__c": "08:30:00.000Z",
        "Systems__c": "ERP;Billing",
        "Logo__c": f"/services/data/v62.0/sobjects/{id}/Logo__c",
        "CreatedDate": "1999-01-02T02:04:05.678+0000",
        "Score__c": None,
    }


def test_pages_are_of_one_moment(serve: Any) -> None:
    client = serve(page_size=3)
    ids = accounts(client, 7)
    page = client.get("query", q="SELECT Id FROM Account").json()
    client.crm.world.delete("Account", ids[-1])
    client.crm.world.insert("Account", Name="new")
    found = page["records"]
    while not page["done"]:
        page = client.session.get(client.crm.url + page["nextRecordsUrl"]).json()
        assert page["totalSize"] == 7
        found += page["records"]
    assert [each["Id"] for each in found] == ids
    assert found[0]["attributes"] == {"type": "Account", "url": f"/services/data/v62.0/sobjects/Account/{ids[0]}"}


def test_cursors_end(serve: Any) -> None:
    client = serve(page_size=1)
    accounts(client, 2)
    page = client.get("query", q="SELECT Id FROM Account").json()
    client.crm.queries.forget_cursors()
    answer = client.session.get(client.crm.url + page["nextRecordsUrl"])
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "INVALID_QUERY_LOCATOR")


def test_clients_may_ask_for_smaller_pages(client: Any) -> None:
    accounts(client, 301)
    client.session.headers["Sforce-Query-Options"] = "batchSize=250"
    assert len(client.get("query", q="SELECT Id FROM Account").json()["records"]) == 250


def test_describe_and_if_modified_since(client: Any) -> None:
    first = client.get("sobjects/Account/describe")
    assert first.json()["keyPrefix"] == "001"
    client.session.headers["If-Modified-Since"] = first.headers["Last-Modified"]
    assert client.get("sobjects/Account/describe").status_code == 304
    client.crm.advance(5)
    client.crm.world.hide_field("Account", "Name")
    assert client.get("sobjects/Account/describe").status_code == 200


def test_global_describe(client: Any) -> None:
    (_, account, _) = client.get("sobjects").json()["sobjects"]
    assert {name: account[name] for name in ("name", "label", "keyPrefix", "queryable", "replicateable", "custom")} == {
        "name": "Account",
        "label": "Account",
        "keyPrefix": "001",
        "queryable": True,
        "replicateable": True,
        "custom": False,
    }
    assert "fields" not in account


def test_versions_and_those_that_are_retired(client: Any) -> None:
    del client.session.headers["Authorization"]
    assert client.session.get(f"{client.crm.url}/services/data/").json()[-1]["version"] == "66.0"
    client.session.headers["Authorization"] = f"Bearer {client.crm.org.session_id}"
    assert client.session.get(f"{client.crm.url}/services/data/v30.0/limits").status_code == 410


def test_limits_are_counted_told_and_kept(serve: Any) -> None:
    client = serve(daily_calls=12)
    assert client.get("limits").json()["DailyApiRequests"] == {"Max": 12, "Remaining": 11}
    client.crm.limits.use(10)
    assert client.get("limits").headers["Sforce-Limit-Info"] == "api-usage=12/12"
    refused = client.get("limits")
    assert refused.status_code == 403
    assert refused.json() == [{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]


def test_record_counts(client: Any) -> None:
    accounts(client, 3)
    assert client.get("limits/recordCount", sObjects="Account, Contact,Nothing").json() == {
        "sObjects": [{"count": 3, "name": "Account"}, {"count": 0, "name": "Contact"}]
    }


def test_long_uris_are_refused_and_composite_takes_them(client: Any) -> None:
    id = accounts(client, 1)[0]
    soql = "SELECT Id FROM Account WHERE Id IN (" + ",".join([f"'{id}'"] * 700) + ")"
    assert client.get("query", q=soql).status_code == 414
    answer = client.post(
        "composite",
        {"compositeRequest": [{"method": "GET", "url": f"/services/data/v62.0/query?q={soql}", "referenceId": "rows"}]},
    ).json()["compositeResponse"][0]
    assert (answer["httpStatusCode"], answer["referenceId"]) == (200, "rows")
    assert [each["Id"] for each in answer["body"]["records"]] == [id]
    client.session.headers["X-Long"] = "x" * 16_350
    assert client.get("query", q="SELECT Id FROM Account").status_code == 431


def test_composite_tells_errors_one_by_one(client: Any) -> None:
    inner = [{"method": "GET", "url": f"/services/data/v62.0/{each}"} for each in ("limits", "nowhere", "query?q=x")]
    answers = client.post("composite", {"compositeRequest": inner}).json()["compositeResponse"]
    assert [each["httpStatusCode"] for each in answers] == [200, 404, 400]


def test_without_a_session_nothing_is_told(client: Any) -> None:
    client.session.headers["Authorization"] = "Bearer wrong"
    answer = client.get("sobjects")
    assert answer.status_code == 401
    assert answer.json() == [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]
    client.session.headers["Authorization"] = f"Bearer {client.crm.org.session_id}"
    client.crm.end_sessions()
    assert client.get("sobjects").status_code == 401


@pytest.mark.parametrize(
    ("short", "long"), [("001D000000IqhSL", "001D000000IqhSLIAZ"), ("001000000000001", "001000000000001AAA")]
)
def test_identifiers(short: str, long: str) -> None:
    assert long_identifier(short) == long
    assert long_identifier(long) == long
    made = [identifier("001", number) for number in range(5_000)]
    assert made == sorted(made)
    assert len({each.lower() for each in made}) == len(made)


@pytest.mark.parametrize(("gzip", "encoding"), [(True, "gzip"), (False, "identity")])
def test_answers_are_zipped_unless_told_not_to(serve: Any, gzip: bool, encoding: str) -> None:
    client = serve(gzip=gzip)
    answer = client.get("sobjects/Account/describe")
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.json()["name"] == "Account"
