"""Every signal of Salesforce: what is tried again, what is told, and that nothing secret is in what is told."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from connectors.errors import (
    AnswerError,
    ConnectorError,
    LimitError,
    LoginError,
    ObjectRefusedError,
    SchemaChangedError,
    UnreachableError,
)
from connectors.protocol import Connector, ObjectSchema, Read
from connectors.standins.faults import Fault
from connectors.standins.salesforce.server import SalesforceStandIn
from connectors.standins.salesforce.world import World

DESCRIBE = "*/sobjects/Account/describe"
Whole = Callable[..., Read]


def of_api(crm: SalesforceStandIn) -> list[tuple[str, int]]:
    return [(each.path.rpartition("/")[2], each.status) for each in crm.calls()]


@pytest.mark.parametrize("status", [406, 408, 420, 429, 500, 502, 503, 504, 520])
def test_what_passes_by_itself_is_tried_again(
    salesforce: Connector, crm: SalesforceStandIn, pace: Any, status: int
) -> None:
    crm.fail(Fault(path=DESCRIBE, kind="status", status=status, body="<html>busy</html>", times=3))
    assert salesforce.describe("Account").name == "Account"
    assert len(pace.waits) == 3
    assert 1 / 2 <= pace.waits[0] <= 1 <= pace.waits[1] <= 2 <= pace.waits[2] <= 4


@pytest.mark.parametrize("code", ["SERVER_UNAVAILABLE", "UNABLE_TO_LOCK_ROW"])
def test_a_busy_server_is_tried_again_whatever_its_status(
    salesforce: Connector, crm: SalesforceStandIn, code: str
) -> None:
    crm.fail(Fault(path=DESCRIBE, kind="special", code=code, times=2))
    assert salesforce.describe("Account").name == "Account"


@pytest.mark.parametrize("kind", ["reset", "cut"])
def test_a_line_that_breaks_is_tried_again(salesforce: Connector, crm: SalesforceStandIn, kind: Any) -> None:
    crm.fail(Fault(path=DESCRIBE, kind=kind, times=5, bytes=200))
    assert salesforce.describe("Account").name == "Account"


def test_an_answer_that_asks_to_wait_is_waited_for(salesforce: Connector, crm: SalesforceStandIn, pace: Any) -> None:
    crm.fail(Fault(path=DESCRIBE, kind="status", status=503, retry_after=77))
    salesforce.describe("Account")
    assert pace.waits == [77]


def test_after_six_tries_it_is_told(salesforce: Connector, crm: SalesforceStandIn, pace: Any) -> None:
    crm.fail(Fault(path=DESCRIBE, kind="status", status=503, times=None))
    with pytest.raises(UnreachableError, match="503"):
        salesforce.describe("Account")
    assert [status for name, status in of_api(crm) if name == "describe"] == [503] * 6
    assert all(0.5 <= each <= 60 for each in pace.waits)


def test_nobody_at_the_address_is_told(crm: SalesforceStandIn, connect: Callable[..., Connector]) -> None:
    salesforce = connect(crm, login="session")
    crm.stop()
    with pytest.raises(UnreachableError, match="no answer"):
        salesforce.describe("Account")


def test_an_answer_that_is_no_json_is_tried_again_and_then_told(salesforce: Connector, crm: SalesforceStandIn) -> None:
    crm.fail(Fault(path=DESCRIBE, kind="status", status=200, body="<html>a proxy</html>"))
    assert salesforce.describe("Account").name == "Account"
    crm.fail(Fault(path=DESCRIBE, kind="status", status=200, body="<html>a proxy</html>", times=None))
    with pytest.raises(AnswerError, match="something else than was asked"):
        salesforce.describe("Account")


# Sessions


@pytest.mark.parametrize("body", [None, "<html>Session expired</html>"])
def test_a_session_that_ended_is_renewed_once(
    salesforce: Connector, crm: SalesforceStandIn, account: ObjectSchema, body: str | None
) -> None:
    crm.fail(Fault(path=DESCRIBE, kind="expired", body=body))
    assert salesforce.describe("Account").name == "Account"
    assert of_api(crm) == [("describe", 401), ("token", 200), ("describe", 200)]


@pytest.mark.parametrize("login", ["client_credentials", "refresh_token", "password", "soap"])
@pytest.mark.parametrize("body", [None, "<html>Session expired</html>"])
def test_a_401_that_stays_makes_three_calls(
    connect: Callable[..., Connector], crm: SalesforceStandIn, login: str, body: str | None
) -> None:
    salesforce = connect(crm, login=login)
    salesforce.describe("Account")
    crm.forget_calls()
    crm.fail(Fault(path=DESCRIBE, kind="expired", body=body, times=None))
    with pytest.raises(LoginError, match="new login did not help"):
        salesforce.describe("Account")
    assert [status for _, status in of_api(crm)] == [401, 200, 401]


def test_a_session_id_that_ended_is_not_tried_again(connect: Callable[..., Connector], crm: SalesforceStandIn) -> None:
    salesforce = connect(crm, login="session")
    salesforce.describe("Account")
    crm.end_sessions()
    crm.forget_calls()
    with pytest.raises(LoginError, match="access_token"):
        salesforce.describe("Account")
    assert of_api(crm) == [("describe", 401)]


def test_sessions_that_end_in_the_middle_of_a_bulk_query_cost_nothing(
    world: World, connect: Callable[..., Connector], crm: SalesforceStandIn, whole: Whole
) -> None:
    world.insert_many("Account", [{"Name": str(i)} for i in range(50)])
    salesforce = connect(crm, bulk_rows="10", page_rows="20")
    schema = salesforce.describe("Account")
    rows = 0
    for path in ("*/jobs/query", "*/jobs/query/*", "*/results"):
        crm.fail(Fault(path=path, kind="expired", after=1 if path == "*/results" else 0))
    for page in salesforce.read(whole(schema)):
        crm.end_sessions()
        rows += page.rows.num_rows
    assert rows == 50


# What is told at once


SIGNALS = [
    ("API_DISABLED_FOR_ORG", LoginError, "API Enabled"),
    ("REQUEST_LIMIT_EXCEEDED TotalRequests", LimitError, "24 hours"),
    ("INSUFFICIENT_ACCESS", ObjectRefusedError, "View All"),
    ("OPERATION_TOO_LARGE", ObjectRefusedError, "View All Data"),
    ("TXN_SECURITY_METERING_ERROR", ObjectRefusedError, "Exempt from Transaction Security"),
]


@pytest.mark.parametrize(("code", "error", "remedy"), SIGNALS)
def test_a_refusal_is_told_with_its_remedy_after_one_call(
    world: World, salesforce: Connector, account: ObjectSchema, crm: SalesforceStandIn, whole: Whole,
    code: str, error: type[ConnectorError], remedy: str,
) -> None:  # fmt: skip
    world.insert("Account", Name="Secret name")
    crm.fail(Fault(path="*/query", kind="special", code=code, times=None))
    with pytest.raises(error, match=remedy) as raised:
        list(salesforce.read(whole(account)))
    assert type(raised.value) is error
    assert len(crm.calls()) == 1


@pytest.mark.parametrize(
    ("status", "body", "error", "told"),
    [
        (404, '[{"errorCode": "NOT_FOUND", "message": "no"}]', ObjectRefusedError, "Account: there is no such object"),
        (403, "<html>blocked</html>", ObjectRefusedError, "Account: there is no such object"),
        (410, '[{"errorCode": "GONE", "message": "retired"}]', LoginError, "api_version"),
        (400, '[{"errorCode": "SOMETHING_NEW", "message": "x"}]', AnswerError, "400 SOMETHING_NEW"),
        (400, '[{"errorCode": "MALFORMED_QUERY", "message": "x"}]', SchemaChangedError, "described anew"),
        (
            400,
            '[{"errorCode": "MALFORMED_QUERY", "message": "Implementation restriction: X requires a filter"}]',
            ObjectRefusedError,
            "only with a filter",
        ),
        (302, "", AnswerError, "302"),
        (400, "[]", AnswerError, "400"),
        (400, '[{"errorCode": "API_CURRENTLY_DISABLED", "message": "x"}]', LoginError, "API"),
        (403, '[{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "x"}]', LimitError, "24 hours"),
    ],
)
def test_statuses_and_bodies(
    salesforce: Connector, crm: SalesforceStandIn, status: int, body: str, error: type[ConnectorError], told: str
) -> None:
    crm.fail(Fault(path=DESCRIBE, kind="status", status=status, body=body))
    with pytest.raises(error, match=told):
        salesforce.describe("Account")


def test_calls_that_are_too_many_at_a_time_wait_half_a_minute(
    salesforce: Connector, crm: SalesforceStandIn, pace: Any
) -> None:
    crm.fail(Fault(path=DESCRIBE, kind="special", code="REQUEST_LIMIT_EXCEEDED ConcurrentRequests", times=2))
    salesforce.describe("Account")
    assert pace.waits == [30, 30]
    crm.fail(Fault(path=DESCRIBE, kind="special", code="REQUEST_LIMIT_EXCEEDED ConcurrentRequests", times=None))
    with pytest.raises(LimitError, match="at a time"):
        salesforce.describe("Account")


# The budget


def test_calls_stop_at_a_share_of_the_day(
    start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector], pace: Any
) -> None:
    crm = start(daily_calls=100)
    salesforce = connect(crm)
    salesforce.describe("Account")
    assert (salesforce.usage().used, salesforce.usage().allowed) == (1, 100)
    crm.limits.use(78)
    salesforce.describe("Account")
    with pytest.raises(LimitError, match=r"used 80 of its 100 calls.*stop at 80%"):
        salesforce.describe("Account")
    assert salesforce.usage().calls == len(crm.calls()) == 3

    pace.sleep(16 * 60)
    salesforce.describe("Account")
    with pytest.raises(LimitError):
        salesforce.describe("Account")
    assert salesforce.usage().used == 81, "once in a while the org is asked again"


def test_the_share_is_a_setting(start: Callable[..., SalesforceStandIn], connect: Callable[..., Connector]) -> None:
    crm = start(daily_calls=100)
    salesforce = connect(crm, daily_share="10")
    salesforce.describe("Account")
    crm.limits.use(10)
    salesforce.describe("Account")
    with pytest.raises(LimitError, match="stop at 10%"):
        salesforce.describe("Account")


# Nothing secret


def test_neither_errors_nor_logs_hold_tokens_queries_or_records(
    world: World, crm: SalesforceStandIn, connect: Callable[..., Connector], secrets: Any, whole: Whole,
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    for name in ("urllib3", "urllib3.connectionpool"):  # whatever other programs in this process made of them
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
        caplog.set_level(logging.DEBUG, logger=name)
    world.insert_many("Account", [{"Name": "Private Person", "Employees": i} for i in range(50)])
    told = []
    refused = '[{"errorCode": "MALFORMED_QUERY", "message": "SELECT Id FROM Account WHERE x = Private Person"}]'
    for login in ("client_credentials", "password", "refresh_token", "soap", "session"):
        salesforce = connect(crm, login=login, bulk_rows="10")
        schema = salesforce.describe("Account")
        list(salesforce.read(whole(schema)))
        crm.fail(Fault(path="*/query", kind="status", status=400, body=refused))
        with pytest.raises(SchemaChangedError) as query:
            list(salesforce.read(whole(schema)))
        with pytest.raises(ObjectRefusedError) as describe:
            salesforce.describe("Nothing__c")
        for chain in (query.value, describe.value):
            each: BaseException | None = chain
            while each is not None:
                told += [str(each), repr(each)]
                each = each.__cause__ or each.__context__
        told.append(repr(vars(salesforce)))
    everything = "\n".join([*told, caplog.text])
    assert "connectionpool" in caplog.text
    for secret in [*secrets.secrets.values(), "SELECT", "Private", "SystemModstamp", "Bearer"]:
        assert secret not in everything
