"""What people do to records, and what queries and getDeleted say of it."""

from __future__ import annotations

import datetime as dt
import random
import threading
from typing import Any

import pytest

from connectors.standins.salesforce.describes import field_described

NOW = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def stamps(client: Any, id: str) -> list[str]:
    row = client.query(
        f"SELECT CreatedDate, LastModifiedDate, SystemModstamp FROM Account WHERE Id = '{id}'", "queryAll"
    )
    return [value[11:19] for value in row[0].values()]


def deleted(client: Any, start: dt.datetime = NOW - HOUR, end: dt.datetime = NOW + 9 * HOUR) -> Any:
    answer = client.get("sobjects/Account/deleted/", start=start.isoformat(), end=end.isoformat())
    return answer.json()


def gone(client: Any) -> list[str]:
    return [each["id"] for each in deleted(client)["deletedRecords"]]


def test_changes_move_stamps(client: Any) -> None:
    world = client.crm.world
    id = world.insert("Account", Name="A")
    client.crm.advance(60)
    world.update("Account", id, Name="B")
    assert stamps(client, id) == ["05:06:07", "05:07:07", "05:07:07"]
    client.crm.advance(60)
    world.recalculate("Account", id, Score__c=3)
    assert stamps(client, id) == ["05:06:07", "05:07:07", "05:07:07"]
    world.touch("Account", id)
    assert stamps(client, id) == ["05:06:07", "05:07:07", "05:08:07"]
    assert client.crm.rows("Account")[0]["Score__c"] == 3


def test_late_commits_have_stamps_of_the_past(client: Any) -> None:
    id = client.crm.world.insert("Account", Name="A", stamp=NOW - HOUR)
    assert stamps(client, id) == ["04:06:07"] * 3
    client.crm.world.update("Account", id, Name="B", stamp=NOW - HOUR / 2)
    assert stamps(client, id) == ["04:06:07", "04:36:07", "04:36:07"]


def test_soft_delete_and_undelete(client: Any) -> None:
    world = client.crm.world
    id = world.insert("Account", Name="A")
    client.crm.advance(60)
    world.delete("Account", id)
    assert client.query("SELECT Id FROM Account") == []
    assert client.query("SELECT Id, IsDeleted FROM Account", "queryAll") == [{"Id": id, "IsDeleted": True}]
    assert stamps(client, id)[2] == "05:07:07"
    assert client.crm.rows("Account") == []
    assert gone(client) == [id]
    client.crm.advance(60)
    world.undelete("Account", id)
    assert client.query("SELECT Id, IsDeleted FROM Account") == [{"Id": id, "IsDeleted": False}]
    assert stamps(client, id)[2] == "05:08:07"
    assert gone(client) == []


def test_hard_deletes_are_only_in_the_log(client: Any) -> None:
    world = client.crm.world
    first, second, third = world.insert_many("Account", [{"Name": each} for each in "ABC"])
    world.delete("Account", second)
    world.hard_delete("Account", first)
    world.empty_recycle_bin("Account")
    assert client.query("SELECT Id FROM Account", "queryAll") == [{"Id": third}]
    assert sorted(gone(client)) == sorted([first, second])
    client.crm.advance(60)
    world.purge_deletions("Account")
    told = deleted(client)
    assert told["deletedRecords"] == []
    assert told["earliestDateAvailable"] == "2026-03-04T05:07:07.000+0000"
    assert told["latestDateCovered"] == "2026-03-04T05:07:07.000+0000"


def test_merges(client: Any) -> None:
    world = client.crm.world
    winner, loser = world.insert_many("Account", [{"Name": "A"}, {"Name": "B"}])
    contact = world.insert("Contact", FirstName="Ines", LastName="Fennorbeck", AccountId=loser)
    client.crm.advance(60)
    world.merge("Account", winner, loser, BillingCity="Vaduro")
    found = client.query("SELECT Id, IsDeleted, MasterRecordId, BillingCity FROM Account ORDER BY Id", "queryAll")
    assert [list(each.values()) for each in found] == [
        [winner, False, None, "Vaduro"],
        [loser, True, winner, None],
    ]
    assert client.query("SELECT Id, Name, AccountId FROM Contact WHERE SystemModstamp > 2026-03-04T05:06:07Z") == [
        {"Id": contact, "Name": "Ines Fennorbeck", "AccountId": winner}
    ]


def test_fields_come_change_and_go(client: Any) -> None:
    world = client.crm.world
    world.insert("Account", Name="A", NumberOfEmployees=5)
    world.add_field("Account", field_described("Region__c"), lambda row: row["Name"] * 2)
    world.retype_field("Account", "NumberOfEmployees", "string", str)
    assert client.query("SELECT Region__c, NumberOfEmployees FROM Account") == [
        {"Region__c": "AA", "NumberOfEmployees": "5"}
    ]
    world.remove_field("Account", "Region__c")
    assert client.refused("SELECT Region__c FROM Account")[1] == "INVALID_FIELD"
    with pytest.raises(KeyError):
        world.insert("Account", Region__c="x")


def test_what_is_hidden_looks_as_if_it_were_not_there(client: Any) -> None:
    world = client.crm.world
    world.hide_field("Account", "Name")
    assert client.refused("SELECT Name FROM Account")[1] == "INVALID_FIELD"
    described = client.get("sobjects/Account/describe").json()
    assert "Name" not in [each["name"] for each in described["fields"]]
    world.hide_field("Account", "Name", hidden=False)
    world.hide_object("Contact")
    assert client.refused("SELECT Id FROM Contact")[1] == "INVALID_TYPE"
    assert client.get("sobjects/Contact/describe").status_code == 404
    assert [each["name"] for each in client.get("sobjects").json()["sobjects"]] == ["Organization", "Account"]


def test_wrong_values_are_refused_and_change_nothing(client: Any) -> None:
    world = client.crm.world
    with pytest.raises(TypeError):
        world.insert_many("Account", [{"Name": "A"}, {"CreatedDate": 5}])
    assert client.crm.rows("Account") == []


def test_getdeleted_has_rules(client: Any) -> None:
    def code(start: dt.datetime, end: dt.datetime) -> str:
        return str(deleted(client, start, end)[0]["errorCode"])

    assert code(NOW - dt.timedelta(days=31), NOW) == "INVALID_REPLICATION_DATE"
    assert code(NOW, NOW + dt.timedelta(minutes=1)) == "INVALID_REPLICATION_DATE"
    answer = client.get("sobjects/Organization/deleted/", start=NOW.isoformat(), end=(NOW + HOUR).isoformat())
    assert answer.json()[0]["errorCode"] == "INVALID_TYPE"


def test_getdeleted_refuses_too_many_ids(serve: Any) -> None:
    client = serve(deleted_ids=2)
    world = client.crm.world
    world.hard_delete("Account", *world.insert_many("Account", [{"Name": each} for each in "ABC"]))
    assert deleted(client)[0]["errorCode"] == "EXCEEDED_ID_LIMIT"


def test_getupdated(client: Any) -> None:
    id = client.crm.world.insert("Account", Name="A")
    client.crm.advance(120)
    answer = client.get("sobjects/Account/updated/", start=NOW.isoformat(), end=(NOW + HOUR).isoformat())
    assert answer.json() == {"ids": [id], "latestDateCovered": "2026-03-04T05:08:07.000+0000"}


def test_queries_see_one_moment_while_records_change(client: Any) -> None:
    world = client.crm.world
    ids = world.insert_many("Account", [{"Name": "A", "AnnualRevenue": 100}] * 50)
    stop = threading.Event()

    def move() -> None:
        """Move money between accounts: their sum stays."""
        draw = random.Random(1)
        while not stop.is_set():
            giver, taker = draw.sample(ids, 2)
            with world.lock:
                rows = {row["Id"]: row["AnnualRevenue"] for row in world.rows("Account")}
                world.update("Account", giver, AnnualRevenue=rows[giver] - 1)
                world.update("Account", taker, AnnualRevenue=rows[taker] + 1)

    mover = threading.Thread(target=move)
    mover.start()
    try:
        sums = [
            sum(each["AnnualRevenue"] for each in client.query("SELECT AnnualRevenue FROM Account")) for _ in range(50)
        ]
    finally:
        stop.set()
        mover.join()
    assert sums == [5_000] * 50
    assert len({row["AnnualRevenue"] for row in world.rows("Account")}) > 1
