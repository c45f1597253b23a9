"""What a read brings, by REST and by Bulk 2.0, whole and of a time; where it goes on; what it does when refused."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from connectors.errors import AnswerError, LimitError, ObjectRefusedError, ResumeLostError, SchemaChangedError
from connectors.protocol import Connector, ObjectSchema, Read
from connectors.standins.faults import Fault
from connectors.standins.salesforce.describes import field_described, object_described
from connectors.standins.salesforce.server import SalesforceStandIn
from connectors.standins.salesforce.world import World

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
RESULTS = "*/jobs/query/*/results"

Whole = Callable[..., Read]
Collected = Callable[..., tuple[list[dict[str, Any]], list[Any]]]


def fill(world: World, count: int) -> list[str]:
    return world.insert_many(
        "Account",
        [
            {
                "Name": f"Quarry {i}",
                "Employees": i,
                "Revenue": i + 0.125,
                "Tags__c": ["b", "a"] if i % 2 else None,
                "Opens__c": dt.time(8, i % 60, 1, 500_000),
                "Founded__c": dt.date(1700 + i % 300, 1, 31),
                "Notes__c": f'line {i}\r\n"quoted", and\nmore' if i % 3 else None,
            }
            for i in range(count)
        ],
    )


def truth(crm: SalesforceStandIn, name: str = "Account") -> list[dict[str, Any]]:
    """Return the live records with the types that columns have."""
    return [{**row, "Tags__c": row["Tags__c"].split(";") if row["Tags__c"] else None} for row in crm.rows(name)]


def paths(crm: SalesforceStandIn) -> list[str]:
    return [f"{each.method} {each.path.partition('/v62.0/')[2].split('/75')[0]}" for each in crm.calls()]


@pytest.fixture(params=["rest", "bulk"])
def way(request: pytest.FixtureRequest) -> dict[str, str]:
    """Settings by which 50 rows are read one way or the other, in pages of 20."""
    return {"bulk_rows": "20000" if request.param == "rest" else "10", "page_rows": "20"}


def test_all_rows_come_with_the_types_of_the_schema(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], way: dict[str, str],
    whole: Whole, collected: Collected,
) -> None:  # fmt: skip
    crm = start(page_size=20, crlf=True)
    fill(world, 50)
    salesforce = connect(crm, **way)
    schema = salesforce.describe("Account")
    read = whole(schema)

    pages = list(salesforce.read(read))

    assert [page.rows.num_rows for page in pages] == [20, 20, 10]
    assert {page.total for page in pages} == {50}
    expected = pa.schema([(each.name, each.type) for each in schema.fields])
    assert all(page.rows.schema == expected for page in pages)
    assert collected(iter(pages)) == (truth(crm), [])
    assert [page.gone for page in pages] == [(), (), ()]


def test_columns_come_in_the_order_of_the_read(
    world: World, salesforce: Connector, account: ObjectSchema, whole: Whole
) -> None:
    fill(world, 3)
    (page,) = salesforce.read(whole(account, "Revenue", "Id", "Name"))
    assert page.rows.schema.names == ["Revenue", "Id", "Name"]


def test_an_object_without_rows_is_one_empty_page(
    connect: Callable[..., Connector], crm: SalesforceStandIn, way: dict[str, str], whole: Whole
) -> None:
    salesforce = connect(crm, **way)
    schema = salesforce.describe("Account")
    (page,) = salesforce.read(whole(schema))
    assert page.rows.num_rows == 0
    assert page.rows.schema.names == [each.name for each in schema.fields]


def test_few_rows_cost_one_call_and_many_a_bulk_job_that_is_deleted(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema, whole: Whole
) -> None:
    fill(world, 100)
    list(salesforce.read(whole(account)))
    assert paths(crm) == ["GET query"]
    crm.forget_calls()

    fill(world, 20_000)
    list(salesforce.read(whole(account, "Id")))

    assert paths(crm) == [
        "GET query", "POST jobs/query", "GET jobs/query", "GET jobs/query", "GET jobs/query", "DELETE jobs/query",
    ]  # fmt: skip


def test_objects_that_bulk_does_not_have_are_read_by_rest(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], whole: Whole,
    collected: Collected,
) -> None:  # fmt: skip
    crm = start(not_in_bulk=frozenset({"Account"}))
    fill(world, 50)
    salesforce = connect(crm, bulk_rows="10")
    schema = salesforce.describe("Account")

    assert collected(salesforce.read(whole(schema)))[0] == truth(crm)
    crm.forget_calls()
    assert collected(salesforce.read(whole(schema)))[0] == truth(crm)
    assert paths(crm) == ["GET query"], "it is not tried again"


def test_compound_data_that_bulk_refuses_leads_to_rest(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], whole: Whole, collected: Collected
) -> None:
    fill(world, 50)
    salesforce = connect(crm, bulk_rows="10")
    crm.fail(
        Fault(
            path="*/jobs/query",
            kind="status",
            status=400,
            body='[{"errorCode": "ANY", "message": "Selecting compound data not supported in Bulk Query"}]',
        )
    )
    assert collected(salesforce.read(whole(salesforce.describe("Account"))))[0] == truth(crm)


def test_many_fields_go_in_a_body(
    world: World, crm: SalesforceStandIn, salesforce: Connector, whole: Whole, collected: Collected
) -> None:
    fields = [field_described(f"A_rather_long_name_of_a_field_{i:04}__c", "double") for i in range(600)]
    world.add_object(object_described("Wide__c", "Wide", fields, prefix="a01"))
    world.insert_many("Wide__c", [{"A_rather_long_name_of_a_field_0599__c": i} for i in range(3)])
    schema = salesforce.describe("Wide__c")
    crm.forget_calls()

    rows, _ = collected(salesforce.read(whole(schema)))

    assert [row["A_rather_long_name_of_a_field_0599__c"] for row in rows] == [0, 1, 2]
    assert paths(crm) == ["POST composite"]


def test_archived_activities_are_rows_too(
    world: World, salesforce: Connector, whole: Whole, collected: Collected
) -> None:
    fields = [field_described("IsArchived", "boolean")]
    world.add_object(object_described("Task", "Task", fields, prefix="00T"))
    live, old, gone = world.insert_many("Task", [{}, {"IsArchived": True}, {}])
    world.delete("Task", gone)
    schema = salesforce.describe("Task")

    rows, _ = collected(salesforce.read(whole(schema, "Id")))

    assert [row["Id"] for row in rows] == [live, old]
    assert salesforce.count(schema) == 2


# A time


def test_a_time_brings_what_changed_in_it_and_tells_what_is_gone(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], way: dict[str, str], whole: Whole,
    collected: Collected,
) -> None:  # fmt: skip
    old, changed, deleted, winner, loser, late, *_ = fill(world, 50)
    salesforce = connect(crm, **way)
    schema = salesforce.describe("Account")
    crm.advance(3600)
    world.update("Account", changed, Name="Renamed")
    world.delete("Account", deleted)
    world.merge("Account", winner, loser)
    crm.advance(3600)
    world.update("Account", late, Name="Too late for the time")

    read = whole(schema, "Id", "Name", since=NOW + HOUR, until=NOW + 2 * HOUR)
    rows, gone = collected(salesforce.read(read))

    assert {row["Id"]: row["Name"] for row in rows} == {changed: "Renamed", winner: "Quarry 3"}
    assert {(each.key, each.reason, each.merged_into, each.at) for each in gone} == {
        (deleted, "deleted", None, NOW + HOUR),
        (loser, "merged", winner, NOW + HOUR),
    }
    assert old not in {row["Id"] for row in rows}


def test_the_ends_of_a_time_are_its_start_but_not_its_end(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema, whole: Whole,
    collected: Collected,
) -> None:  # fmt: skip
    for minutes in (59, 60, 119, 120):
        world.insert("Account", Name=str(minutes), stamp=NOW + dt.timedelta(minutes=minutes))
    rows, _ = collected(salesforce.read(whole(account, "Id", "Name", since=NOW + HOUR, until=NOW + 2 * HOUR)))
    assert {row["Name"] for row in rows} == {"60", "119"}


def test_an_object_that_does_not_say_what_is_deleted_is_asked_without_it(
    world: World, salesforce: Connector, whole: Whole, collected: Collected
) -> None:
    described = object_described("LoginHistory", "Login", [field_described("LoginTime", "datetime")], prefix="0Ya")
    described["fields"] = [each for each in described["fields"] if each["name"] in ("Id", "LoginTime")]
    world.add_object(described)
    world.insert_many("LoginHistory", [{"LoginTime": NOW}, {"LoginTime": NOW - HOUR}])
    schema = salesforce.describe("LoginHistory")
    assert schema.cursor == "LoginTime"
    rows, _ = collected(salesforce.read(whole(schema, "Id", "LoginTime", since=NOW, until=NOW + HOUR)))
    assert [row["LoginTime"] for row in rows] == [NOW]


# Checkpoints


def test_a_read_goes_on_from_each_of_its_checkpoints(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], way: dict[str, str],
    whole: Whole, collected: Collected,
) -> None:  # fmt: skip
    crm = start(page_size=20)
    fill(world, 50)
    schema = connect(crm).describe("Account")
    for taken in (1, 2, 3):
        first = connect(crm, **way).read(whole(schema))
        pages = [next(first) for _ in range(taken)]
        first.close()
        kept = json.loads(json.dumps(pages[-1].checkpoint))

        left = list(connect(crm, **way).read(whole(schema, resume=kept)))

        assert collected(iter([*pages, *left]))[0] == truth(crm)
        assert len(left) == 3 - taken


def test_a_result_that_is_gone_is_told_when_a_read_goes_on(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], way: dict[str, str],
    whole: Whole,
) -> None:  # fmt: skip
    crm = start(page_size=20)
    fill(world, 50)
    salesforce = connect(crm, **way)
    schema = salesforce.describe("Account")
    page = next(salesforce.read(whole(schema)))
    crm.jobs.forget()
    crm.queries.forget_cursors()
    with pytest.raises(ResumeLostError, match="Account"):
        list(salesforce.read(whole(schema, resume=page.checkpoint)))


def test_a_result_that_goes_in_the_middle_of_a_read_is_asked_for_again(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], way: dict[str, str],
    whole: Whole,
) -> None:  # fmt: skip
    crm = start(page_size=20)
    fill(world, 90)
    salesforce = connect(crm, **way)
    pages = salesforce.read(whole(salesforce.describe("Account"), "Id"))
    next(pages)
    crm.jobs.forget()
    crm.queries.forget_cursors()
    keys = {key for page in pages for key in page.rows.column("Id").to_pylist()}
    assert keys == {row["Id"] for row in crm.rows("Account")}


@pytest.mark.parametrize("change", [{"fields": ("Id",)}, {"since": NOW}, {"resume": {"pieces": "?"}}])
def test_a_checkpoint_of_another_read_is_refused(
    world: World, salesforce: Connector, account: ObjectSchema, whole: Whole, change: dict[str, Any]
) -> None:
    fill(world, 3)
    (page,) = salesforce.read(whole(account, "Id", "Name"))
    fields = change.pop("fields", ("Id", "Name"))
    with pytest.raises(ResumeLostError):
        list(salesforce.read(whole(account, *fields, **{"resume": page.checkpoint, **change})))


def test_a_checkpoint_of_another_api_version_is_refused(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], whole: Whole
) -> None:
    fill(world, 50)
    salesforce = connect(crm, bulk_rows="10", page_rows="20")
    schema = salesforce.describe("Account")
    page = next(salesforce.read(whole(schema)))
    with pytest.raises(ResumeLostError):
        list(connect(crm, api_version="63.0").read(whole(schema, resume=page.checkpoint)))


# Pages that are not what they say


def test_a_bulk_page_with_fewer_rows_than_it_says_is_asked_for_again(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], whole: Whole, collected: Collected
) -> None:
    fill(world, 50)
    salesforce = connect(crm, bulk_rows="10", page_rows="20")
    crm.fail(Fault(path=RESULTS, kind="short", after=1, rows=3))
    assert collected(salesforce.read(whole(salesforce.describe("Account"))))[0] == truth(crm)


def test_a_bulk_page_that_stays_short_is_an_error(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], whole: Whole
) -> None:
    fill(world, 50)
    salesforce = connect(crm, bulk_rows="10", page_rows="20")
    crm.fail(Fault(path=RESULTS, kind="short", times=None))
    with pytest.raises(AnswerError, match="does not hold the rows that it announces"):
        list(salesforce.read(whole(salesforce.describe("Account"))))


def test_a_rest_result_with_fewer_rows_than_it_says_is_asked_for_again_and_then_is_an_error(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], whole: Whole
) -> None:
    crm = start(page_size=20)
    fill(world, 50)
    salesforce = connect(crm)
    schema = salesforce.describe("Account")
    crm.fail(Fault(path="*/query/01g*", kind="short"))
    keys = {key for page in salesforce.read(whole(schema)) for key in page.rows.column("Id").to_pylist()}
    assert keys == {row["Id"] for row in crm.rows("Account")}
    crm.fail(Fault(path="*/query/01g*", kind="short", times=None))
    with pytest.raises(AnswerError, match="announced 50 rows and sent"):
        list(salesforce.read(whole(schema)))


@pytest.mark.parametrize("bytes", [0, 1, 100, 1500])
def test_a_line_that_breaks_within_a_body_costs_no_row(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], whole: Whole, collected: Collected,
    bytes: int,
) -> None:  # fmt: skip
    fill(world, 50)
    salesforce = connect(crm, bulk_rows="10", page_rows="20")
    schema = salesforce.describe("Account")
    crm.fail(
        Fault(path=RESULTS, kind="cut", bytes=bytes, after=1),
        Fault(path="*/query", kind="cut", bytes=bytes),
        Fault(path="*/jobs/query/*", method="GET", kind="reset"),
    )
    assert collected(salesforce.read(whole(schema)))[0] == truth(crm)


def test_nul_bytes_are_left_out(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], whole: Whole,
    collected: Collected,
) -> None:  # fmt: skip
    crm = start(nul_bytes=True)
    fill(world, 50)
    salesforce = connect(crm, bulk_rows="10")
    assert collected(salesforce.read(whole(salesforce.describe("Account"))))[0] == truth(crm)


def test_a_page_that_is_too_large_for_memory_is_asked_for_in_smaller_ones(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], whole: Whole, collected: Collected,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("connectors.salesforce.bulk.LARGEST_PAGE", 10_000)
    fill(world, 200)
    salesforce = connect(crm, bulk_rows="10")
    pages = list(salesforce.read(whole(salesforce.describe("Account"))))
    assert len(pages) > 1
    assert collected(iter(pages))[0] == truth(crm)


def test_a_field_that_is_no_number_any_more_is_left_empty_and_counted(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], way: dict[str, str], whole: Whole,
    collected: Collected,
) -> None:  # fmt: skip
    fill(world, 50)
    salesforce = connect(crm, **way)
    schema = salesforce.describe("Account")
    world.retype_field("Account", "Employees", "string", lambda value: f"secret{value}" if value < 3 else str(value))

    pages = list(salesforce.read(whole(schema, "Id", "Employees")))

    assert [row["Employees"] for row in collected(iter(pages))[0]] == [None] * 3 + list(range(3, 50))
    notes = [note for page in pages for note in page.notes]
    assert notes == ["Account.Employees: 3 values are not of the type that Salesforce describes; they were left empty"]


# Queries that are too much


def test_a_query_that_takes_too_long_by_rest_goes_by_bulk(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema, whole: Whole,
    collected: Collected,
) -> None:  # fmt: skip
    fill(world, 50)
    crm.fail(Fault(path="*/query", method="GET", kind="special", code="QUERY_TIMEOUT"))
    assert collected(salesforce.read(whole(account)))[0] == truth(crm)
    assert "POST jobs/query" in paths(crm)


def test_a_bulk_job_that_fails_for_its_size_is_halved(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], whole: Whole, collected: Collected
) -> None:
    fill(world, 25)
    crm.advance(-15 * 365 * 86_400)
    fill(world, 25)
    crm.advance(15 * 365 * 86_400)
    salesforce = connect(crm, bulk_rows="10")
    schema = salesforce.describe("Account")
    crm.forget_calls()
    crm.fail(Fault(path="*/jobs/query/*", method="GET", kind="special", code="job failed"))

    pages = list(salesforce.read(whole(schema)))

    assert collected(iter(pages))[0] == truth(crm)
    assert [page.rows.num_rows for page in pages] == [25, 25]
    assert paths(crm).count("POST jobs/query") == 3
    assert paths(crm).count("DELETE jobs/query") == 3


def test_rows_of_one_moment_that_are_too_many_are_read_by_their_keys(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], whole: Whole, collected: Collected
) -> None:
    fill(world, 50)
    salesforce = connect(crm, bulk_rows="10")
    schema = salesforce.describe("Account")
    crm.fail(
        Fault(path="*/jobs/query/*", method="GET", kind="special", code="job failed", times=None),
        Fault(path="*/queryAll", containing="LIMIT 2000", kind="special", code="QUERY_TIMEOUT"),
    )
    read = whole(schema, since=NOW, until=NOW + dt.timedelta(seconds=60))
    assert collected(salesforce.read(read))[0] == truth(crm)


def test_a_query_that_stays_too_much_is_an_error_with_a_remedy(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema, whole: Whole
) -> None:
    fill(world, 5)
    crm.fail(
        Fault(path="*/query*", kind="special", code="QUERY_TOO_COMPLICATED", method="GET", times=None),
        Fault(path="*/jobs/query", kind="special", code="INVALIDENTITY", times=None),
    )
    with pytest.raises(AnswerError, match="Sync fewer fields"):
        list(salesforce.read(whole(account, since=NOW, until=NOW + dt.timedelta(seconds=4))))


# What is refused


def test_a_field_that_is_gone_is_named(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], way: dict[str, str], whole: Whole
) -> None:
    fill(world, 50)
    salesforce = connect(crm, **way)
    schema = salesforce.describe("Account")
    world.hide_field("Account", "Revenue")
    with pytest.raises(SchemaChangedError, match="Revenue"):
        list(salesforce.read(whole(schema)))


def test_an_object_that_is_hidden_is_refused(
    world: World, salesforce: Connector, account: ObjectSchema, whole: Whole
) -> None:
    world.hide_object("Account")
    with pytest.raises(ObjectRefusedError, match="Account: there is no such object, or this login may not read it"):
        list(salesforce.read(whole(account)))
    with pytest.raises(ObjectRefusedError, match="View All"):
        salesforce.describe("Account")


@pytest.mark.parametrize("code", ["LIMIT_EXCEEDED", "LIMIT_EXCEEDED result size"])
def test_without_bulk_jobs_left_few_rows_come_by_rest_and_many_stop_the_sync(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], whole: Whole, collected: Collected,
    code: str,
) -> None:  # fmt: skip
    fill(world, 50)
    salesforce = connect(crm, bulk_rows="10")
    schema = salesforce.describe("Account")
    crm.fail(Fault(path="*/jobs/query", kind="special", code=code, times=None))
    assert collected(salesforce.read(whole(schema)))[0] == truth(crm)
    fill(world, 51)
    with pytest.raises(LimitError, match="bulk"):
        list(salesforce.read(whole(schema)))
