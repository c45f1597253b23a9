"""Writing into a Salesforce: each record has its answer, and no task is made twice whatever the line does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.errors import LimitError, LoginError, ObjectRefusedError, UnreachableError
from connectors.standins.faults import Fault
from connectors.standins.salesforce.demo_objects import demo_objects
from connectors.standins.salesforce.server import SalesforceStandIn
from connectors.standins.salesforce.world import World
from connectors.writing import Change, NewTask
from connectors.writing_contract import CHECKS, Ground

SAVES = "*/composite/sobjects"


@pytest.fixture
def world(world: World) -> World:
    for each in demo_objects():
        if each["name"] in ("Contact", "Task"):
            world.add_object(each)
    return world


@pytest.fixture
def writer(crm: SalesforceStandIn, connect: Callable[..., Any]) -> Any:
    return connect(crm)


def accounts(world: World, count: int = 3) -> list[str]:
    return world.insert_many("Account", [{"Name": f"Firm {n}", "Employees": n} for n in range(count)])


def task(key: str, marker: str = "m1", **more: Any) -> NewTask:
    return NewTask(marker=marker, **{"object": "Account", "key": key, "subject": "Call them", **more})


def row(world: World, name: str, id_: str) -> dict[str, Any]:
    return next(each for each in world.rows(name) if each["Id"] == id_)


@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.__name__)
def test_the_contract_holds(check: Callable[..., None], writer: Any, world: World) -> None:
    first, second, _ = accounts(world)
    check(writer, Ground(object="Account", keys=(first, second), field="Name"))


def test_values_are_written_as_their_fields_have_them(writer: Any, world: World) -> None:
    id_ = accounts(world)[0]
    values = {
        "Name": 12.0,
        "Employees": 7.0,
        "Revenue": 1.5,
        "Tags__c": ["a", "c"],
        "Founded__c": dt.datetime(2020, 3, 4, 5, tzinfo=dt.UTC),
        "Notes__c": None,
    }
    (answer,) = writer.update("Account", [Change(key=id_, values=values)])
    assert answer.problem is None
    found = row(world, "Account", id_)
    assert {name: found[name] for name in values} == {
        "Name": "12",
        "Employees": 7,
        "Revenue": 1.5,
        "Tags__c": "a;c",
        "Founded__c": dt.date(2020, 3, 4),
        "Notes__c": None,
    }


def test_two_hundred_records_a_call(writer: Any, crm: SalesforceStandIn, world: World) -> None:
    ids = accounts(world, 401)
    crm.forget_calls()
    answers = writer.update("Account", [Change(key=each, values={"Employees": 9}) for each in ids])
    assert [each.key for each in answers] == ids
    assert [(each.method, each.path.rpartition("/v")[2].partition("/")[2]) for each in crm.calls()].count(
        ("PATCH", "composite/sobjects")
    ) == 3
    assert {each["Employees"] for each in world.rows("Account")} == {9}


def test_each_refusal_is_told_in_the_words_of_the_crm(writer: Any, world: World) -> None:
    a, b, c = accounts(world)
    world.delete("Account", b)
    world.saves.add_rule("Account", lambda new: "Too many." if new.get("Employees") == 1 else None)
    changes = [(a, {"Employees": 1}), (b, {"Employees": 2}), (c, {"Employees": "x"}), (c, {"Id": a}), (c, {"No": 1})]
    answers = writer.update("Account", [Change(key=key, values=values) for key, values in changes])
    assert [(each.problem or "").partition(":")[0] for each in answers] == [
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "ENTITY_IS_DELETED",
        "JSON_PARSER_ERROR",
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "INVALID_FIELD",
    ]
    assert answers[0].problem == "FIELD_CUSTOM_VALIDATION_EXCEPTION: Too many."


def test_a_record_that_somebody_writes_just_now_is_tried_again(writer: Any, pace: Any, world: World) -> None:
    a, b, c = accounts(world)
    world.saves.lock_row(b, 2)
    world.saves.lock_row(c, 9)
    answers = writer.update("Account", [Change(key=each, values={"Employees": 5}) for each in (a, b, c)])
    assert [each.problem and each.problem.partition(":")[0] for each in answers] == [None, None, "UNABLE_TO_LOCK_ROW"]
    assert pace.waits == [1.0, 4.0]


def test_fields_that_cannot_be_changed_are_not_listed(writer: Any, world: World) -> None:
    world.hide_field("Account", "Revenue")
    may = writer.writable("Account")
    assert "Employees" in may
    assert not may & {"Id", "CreatedDate", "SystemModstamp", "Revenue"}
    with pytest.raises(ObjectRefusedError):
        writer.writable("Nothing")


def test_a_task_stands_in_the_crm_as_it_was_asked_for(writer: Any, world: World) -> None:
    account = accounts(world)[0]
    contact = world.insert("Contact", LastName="Berg")
    due = dt.date(2026, 4, 1)
    writer.create_tasks(
        [
            task(account, text="They are at risk.", due=due),
            task(contact, "m2", object="Contact"),
        ]
    )
    first, second = world.rows("Task")
    assert (first["WhatId"], first["Subject"], first["ActivityDate"]) == (account, "Call them", due)
    assert first["Description"] == "They are at risk.\n\n[Swell m1]"
    assert (second["WhoId"], second["WhatId"], second["Description"]) == (contact, None, "[Swell m2]")


FAULTS = (
    Fault(path=SAVES, method="POST", kind="cut", bytes=20),
    Fault(path=SAVES, method="POST", kind="reset"),
    Fault(path=SAVES, method="POST", kind="status", status=503),
    Fault(path=SAVES, method="POST", kind="status", status=504),
    Fault(path=SAVES, method="POST", kind="expired"),
    Fault(path=SAVES, method="POST", kind="special", code="REQUEST_LIMIT_EXCEEDED ConcurrentRequests"),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(FAULTS), max_size=3), st.integers(1, 5))
def test_a_task_is_made_once_whatever_happens_on_the_line(
    writer: Any, crm: SalesforceStandIn, world: World, faults: list[Fault], count: int
) -> None:
    before = {each["Id"] for each in world.rows("Task")}
    ids = accounts(world, count)
    crm.faults.clear()
    crm.fail(*faults)
    wanted = [task(each, f"x{each}") for each in ids]
    try:
        answers = writer.create_tasks(wanted)
    except LoginError:
        assert sum(each.kind == "expired" for each in faults) > 1
        return
    made = {each["Id"]: each["Description"] for each in world.rows("Task") if each["Id"] not in before}
    assert made == {answer.key: each.body for answer, each in zip(answers, wanted, strict=True)}


def test_a_crm_that_stays_away_is_an_error_and_the_next_try_finds_what_was_made(
    writer: Any, crm: SalesforceStandIn, world: World
) -> None:
    a = accounts(world)[0]
    writer.identify()  # it is logged in
    crm.fail(Fault(path=SAVES, method="POST", kind="cut", bytes=20), Fault(path="*", kind="reset", times=40))
    with pytest.raises(UnreachableError):
        writer.create_tasks([task(a)])
    crm.faults.clear()
    assert writer.find_tasks([task(a)]) == {"m1": world.rows("Task")[0]["Id"]}


def test_a_task_in_the_recycle_bin_is_found(writer: Any, world: World) -> None:
    a = accounts(world)[0]
    (made,) = writer.create_tasks([task(a)])
    world.delete("Task", made.key)
    assert writer.find_tasks([task(a)]) == {"m1": made.key}


def test_calls_that_are_used_up_end_the_run(writer: Any, crm: SalesforceStandIn, world: World) -> None:
    a = accounts(world)[0]
    crm.fail(Fault(path=SAVES, kind="special", code="REQUEST_LIMIT_EXCEEDED TotalRequests"))
    with pytest.raises(LimitError):
        writer.update("Account", [Change(key=a, values={"Employees": 1})])


def test_what_stands_in_a_record_is_told_by_the_id_that_was_asked_for(writer: Any, world: World) -> None:
    long = accounts(world)[0]
    short = long[:15]
    assert writer.present("Account", [short], ["Name"]) == {short: {"Name": "Firm 0"}}
    assert writer.present("Account", [short, long], ["Name"]) == {key: {"Name": "Firm 0"} for key in (short, long)}
