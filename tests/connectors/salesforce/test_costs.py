"""What a read will cost, what it has cost, what time it is; and the ways of the library that are not taken."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest

from connectors.protocol import Connector, Estimate, ObjectSchema, Read
from connectors.salesforce.session import http_session
from connectors.standins.faults import Fault
from connectors.standins.salesforce.server import SalesforceStandIn
from connectors.standins.salesforce.world import World

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
Whole = Callable[..., Read]


def test_a_count_is_of_live_records(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema
) -> None:
    first, *_ = world.insert_many("Account", [{}] * 7)
    world.delete("Account", first)
    assert salesforce.count(account) == 6
    assert len(crm.calls()) == 1


def test_an_estimate_of_all_rows_is_salesforces_own_count(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema, whole: Whole
) -> None:
    world.insert_many("Account", [{}] * 4001)
    told = salesforce.estimate(whole(account, "Id", "Name"))
    assert told == Estimate(rows=4001, calls=3, bytes=4001 * (21 + 16), exact=False)
    assert len(crm.calls()) == 1


def test_an_estimate_of_a_time_is_a_count(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema, whole: Whole
) -> None:
    world.insert_many("Account", [{}] * 5)
    world.insert("Account", stamp=NOW - HOUR)
    told = salesforce.estimate(whole(account, "Id", since=NOW, until=NOW + HOUR))
    assert (told.rows, told.calls, told.exact) == (5, 1, True)


def test_an_estimate_of_many_rows_is_of_bulk(
    world: World, connect: Callable[..., Connector], crm: SalesforceStandIn, whole: Whole
) -> None:
    world.insert_many("Account", [{}] * 100)
    salesforce = connect(crm, bulk_rows="10", page_rows="10")
    assert salesforce.estimate(whole(salesforce.describe("Account"))).calls > 10


def test_rows_that_salesforce_does_not_count_are_not_known(
    world: World, crm: SalesforceStandIn, salesforce: Connector, account: ObjectSchema, whole: Whole
) -> None:
    world.hide_object("Account")
    assert salesforce.estimate(whole(account)).rows is None


def test_the_clock_is_salesforces_and_costs_no_call(salesforce: Connector, crm: SalesforceStandIn) -> None:
    assert salesforce.clock() == NOW
    crm.advance(90)
    assert salesforce.clock() == NOW + dt.timedelta(seconds=90)
    salesforce.describe("Account")
    assert salesforce.usage().used == 1


def test_usage_is_known_without_a_call(salesforce: Connector, crm: SalesforceStandIn) -> None:
    assert (salesforce.usage().calls, salesforce.usage().used) == (0, None)
    salesforce.describe("Account")
    assert salesforce.usage().calls == len(crm.calls())
    assert salesforce.usage().allowed == 100_000


# What simple-salesforce does otherwise


def test_a_bulk_job_is_asked_after_at_once_and_then_ever_less_often(
    world: World, start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], pace: Any, whole: Whole
) -> None:
    crm = start(polls=10)
    world.insert_many("Account", [{}] * 20)
    salesforce = connect(crm, bulk_rows="10")
    list(salesforce.read(whole(salesforce.describe("Account"))))
    assert pace.waits == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30.0, 30.0]


def test_a_page_that_does_not_say_its_rows_is_taken(
    world: World, connect: Callable[..., Connector], crm: SalesforceStandIn, whole: Whole
) -> None:
    world.insert_many("Account", [{"Name": "a"}] * 20)
    salesforce = connect(crm, bulk_rows="10")
    schema = salesforce.describe("Account")
    body = '"Id","Name"\n' + "".join(f'"{row["Id"]}","a"\n' for row in crm.rows("Account"))
    crm.fail(Fault(path="*/results", kind="status", status=200, body=body))
    (page,) = salesforce.read(whole(schema, "Id", "Name"))
    assert page.rows.num_rows == 20


def test_no_answer_is_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = []
    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", lambda *given, **_: waits.append(given[3]))
    session = http_session()
    for prefix in ("https://", "http://"):
        session.get_adapter(f"{prefix}acme.example").send(None)  # type: ignore[arg-type]
    assert waits == [(10.0, 120.0)] * 2


def test_an_answer_that_does_not_come_is_given_up_and_asked_for_again(
    connect: Callable[..., Connector], crm: SalesforceStandIn, pace: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.salesforce.session.READ_SECONDS", 0.2)
    salesforce = connect(crm)
    crm.fail(Fault(path="*/describe", kind="slow", seconds=1.0))
    assert salesforce.describe("Account").name == "Account"
    assert len(pace.waits) == 1


def test_a_line_by_tls_is_one_as_any_other(
    world: World, connect: Callable[..., Connector], monkeypatch: pytest.MonkeyPatch
) -> None:
    with SalesforceStandIn(world, tls=True) as crm:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(crm.certificate))
        assert connect(crm).describe("Account").name == "Account"


def test_the_netrc_of_the_machine_does_not_take_the_place_of_the_token(
    connect: Callable[..., Connector], crm: SalesforceStandIn, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(file))
    assert connect(crm).describe("Account").name == "Account"


def test_threads_read_side_by_side_while_sessions_end(
    world: World, connect: Callable[..., Connector], crm: SalesforceStandIn, whole: Whole
) -> None:
    world.insert_many("Account", [{}] * 60)
    salesforce = connect(crm, bulk_rows="10", page_rows="10")
    schema = salesforce.describe("Account")
    counts: list[int] = []

    def read() -> None:
        counts.append(sum(page.rows.num_rows for page in salesforce.read(whole(schema, "Id"))))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for each in threads:
        each.start()
    crm.end_sessions()
    for each in threads:
        each.join()
    assert counts == [60] * 4
