"""Records that lie in a file are as any others, to all who ask for windows of time."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.standins.clock import Clock
from connectors.standins.salesforce import SalesforceStandIn
from connectors.standins.salesforce.large import large_world

from .conftest import START, Client

ROWS = 500
CHANGES = ("update", "delete", "hard_delete", "insert")


def large(folder: Path) -> Any:
    return large_world(folder, ROWS, clock=Clock(START))


def bulk(client: Client, soql: str, size: int = 1_000) -> list[list[str]]:
    job, found, locator = client.finished(soql, "queryAll"), [], ""
    while locator != "null":
        answer = client.get(
            f"jobs/query/{job}/results", maxRecords=str(size), **({"locator": locator} if locator else {})
        )
        page = list(csv.reader(io.StringIO(answer.content.decode(), newline="")))[1:]
        assert answer.headers["Sforce-NumberOfRecords"] == str(len(page))
        found += page
        locator = answer.headers["Sforce-Locator"]
    return found


def names(world: Any) -> list[str]:
    return [each["name"] for each in world.table("Deal__c").describe["fields"]]


def test_all_ways_tell_the_same(serve: Any, tmp_path: Path) -> None:
    world = large(tmp_path)
    client = serve(world)
    columns = names(world)
    assert len(columns) == 42
    records = client.query(f"SELECT {', '.join(columns)} FROM Deal__c")
    assert len({each["Id"] for each in records}) == ROWS
    in_file = bulk(client, f"SELECT {', '.join(columns)} FROM Deal__c", size=77)
    remade = bulk(client, f"SELECT {', '.join([*columns[1:], 'Id'])} FROM Deal__c")
    assert in_file == [[row[-1], *row[:-1]] for row in remade]
    assert [row[0] for row in in_file] == [each["Id"] for each in records]
    assert [each["Id"] for each in client.crm.rows("Deal__c")] == [each["Id"] for each in records]
    assert client.get("query", q="SELECT COUNT() FROM Deal__c").json()["totalSize"] == ROWS
    assert client.get("limits/recordCount", sObjects="Deal__c").json()["sObjects"][0]["count"] == ROWS


def test_the_file_is_made_once(tmp_path: Path) -> None:
    first = large(tmp_path).rows("Deal__c")
    made = {each.name: each.stat().st_mtime_ns for each in tmp_path.iterdir()}
    assert large(tmp_path).rows("Deal__c") == first
    assert {each.name: each.stat().st_mtime_ns for each in tmp_path.iterdir()} == made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("large")


@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["update", "delete", "hard_delete", "insert"]), st.integers(0, ROWS - 1))
    ),
    bounds=st.lists(st.tuples(st.sampled_from(["<", "<=", ">", ">="]), st.integers(0, 14)), max_size=2),
    size=st.integers(20, 600),
)
@settings(deadline=None, max_examples=25)
def test_windows_after_changes(folder: Path, changes: list[tuple[str, int]], bounds: Any, size: int) -> None:
    world = large(folder)
    ids = [each["Id"] for each in world.rows("Deal__c")]
    for what, place in changes:
        live = world.table("Deal__c").rows.get(ids[place], {"IsDeleted": False})
        try:
            if what == "insert":
                world.insert("Deal__c", Name="new")
            elif what == "update":
                world.update("Deal__c", ids[place], Name="changed")
            else:
                getattr(world, what)("Deal__c", ids[place])
        except KeyError:
            gone = ids[place] not in world.table("Deal__c").rows
            assert gone or live["IsDeleted"]
    # Months of 2024 bound the file; the 15th is after all of them, and before the changes.
    moments = [f"{2024 + month // 12}-{month % 12 + 1:02d}-01T00:00:00Z" for _, month in bounds]
    where = " AND ".join(f"SystemModstamp {sign} {at}" for (sign, _), at in zip(bounds, moments, strict=True))
    soql = f"SELECT {', '.join(names(world))} FROM Deal__c {f'WHERE {where}' if where else ''}"
    tests = {"<": str.__lt__, "<=": str.__le__, ">": str.__gt__, ">=": str.__ge__}
    with SalesforceStandIn(world) as crm:
        client = Client(crm)
        found = {row[0]: row[1] for row in bulk(client, soql, size)}
        client.session.close()
    binned = [row for row in world.table("Deal__c").rows.values() if row["IsDeleted"]]
    truth = {
        row["Id"]: row["Name"]
        for row in [*world.rows("Deal__c"), *binned]
        if all(
            tests[sign](f"{row['SystemModstamp']:%Y-%m-%dT%H:%M:%SZ}", at)
            for (sign, _), at in zip(bounds, moments, strict=True)
        )
    }
    assert found == truth


def test_other_questions_take_too_long(serve: Any, tmp_path: Path) -> None:
    client = serve(large(tmp_path))
    for end in ("WHERE Name = 'a'", "WHERE SystemModstamp > 2024-01-01T00:00:00Z OR Name = 'a'", "ORDER BY Name"):
        assert client.refused(f"SELECT Id FROM Deal__c {end}")[1] == "QUERY_TIMEOUT"
    assert client.query("SELECT Id FROM Deal__c WHERE SystemModstamp > 2025-01-01T00:00:00Z ORDER BY Name") == []
    assert len(client.query("SELECT Id FROM Deal__c LIMIT 3 OFFSET 2")) == 3
