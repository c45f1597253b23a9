"""Bulk API 2.0: jobs, their states, results page by page, and what it refuses."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.standins.faults import Fault


def results(client: Any, job: str, **parameters: str) -> tuple[list[list[str]], Any]:
    answer = client.get(f"jobs/query/{job}/results", **parameters)
    assert answer.ok, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode(), newline=""))), answer.headers


def test_a_job_runs_and_its_pages_are_read(serve: Any) -> None:
    client = serve(polls=2)
    ids = client.crm.world.insert_many("Account", [{"Name": f"A{place}"} for place in range(5)])
    job = client.job("SELECT Id, Name FROM Account")
    early = client.get(f"jobs/query/{job}/results")
    assert early.status_code == 400
    told = [client.get(f"jobs/query/{job}").json() for _ in range(3)]
    assert [each["state"] for each in told] == ["InProgress", "InProgress", "JobComplete"]
    assert [each["numberRecordsProcessed"] for each in told] == [0, 0, 5]
    assert (told[0]["object"], told[0]["operation"], told[0]["apiVersion"]) == ("Account", "query", 62.0)
    client.crm.world.delete("Account", ids[0])
    found, locator = [], ""
    while locator != "null":
        page, headers = results(client, job, maxRecords="2", **({"locator": locator} if locator else {}))
        assert page[0] == ["Id", "Name"]
        assert headers["Sforce-NumberOfRecords"] == str(len(page) - 1)
        locator = headers["Sforce-Locator"]
        found += page[1:]
    assert [id for id, _ in found] == ids


def test_csv_of_every_type(client: Any) -> None:
    id = client.crm.world.insert(
        "Account",
        Name='a "b", c',
        AnnualRevenue=1e7,
        NumberOfEmployees=5,
        IsPartner=True,
        Since__c=dt.date(1999, 12, 31),
        Opens__c=dt.time(8, 30),
        Systems__c="ERP;Billing",
        Notes__c="one\r\ntwo\nthree",
    )
    fields = "Id, Name, AnnualRevenue, NumberOfEmployees, IsPartner, Since__c, Opens__c, Systems__c, Notes__c"
    job = client.finished(f"SELECT {fields}, BillingCity, CreatedDate FROM Account")
    answer = client.get(f"jobs/query/{job}/results")
    assert answer.headers["Content-Type"] == "text/csv"
    assert answer.content.decode() == (
        '"Id","Name","AnnualRevenue","NumberOfEmployees","IsPartner","Since__c","Opens__c","Systems__c","Notes__c",'
        '"BillingCity","CreatedDate"\n'
        f'"{id}","a ""b"", c","10000000.0","5","true","1999-12-31","08:30:00.000Z","ERP;Billing","one\r\ntwo\nthree",'
        '"","2026-03-04T05:06:07.000Z"\n'
    )


def test_line_endings_and_nul_bytes(serve: Any) -> None:
    client = serve(nul_bytes=True)
    client.crm.world.insert("Account", Name="A")
    job = client.finished("SELECT Name, BillingCity FROM Account", lineEnding="CRLF")
    answer = client.get(f"jobs/query/{job}/results")
    assert answer.content == b'"Name","BillingCity"\r\n"A\0",""\r\n'


def test_no_rows_are_a_header(client: Any) -> None:
    page, headers = results(client, client.finished("SELECT Id FROM Account"))
    assert page == [["Id"]]
    assert (headers["Sforce-NumberOfRecords"], headers["Sforce-Locator"]) == ("0", "null")


def test_query_all_has_the_recycle_bin(client: Any) -> None:
    world = client.crm.world
    world.delete("Account", world.insert("Account", Name="A"))
    page, _ = results(client, client.finished("SELECT IsDeleted FROM Account", "queryAll"))
    assert page[1:] == [["true"]]
    assert results(client, client.finished("SELECT IsDeleted FROM Account"))[0][1:] == []


def test_result_pages(serve: Any) -> None:
    client = serve(bulk_page_size=2)
    ids = client.crm.world.insert_many("Account", [{"Name": "A"}] * 13)
    job = client.finished("SELECT Id FROM Account")
    found, url = [], f"/services/data/v62.0/jobs/query/{job}/resultPages"
    pages_seen = []
    while url:
        told = client.session.get(client.crm.url + url).json()
        pages_seen.append(len(told["resultPages"]))
        for each in told["resultPages"]:
            text = client.session.get(client.crm.url + each["resultUrl"]).text
            found += [line.strip('"') for line in text.splitlines()[1:]]
        assert told["done"] == ("nextRecordsUrl" not in told)
        url = told.get("nextRecordsUrl")
    assert pages_seen == [5, 2]
    assert found == ids


def test_abort_and_delete(client: Any) -> None:
    job = client.job("SELECT Id FROM Account")
    url = f"{client.crm.url}/services/data/v62.0/jobs/query/{job}"
    assert client.session.delete(url).status_code == 400
    assert client.session.patch(url, json={"state": "Aborted"}).json()["state"] == "Aborted"
    assert client.session.patch(url, json={"state": "Open"}).status_code == 400
    assert [each["id"] for each in client.get("jobs/query").json()["records"]] == [job]
    assert client.session.delete(url).status_code == 204
    assert client.session.get(url).status_code == 404


def test_results_are_read_with_the_version_that_made_the_job(client: Any) -> None:
    job = client.finished("SELECT Id FROM Account")
    assert client.session.get(f"{client.crm.url}/services/data/v61.0/jobs/query/{job}/results").status_code == 409


@pytest.mark.parametrize(
    ("soql", "code", "message"),
    [
        (
            "SELECT BillingAddress FROM Account",
            "FEATURENOTENABLED",
            "Selecting compound data not supported in Bulk Query",
        ),
        ("SELECT Logo__c FROM Account", "FEATURENOTENABLED", "Binary fields cannot be selected in bulk queries"),
        ("SELECT COUNT() FROM Account", "FEATURENOTENABLED", "Aggregate functions not supported in Bulk V2 Query"),
        ("SELECT Id FROM Account OFFSET 1", "FEATURENOTENABLED", "OFFSET clause not supported in Bulk V2 Query"),
        ("SELECT Id FROM Contact", "INVALIDENTITY", "Entity 'Contact' is not supported by the Bulk API."),
        ("SELECT", "MALFORMED_QUERY", "unexpected token: '<EOF>'"),
    ],
)
def test_what_bulk_refuses(serve: Any, soql: str, code: str, message: str) -> None:
    client = serve(not_in_bulk=frozenset({"Contact"}))
    answer = client.post("jobs/query", {"operation": "query", "query": soql})
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, code)
    assert answer.json()[0]["message"].splitlines()[-1] == message


def test_jobs_fail_vanish_and_give_short_pages(client: Any) -> None:
    client.crm.world.insert_many("Account", [{"Name": "A"}] * 3)
    client.crm.fail(Fault(path="*/jobs/query/*/results", kind="short", rows=2))
    page, headers = results(client, client.finished("SELECT Id FROM Account"))
    assert (len(page) - 1, headers["Sforce-NumberOfRecords"]) == (1, "3")
    client.crm.fail(
        Fault(path="*/jobs/query/*", kind="special", code="job failed", method="GET"),
        Fault(path="*/jobs/query/*", kind="special", code="job gone", method="GET"),
    )
    job = client.job("SELECT Id FROM Account")
    told = client.get(f"jobs/query/{job}").json()
    assert (told["state"], told["errorMessage"]) == ("Failed", "InternalServerError : Retried more than 15 times")
    assert client.get(f"jobs/query/{job}").status_code == 404
    other = client.job("SELECT Id FROM Account")
    client.crm.jobs.forget()
    assert client.get(f"jobs/query/{other}").status_code == 404


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=8))
@settings(deadline=None, max_examples=60)
def test_any_text_comes_back(shared: Any, texts: list[str]) -> None:
    world = shared.crm.world
    for row in world.rows("Account"):
        world.hard_delete("Account", row["Id"])
    world.insert_many("Account", [{"Name": each} for each in texts])
    page, _ = results(shared, shared.finished("SELECT Name FROM Account"))
    assert page == [["Name"], *([each] for each in texts)]
    assert [each["Name"] for each in shared.query("SELECT Name FROM Account")] == texts
