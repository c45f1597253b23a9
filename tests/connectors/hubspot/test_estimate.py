from __future__ import annotations

import datetime as dt

import pytest


@pytest.fixture
def filled(side):
    for _ in range(1_250):
        side.crm.create("deals")
    side.crm.advance(3600)
    for _ in range(30):
        side.crm.create("deals")
    return side


def calls_of(side, work):
    side.crm.forget_calls()
    work()
    return len(side.calls)


def test_count(filled):
    connector = filled.open()
    assert connector.count(connector.describe("deals")) == 1_280


@pytest.mark.parametrize("fields", [("hs_object_id",), ("hs_object_id", "amount", "primary_company_id"), ()])
@pytest.mark.parametrize("back", [None, dt.timedelta(minutes=1), dt.timedelta(days=1)])
def test_an_estimate_is_near_what_a_read_costs(filled, fields, back):
    connector = filled.open()
    since = None if back is None else filled.now - back
    read = filled.question(connector, "deals", *fields, since=since)
    assert calls_of(filled, lambda: connector.estimate(read)) == 1
    estimate = connector.estimate(read)
    assert estimate.exact
    assert estimate.rows == (30 if back == dt.timedelta(minutes=1) else 1_280)
    assert estimate.bytes is not None
    cost = calls_of(filled, lambda: list(connector.read(read)))
    assert abs(estimate.calls - cost) <= 4 + cost // 5


def test_the_clock_is_that_of_the_account(filled):
    assert filled.open().clock() == filled.now


def test_usage_counts_calls_without_a_call(filled):
    connector = filled.open()
    connector.identify()
    filled.crm.forget_calls()
    usage = connector.usage()
    assert (usage.calls, usage.used, usage.allowed) == (1, None, None)
    assert filled.calls == []
