"""Writing into a HubSpot: each record has its answer, and no task is made twice whatever the line does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.errors import ObjectRefusedError, UnreachableError
from connectors.standins.faults import Fault
from connectors.writing import Change, NewTask
from connectors.writing_contract import CHECKS, Ground

MAKES = "*/tasks/batch/create"


def deals(side: Any, count: int = 3) -> list[str]:
    return [side.crm.create("deals", {"dealname": f"Deal {n}"}) for n in range(count)]


def task(key: str, marker: str = "m1", **more: Any) -> NewTask:
    return NewTask(marker=marker, **{"object": "deals", "key": key, "subject": "Call them", **more})


@pytest.mark.parametrize("version", ["v3", "2026-09"])
@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.__name__)
def test_the_contract_holds(check: Callable[..., None], side: Any, version: str) -> None:
    first, second, _ = deals(side)
    check(side.open(api_version=version), Ground(object="deals", keys=(first, second), field="dealname"))


def test_values_are_written_as_texts(side: Any) -> None:
    key = deals(side)[0]
    values = {
        "dealname": "New",
        "amount": 1200.0,
        "closedate": dt.datetime(2026, 3, 4, 5, tzinfo=dt.UTC),
        "dealtype": None,
    }
    (answer,) = side.open().update("deals", [Change(key=key, values=values)])
    assert answer.problem is None
    row = side.crm.rows("deals")[key]
    assert (row["dealname"], row["amount"], row["closedate"]) == ("New", "1200", "2026-03-04T05:00:00Z")


def test_a_moment_for_a_date_is_its_day(side: Any) -> None:
    key = side.crm.create("service_contracts", {"contract_name": "A"})
    moment = dt.datetime(2026, 3, 4, 5, tzinfo=dt.UTC)
    (answer,) = side.open().update("service_contracts", [Change(key=key, values={"start_day": moment})])
    assert (answer.problem, side.crm.rows("service_contracts")[key]["start_day"]) == (None, "2026-03-04")


def test_one_hundred_records_a_call(side: Any) -> None:
    keys = deals(side, 201)
    answers = side.open().update("deals", [Change(key=each, values={"amount": 5}) for each in keys])
    assert [each.key for each in answers] == keys
    assert [status for path, status in side.calls if path.endswith("/batch/update")] == [200, 200, 200]


def test_a_batch_that_is_refused_for_one_record_writes_the_others(side: Any) -> None:
    keys = deals(side, 9)
    values = [{"amount": "much" if place == 4 else 5} for place in range(9)]
    answers = side.open().update("deals", [Change(key=key, values=new) for key, new in zip(keys, values, strict=True)])
    assert [each.problem is None for each in answers] == [place != 4 for place in range(9)]
    assert "was not a valid number" in (answers[4].problem or "")
    assert sum(row.get("amount") == "5" for row in side.crm.rows("deals").values()) == 8


def test_fields_that_cannot_be_changed_are_not_listed(side: Any) -> None:
    may = side.open().writable("deals")
    assert {"dealname", "amount"} <= may
    assert not may & {"hs_object_id", "createdate", "hs_lastmodifieddate", "days_to_close"}


def test_a_login_that_may_only_read_says_which_scope_it_lacks(side: Any) -> None:
    side.crm.kept_from_writing.add("deals")
    with pytest.raises(ObjectRefusedError, match=r"crm\.objects\.deals\.write"):
        side.open().update("deals", [Change(key=deals(side)[0], values={"amount": 1})])


def test_a_task_stands_in_the_crm_as_it_was_asked_for(side: Any) -> None:
    key = deals(side)[0]
    (made,) = side.open().create_tasks([task(key, text="Ask for <news>.", due=dt.date(2026, 7, 1), owner="7")])
    row = side.crm.rows("tasks")[made.key]
    assert (row["hs_task_subject"], row["hs_task_status"], row["hubspot_owner_id"]) == ("Call them", "NOT_STARTED", "7")
    assert row["hs_timestamp"] == "2026-07-01T12:00:00Z"
    assert row["hs_task_body"] == "Ask for &lt;news&gt;.<br><br>[Swell m1]"
    assert side.crm.associations("tasks", "deals") == {made.key: {key: frozenset()}}


FAULTS = (
    Fault(path=MAKES, kind="cut", bytes=20),
    Fault(path=MAKES, kind="reset"),
    Fault(path=MAKES, kind="status", status=502),
    Fault(path=MAKES, kind="status", status=504),
    Fault(path=MAKES, kind="special", code="SECONDLY"),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(FAULTS), max_size=3), st.integers(1, 5))
def test_a_task_is_made_once_whatever_happens_on_the_line(side: Any, faults: list[Fault], count: int) -> None:
    before = side.crm.rows("tasks").keys()
    keys = deals(side, count)
    side.crm.faults.clear()
    side.crm.fail(*faults)
    answers = side.open().create_tasks([task(each, f"x{each}") for each in keys])
    made = {key: row["hs_task_body"] for key, row in side.crm.rows("tasks").items() if key not in before}
    assert made == {answer.key: f"[Swell x{key}]" for answer, key in zip(answers, keys, strict=True)}


def test_a_crm_that_stays_away_is_an_error_and_the_next_try_finds_what_was_made(side: Any) -> None:
    key = deals(side)[0]
    writer = side.open()
    side.crm.fail(Fault(path=MAKES, kind="cut", bytes=20), Fault(path="*", method="POST", kind="reset", times=40))
    with pytest.raises(UnreachableError):
        writer.create_tasks([task(key)])
    side.crm.faults.clear()
    assert writer.find_tasks([task(key)]) == {"m1": next(iter(side.crm.rows("tasks")))}
