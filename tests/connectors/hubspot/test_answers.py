"""The signals of reference §2.5, each with what is done."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from connectors.errors import (
    AnswerError,
    LimitError,
    LoginError,
    ObjectRefusedError,
    SchemaChangedError,
    UnreachableError,
)
from connectors.hubspot.calls import Caller
from connectors.hubspot.settings import read_settings
from connectors.standins.faults import Fault
from connectors.standins.hubspot import Property, RateLimits

ACCOUNT = "/account-info/v3/details"


@pytest.mark.parametrize("status", [408, 423, 477, 500, 502, 503, 504, 520, 521, 522, 523, 524])
def test_what_passes_is_tried_again(side, status):
    side.crm.faults.add(Fault(path=ACCOUNT, kind="status", status=status, times=2))
    assert side.open().identify().id == str(side.crm.id)
    assert [each for _, each in side.calls] == [status, status, 200]
    first, second = side.pace.slept
    assert 1 <= first <= 1.5
    assert 2 <= second <= 3


@pytest.mark.parametrize("fault", [{"kind": "reset"}, {"kind": "cut", "bytes": 20}])
def test_a_line_that_breaks_is_tried_again(side, fault):
    side.crm.faults.add(Fault(path=ACCOUNT, times=2, **fault))
    assert side.open().identify().id == str(side.crm.id)


@pytest.mark.parametrize("path", ["*/search", "*/batch/read"])
@pytest.mark.parametrize("fault", [{"kind": "status", "status": 503}, {"kind": "reset"}, {"kind": "cut", "bytes": 20}])
def test_searches_and_batches_are_tried_again_as_well(side, gather, path, fault):
    since = side.now
    key = side.crm.create("companies")
    side.crm.faults.add(Fault(path=path, times=3, **fault))
    connector = side.open()
    assert set(gather(connector, side.question(connector, "companies", since=since))[0]) == {key}


def test_tries_end(side):
    side.crm.faults.add(Fault(path=ACCOUNT, kind="status", status=503, times=None))
    with pytest.raises(UnreachableError, match="503") as caught:
        side.open().identify()
    assert caught.value.hint
    assert len(side.calls) == 6
    assert max(side.pace.slept) <= 60


def test_nobody_there(side):
    connector = side.open(url="http://127.0.0.1:9")
    with pytest.raises(UnreachableError, match="no connection") as caught:
        connector.identify()
    assert "url" in caught.value.hint


def test_a_certificate_that_nobody_vouches_for_is_not_tried_again(make_side):
    side = make_side(tls=True)
    with pytest.raises(UnreachableError, match="not secure"):
        side.open().identify()
    assert side.pace.slept == []


@pytest.mark.parametrize("body", ["<html>hello</html>", "not json", ""])
def test_an_answer_that_is_not_json(side, body):
    side.crm.faults.add(Fault(path=ACCOUNT, kind="status", status=200, body=body, times=None))
    with pytest.raises((AnswerError, UnreachableError)):
        side.open().identify()


@pytest.mark.parametrize("body", ["{}", '{"results": null}', "[]", '{"status": "ok"}'])
def test_an_answer_without_results_is_not_taken_for_an_empty_object(side, gather, body):
    side.crm.create("companies")
    connector = side.open()
    read = side.question(connector, "companies")
    side.crm.faults.add(Fault(path="/crm/v3/objects/*", kind="status", status=200, body=body, times=None))
    with pytest.raises(AnswerError):
        gather(connector, read)


@pytest.mark.parametrize(
    ("policy", "retry_after", "waits"),
    [
        ("TEN_SECONDLY_ROLLING", None, 10.0),
        ("TEN_SECONDLY_ROLLING", 4, 4.0),
        ("SECONDLY", None, 1.0),
        ("SECONDLY", 2, 2.0),
    ],
)
def test_a_limit_that_passes_is_waited_for(side, policy, retry_after, waits):
    side.crm.faults.add(Fault(path=ACCOUNT, kind="special", code=policy, retry_after=retry_after, times=2))
    side.open().identify()
    assert side.pace.slept == [waits, waits]


def test_a_limit_that_lasts_ends_the_read(side):
    side.crm.faults.add(Fault(path=ACCOUNT, kind="special", code="TEN_SECONDLY_ROLLING", times=None))
    with pytest.raises(LimitError, match="TEN_SECONDLY_ROLLING") as caught:
        side.open().identify()
    assert "calls_per_10_seconds" in caught.value.hint
    assert side.pace.slept == [10.0] * 19


def test_a_limit_that_asks_for_too_long_a_wait_ends_the_read(side):
    side.crm.faults.add(Fault(path=ACCOUNT, kind="status", status=429, retry_after=3600, body="{}"))
    with pytest.raises(LimitError):
        side.open().identify()
    assert side.pace.slept == []


def test_the_limit_of_the_day_ends_the_read_and_says_until_when(make_side):
    side = make_side(limits=RateLimits(day=5))
    connector = side.open()
    for _ in range(5):
        connector.identify()
    usage = connector.usage()
    assert (usage.calls, usage.used, usage.allowed) == (5, 5, 5)
    side.crm.limits.allowed = RateLimits(day=5)
    with pytest.raises(LimitError, match="in a day") as caught:
        connector.identify()
    assert side.pace.slept == []
    assert caught.value.hint
    assert len(side.calls) <= 7


def test_the_limit_of_the_day_says_when_it_ends(side):
    side.crm.faults.add(Fault(path=ACCOUNT, kind="special", code="DAILY", times=None))
    with pytest.raises(LimitError, match="2026-06-02 00:00 UTC") as caught:
        side.open().identify()
    assert caught.value.resets == dt.datetime(2026, 6, 2, tzinfo=dt.UTC)


def test_calls_keep_to_the_limits_by_themselves(make_side, gather):
    side = make_side(limits=RateLimits(ten_seconds=100, search_second=5))
    since = side.now
    for _ in range(3_100):
        side.crm.create("companies")
    connector = side.open()
    rows, _ = gather(connector, side.question(connector, "companies", since=since))
    assert len(rows) == 3_100
    for _ in range(150):
        connector.identify()
    assert all(status != 429 for _, status in side.calls)
    assert side.pace.slept != []


def test_the_limit_of_the_account_is_learnt(make_side):
    side = make_side(limits=RateLimits(ten_seconds=190))
    connector = side.open()
    for _ in range(190):
        connector.identify()
    assert side.pace.slept == []
    connector.identify()
    assert side.pace.slept == [10.0]


def test_a_lower_limit_of_ours_holds(make_side):
    side = make_side(limits=RateLimits(ten_seconds=190))
    connector = side.open(calls_per_10_seconds="20")
    for _ in range(41):
        connector.identify()
    assert side.pace.slept == [10.0, 10.0]


def test_401_of_a_token_that_stays(side):
    side.crm.faults.add(Fault(path=ACCOUNT, kind="expired", times=None))
    with pytest.raises(LoginError):
        side.open().identify()
    assert len(side.calls) == 1


def test_530_is_a_malformed_token(side):
    side.crm.faults.add(Fault(path=ACCOUNT, kind="status", status=530, body="<html>", times=None))
    with pytest.raises(LoginError, match="does not look like one"):
        side.open().identify()
    assert len(side.calls) == 1


def test_a_missing_scope_is_named(side):
    side.crm.refuse("deals")
    connector = side.open()
    with pytest.raises(ObjectRefusedError, match=r"crm\.objects\.deals\.read") as caught:
        connector.describe("deals")
    assert "scope" in caught.value.hint
    assert connector.describe("companies").name == "companies"


def test_a_scope_that_goes_in_the_middle_of_a_read(side, gather):
    side.crm.create("deals")
    connector = side.open()
    read = side.question(connector, "deals", "hs_object_id", "dealname")
    side.crm.refuse("deals")
    with pytest.raises(ObjectRefusedError, match=r"crm\.objects\.deals\.read"):
        gather(connector, read)


def test_a_refusal_without_a_scope(side):
    body = json.dumps({"category": "FORBIDDEN", "message": "secret of a record"})
    side.crm.faults.add(Fault(path="/crm/v3/objects/deals", kind="status", status=403, body=body, times=None))
    with pytest.raises(ObjectRefusedError, match="FORBIDDEN") as caught:
        side.open().describe("deals")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["leads", "0-421"])
def test_an_object_that_the_account_lacks(side, name):
    with pytest.raises(ObjectRefusedError, match="HubSpot has no"):
        side.open().describe(name)


def test_a_name_that_no_object_has(side):
    with pytest.raises(ObjectRefusedError, match="'deal s'") as caught:
        side.open().describe("deal s")
    assert "2-123" in caught.value.hint


def test_any_other_refusal_shows_category_and_correlation_but_no_words(side, gather):
    since = side.now
    side.crm.create("companies")
    connector = side.open()
    read = side.question(connector, "companies", since=since)
    body = json.dumps({"category": "VALIDATION_ERROR", "correlationId": "aaaa-1", "message": "value 'Ada' is bad"})
    side.crm.faults.add(Fault(path="*/search", kind="status", status=400, body=body))
    with pytest.raises(AnswerError, match=r"VALIDATION_ERROR, aaaa-1") as caught:
        gather(connector, read)
    assert "Ada" not in str(caught.value)


def test_paging_beyond_what_the_search_shows_is_a_defect_and_said_so(side):
    """The guard: our own reads stay below; see test_changes."""
    side.crm.create("companies")
    settings = read_settings({"url": side.crm.url}, side.secrets)
    with pytest.raises(AnswerError, match="status 400"):
        Caller(settings, side.secrets, side.pace).post(
            "search", "companies", {"after": "10000", "limit": 200}, type="companies"
        )


def test_an_address_that_is_too_long_is_asked_by_a_body(side, gather):
    side.crm.create("companies", {"name": "Kept"})
    side.crm.faults.add(
        Fault(path="/crm/v3/objects/companies", containing="name", kind="status", status=414, body="<html>", times=None)
    )
    connector = side.open()
    rows, _ = gather(connector, side.question(connector, "companies", "hs_object_id", "name"))
    assert [row["name"] for row in rows.values()] == ["Kept"]


def test_a_property_that_goes_is_told_of_before_its_column_is_emptied(side, gather):
    side.crm.create("companies", {"domain": "a.example"})
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id", "domain")
    side.crm.remove_property("companies", "domain")
    with pytest.raises(SchemaChangedError, match="domain"):
        gather(connector, read)


def test_a_property_that_goes_in_the_middle_of_a_read(side):
    for _ in range(1_200):
        side.crm.create("companies", {"domain": "a.example"})
    connector = side.open()
    pages = connector.read(side.question(connector, "companies", "hs_object_id", "domain"))
    assert next(pages).rows.column("domain").null_count == 0
    side.crm.remove_property("companies", "domain")
    with pytest.raises(SchemaChangedError, match="domain"):
        list(pages)


def test_a_property_of_another_type(side, gather):
    side.crm.create("companies", {"domain": "a.example"})
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id", "domain")
    side.crm.put_property("companies", Property(name="domain", label="D", type="number", field_type="number"))
    with pytest.raises(SchemaChangedError, match="another type"):
        gather(connector, read)


def test_what_was_read_before_a_failure_is_not_lost(side):
    for _ in range(2_500):
        side.crm.create("companies")
    connector = side.open()
    read = side.question(connector, "companies", "hs_object_id")
    side.crm.faults.add(
        Fault(path="/crm/v3/objects/companies", kind="special", code="DAILY", after=21, times=None),
    )
    rows = []

    def collect():
        for page in connector.read(read):
            rows.extend(page.rows.column(0).to_pylist())

    with pytest.raises(LimitError):
        collect()
    assert len(rows) == 2_000
