"""SOQL: what a query finds, and how a wrong one is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from connectors.standins.salesforce.refusals import Refusal
from connectors.standins.salesforce.soql import Comparison, Joined, Name, Negated, Order, read_query


def filled(client: Any) -> Any:
    for name, revenue, employees, since in (
        ("Ardent", 100.5, 5, dt.date(2020, 1, 1)),
        ("bellow", None, 50, None),
        ("Cinder's", 2e7, None, dt.date(2024, 2, 29)),
        ("dune_1", -3, 7, dt.date(2023, 5, 6)),
    ):
        client.crm.advance(60)
        client.crm.world.insert(
            "Account", Name=name, AnnualRevenue=revenue, NumberOfEmployees=employees, Since__c=since
        )
    return client


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("Name = 'ardent'", "A"),
        ("Name != 'Ardent'", "bCd"),
        ("AnnualRevenue = null", "b"),
        ("AnnualRevenue != null", "ACd"),
        ("AnnualRevenue > 100", "AC"),
        ("AnnualRevenue <= 100.5", "Ad"),
        ("AnnualRevenue < -2.5e0", "d"),
        ("NumberOfEmployees IN (5, 7)", "Ad"),
        ("NumberOfEmployees NOT IN (5, 7)", "bC"),
        ("Name LIKE '%e%'", "AbCd"),
        ("Name LIKE '_e%'", "b"),
        (r"Name = 'Cinder\'s'", "C"),
        ("Since__c >= 2023-05-06", "Cd"),
        ("SystemModstamp >= 2026-03-04T05:08:07Z AND SystemModstamp < 2026-03-04T05:10:07.000+00:00", "bC"),
        ("CreatedDate = 2026-03-04T06:07:07+01:00", "A"),
        ("NOT (Name = 'Ardent' OR AnnualRevenue = null)", "Cd"),
        ("Name = 'x' OR (IsPartner = false AND NumberOfEmployees > 6)", "bd"),
        ("Id = null", ""),
    ],
)
def test_conditions(client: Any, where: str, found: str) -> None:
    names = [each["Name"] for each in filled(client).query(f"SELECT Name FROM Account WHERE {where} ORDER BY Name")]
    assert "".join(each[0] for each in names) == found


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("ORDER BY Name DESC", "dCbA"),
        ("ORDER BY AnnualRevenue", "bdAC"),
        ("ORDER BY AnnualRevenue ASC NULLS LAST", "dACb"),
        ("ORDER BY AnnualRevenue DESC NULLS LAST LIMIT 2", "CA"),
        ("ORDER BY Name LIMIT 2 OFFSET 1", "bC"),
        ("ORDER BY IsPartner, Id DESC", "dCbA"),
        ("LIMIT 0", ""),
    ],
)
def test_order_and_limits(client: Any, rest: str, found: str) -> None:
    names = [each["Name"] for each in filled(client).query(f"SELECT Name FROM Account {rest}")]
    assert "".join(each[0] for each in names) == found


def test_counts(client: Any) -> None:
    filled(client)
    assert client.get("query", q="SELECT COUNT() FROM Account").json() == {"totalSize": 4, "done": True, "records": []}
    assert client.query("select count(Id) from account") == [{"expr0": 4}]
    assert client.query("SELECT COUNT(AnnualRevenue) n FROM Account WHERE Name != 'Ardent'") == [{"expr0": 2}]


def test_ids_of_15_characters_find_records(client: Any) -> None:
    account = client.crm.world.insert("Account", Name="Ardent")
    assert len(account) == 18
    assert client.query(f"SELECT Id FROM Account WHERE Id = '{account[:15]}'") == [{"Id": account}]


@pytest.mark.parametrize(
    ("soql", "code", "message"),
    [
        (
            "SELECT Foo FROM Account",
            "INVALID_FIELD",
            "No such column 'Foo' on entity 'Account'. If you are attempting to use a custom field, be sure to append "
            "the '__c' after the custom field name. Please reference your WSDL or the describe call for the "
            "appropriate names.",
        ),
        (
            "SELECT Id FROM Nothing",
            "INVALID_TYPE",
            "sObject type 'Nothing' is not supported. If you are attempting to use a custom object, be sure to append "
            "the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate "
            "names.",
        ),
        ("SELECT Id Account", "MALFORMED_QUERY", "unexpected token: 'Account'"),
        ("SELECT Id FROM", "MALFORMED_QUERY", "unexpected token: '<EOF>'"),
        ("SELECT Id FROM Account WHERE Name = 'a", "MALFORMED_QUERY", "unexpected token: '''"),
        (
            "SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Id = null",
            "MALFORMED_QUERY",
            "unexpected token: 'OR'",
        ),
        ("SELECT Id FROM Account LIMIT x", "MALFORMED_QUERY", "unexpected token: 'x'"),
        ("SELECT Id, Id FROM Account", "INVALID_FIELD", "duplicate field selected: Id"),
        (
            "SELECT Id FROM Account WHERE CreatedDate > '2026-01-01'",
            "INVALID_FIELD",
            "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in "
            "quotes",
        ),
        (
            "SELECT Id FROM Account WHERE Name = 3",
            "INVALID_FIELD",
            "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
        ),
        (
            "SELECT Id FROM Account WHERE Notes__c = 'a'",
            "INVALID_FIELD",
            "field 'Notes__c' can not be filtered in a query call",
        ),
        (
            "SELECT Id FROM Account ORDER BY BillingAddress",
            "MALFORMED_QUERY",
            "field 'BillingAddress' can not be sorted in a query call",
        ),
    ],
)
def test_refusals(client: Any, soql: str, code: str, message: str) -> None:
    assert client.refused(soql) == (400, code, message)


def test_a_refusal_points_at_the_place() -> None:
    with pytest.raises(Refusal) as caught:
        read_query("SELECT Id FROM Account WHERE Name ~ 'a'")
    assert caught.value.message.splitlines()[1:4] == [
        "CT Id FROM Account WHERE Name ~ 'a'",
        "                              ^",
        "ERROR at Row:1:Column:35",
    ]


def test_parts_of_a_query() -> None:
    query = read_query(
        "SELECT a FROM B WHERE NOT c = true AND d IN (1, null) ORDER BY e DESC NULLS LAST LIMIT 5 OFFSET 6"
    )
    assert (query.fields, query.object, query.limit, query.offset) == ((Name("a", 7),), Name("B", 14), 5, 6)
    assert query.where == Joined(
        "AND",
        (Negated(Comparison(Name("c", 26), "=", (True,))), Comparison(Name("d", 39), "IN", (1, None))),
    )
    assert query.order == (Order(Name("e", 63), True, True),)
