"""What the replication log tells: which records went, in which time, and when it can't say."""

import datetime as dt
from collections.abc import Callable

import pytest

from connectors.errors import AnswerError, DeletionsUnknownError
from connectors.protocol import Connector, Gone, ObjectSchema
from connectors.standins.faults import Fault
from connectors.standins.salesforce.describes import object_described
from connectors.standins.salesforce.server import SalesforceStandIn
from connectors.standins.salesforce.world import World

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
PATH = "*/sobjects/Account/deleted/"


def gone(salesforce: Connector, schema: ObjectSchema, since: dt.datetime, until: dt.datetime) -> list[Gone]:
    return [each for some in salesforce.deletions(schema, since, until) for each in some]


def test_records_that_went_are_told_once_however_they_went(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema
) -> None:
    binned, purged, hard, live = world.insert_many("Account", [{}] * 4)
    crm.advance(3600)
    world.delete("Account", binned)
    world.delete("Account", purged)
    world.hard_delete("Account", purged, hard)
    crm.advance(3600)
    at = NOW + dt.timedelta(hours=1)

    told = gone(salesforce, account, NOW, NOW + dt.timedelta(hours=2))

    assert {each.key for each in told} == {binned, purged, hard}
    assert {(each.reason, each.at) for each in told} == {("deleted", at)}
    assert len(told) == 3
    assert live not in {each.key for each in told}
    assert gone(salesforce, account, at + MINUTE, NOW + dt.timedelta(hours=2)) == []


def test_a_time_that_is_shorter_than_salesforce_takes_is_made_longer(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema
) -> None:
    (key,) = world.insert_many("Account", [{}])
    world.delete("Account", key)
    crm.advance(600)
    for length in (1, 30, 60, 61, 90):
        told = gone(salesforce, account, NOW, NOW + dt.timedelta(seconds=length))
        assert [each.key for each in told] == [key]


def test_a_time_with_too_many_is_halved(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector]
) -> None:
    crm = start(deleted_ids=10)
    salesforce = connect(crm)
    schema = salesforce.describe("Account")
    keys = world.insert_many("Account", [{}] * 50)
    for number, key in enumerate(keys):
        world.delete("Account", key, stamp=NOW + number * 10 * MINUTE)
    crm.advance(86_400)
    assert sorted(each.key for each in gone(salesforce, schema, NOW, NOW + DAY)) == sorted(keys)


def test_too_many_within_a_minute_is_told(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector]
) -> None:
    crm = start(deleted_ids=10)
    salesforce = connect(crm)
    schema = salesforce.describe("Account")
    for key in world.insert_many("Account", [{}] * 50):
        world.delete("Account", key)
    crm.advance(86_400)
    with pytest.raises(DeletionsUnknownError, match="can't tell"):
        gone(salesforce, schema, NOW, NOW + DAY)


def test_it_goes_on_from_what_is_covered(crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema) -> None:
    first = NOW + 60 * MINUTE
    covered = (
        '{"deletedRecords": [{"id": "001A0000006pfgR", "deletedDate": "2026-03-04T12:30:00.000+0000"}], '
        f'"earliestDateAvailable": "2026-02-01T00:00:00.000+0000", "latestDateCovered": "{first.isoformat()}"}}'
    )
    crm.advance(7200)
    crm.fail(Fault(path=PATH, kind="status", status=200, body=covered))
    told = gone(salesforce, account, NOW, NOW + 120 * MINUTE)
    assert [each.key for each in told] == ["001A0000006pfgRIAQ"]
    assert sum(each.path.endswith("/deleted/") and each.status == 200 for each in crm.calls()) == 2


def test_a_log_that_stays_behind_is_told(crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema) -> None:
    crm.advance(600)
    assert gone(salesforce, account, NOW, NOW + 15 * MINUTE) == []
    with pytest.raises(DeletionsUnknownError):
        gone(salesforce, account, NOW, NOW + 120 * MINUTE)


def test_a_log_that_forgot_is_told(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema
) -> None:
    crm.advance(7200)
    world.purge_deletions("Account", before=NOW + 30 * MINUTE)
    with pytest.raises(DeletionsUnknownError, match=r"Account: Salesforce can't tell.*\n.*compared"):
        gone(salesforce, account, NOW, NOW + 120 * MINUTE)


def test_more_than_15_days_costs_no_call(crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema) -> None:
    with pytest.raises(DeletionsUnknownError):
        gone(salesforce, account, NOW - 16 * DAY, NOW)
    assert crm.calls() == ()


def test_a_date_that_salesforce_refuses_is_told(
    crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema
) -> None:
    with pytest.raises(DeletionsUnknownError):
        gone(salesforce, account, NOW - 40 * DAY, NOW - 35 * DAY)
    crm.fail(Fault(path=PATH, kind="special", code="INVALID_REPLICATION_DATE"))
    with pytest.raises(DeletionsUnknownError):
        gone(salesforce, account, NOW - DAY, NOW)


def test_objects_without_a_log(world: World, salesforce: Connector) -> None:
    world.add_object(object_described("Kept__c", "Kept", [], prefix="a0k", replicateable=False))
    with pytest.raises(DeletionsUnknownError):
        gone(salesforce, salesforce.describe("Kept__c"), NOW - DAY, NOW)


def test_an_answer_without_its_times_is_told(
    crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema
) -> None:
    crm.fail(Fault(path=PATH, kind="status", status=200, body="{}", times=None))
    with pytest.raises(AnswerError, match="without their time"):
        gone(salesforce, account, NOW - DAY, NOW)
