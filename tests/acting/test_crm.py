"""Actions that write into CRMs, over real sockets to both stand-ins."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from connectors.errors import ConnectorError
from connectors.standins.faults import Fault
from connectors.standins.hubspot import HubSpotStandIn
from connectors.standins.salesforce import Org, SalesforceStandIn, World
from connectors.standins.salesforce.demo_objects import demo_objects
from engine.errors import SwellError
from swell.acting.acting import Acting, Report
from swell.connections import secret_store, write_connection

from .conftest import Clock, DyingClock, write_file

LIST = 'q = load "deals"; q = foreach q generate Id, Name, Amount;'
ALLOWED = {"salesforce": ["Opportunity.NextStep", "Opportunity.Amount", "Task"], "hubspot": ["deals.amount", "tasks"]}


class Crm:
    """A stand-in with three deals, as a test looks at it."""

    def __init__(self, kind: str, stand_in: Any, object_: str, ids: list[str]) -> None:
        self.kind, self.stand_in, self.object, self.ids = kind, stand_in, object_, ids

    def task(self, **more: object) -> dict[str, Any]:
        about = {"connection": self.kind, "object": self.object, "id": "Id"}
        return {"task": {**about, "subject": "Call {{Name}}", "due_in_days": 2, **more}}

    def write(self, **fields: object) -> dict[str, Any]:
        return {"write": {"connection": self.kind, "object": self.object, "id": "Id", "fields": fields}}

    @property
    def tasks(self) -> list[tuple[str, str]]:
        """What tasks are about, and what they are called."""
        if self.kind == "salesforce":
            return sorted((each["WhatId"], each["Subject"]) for each in self.stand_in.rows("Task"))
        about = self.stand_in.associations("tasks", "deals")
        rows = self.stand_in.rows("tasks")
        return sorted((next(iter(about[key])), row["hs_task_subject"]) for key, row in rows.items())

    @property
    def amounts(self) -> list[float | None]:
        field = "Amount" if self.kind == "salesforce" else "amount"
        rows = self.stand_in.rows(self.object)
        found = {each["Id"]: each for each in rows} if self.kind == "salesforce" else rows
        return [found[each].get(field) and float(found[each][field]) for each in self.ids]

    @property
    def making(self) -> str:
        return "*/composite/sobjects" if self.kind == "salesforce" else "*/tasks/batch/create"


@pytest.fixture(params=["salesforce", "hubspot"])
def crm(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Crm]:
    """A CRM, and a workspace that is connected to it and has its deals."""
    space = swell.open(tmp_path)
    if request.param == "salesforce":
        world = World()
        for each in demo_objects():
            if each["name"] in ("Opportunity", "Task"):
                world.add_object(each)
        ids = [world.insert("Opportunity", Name=f"Deal {n}") for n in range(3)]
        with SalesforceStandIn(world) as stand_in:
            values = {"login": "client_credentials", "login_url": stand_in.url, "client_id": Org().client_id}
            connect(space, "salesforce", values, client_secret=Org().client_secret)
            fill(space, ids)
            yield Crm("salesforce", stand_in, "Opportunity", ids)
        return
    with HubSpotStandIn() as stand_in:
        ids = [stand_in.create("deals", {"dealname": f"Deal {n}"}) for n in range(3)]
        connect(space, "hubspot", {"login": "token", "url": stand_in.url}, token=stand_in.token)
        fill(space, ids)
        yield Crm("hubspot", stand_in, "deals", ids)


def connect(space: swell.Workspace, kind: str, values: dict[str, str], **secrets: str) -> None:
    write_connection(space.folder, kind, {"kind": kind, **values, "write": ALLOWED[kind]})
    for name, value in secrets.items():
        secret_store(space).of(kind).put(name, value)


def fill(space: swell.Workspace, ids: list[str]) -> None:
    space.write("deals", pa.table({"Id": ids, "Name": ["A", "B", "C"], "Amount": [10.0, 20.5, 30.0]}))


def run(acting: Acting, clock: Clock) -> Report:
    return acting.run("call", "ada", clock, confirmed=True)


def action(folder: Path, do: dict[str, Any], **more: Any) -> None:
    write_file(folder, "actions/call", {"on": {"query": LIST, "key": "Id"}, "do": do, **more})


def test_tasks_are_made_once(crm: Crm, tmp_path: Path, clock: Clock, acting_of: Callable[..., Acting]) -> None:
    action(tmp_path, crm.task(), limits={"per_run": 2})
    wanted = [(each, f"Call {name}") for each, name in zip(crm.ids, "ABC", strict=True)]
    for count in (2, 3, 3):
        run(acting_of(tmp_path), clock)
        assert crm.tasks == sorted(wanted[:count])


@pytest.mark.parametrize("looks", range(8))
def test_a_process_that_dies_at_any_moment_makes_no_task_twice_and_forgets_none(
    crm: Crm, tmp_path: Path, clock: Clock, acting_of: Callable[..., Acting], looks: int
) -> None:
    action(tmp_path, {**crm.task(), **crm.write(**{"Amount" if crm.kind == "salesforce" else "amount": "{{Amount}}"})})
    with pytest.raises(KeyboardInterrupt):
        run(acting_of(tmp_path), DyingClock(looks))
    run(acting_of(tmp_path), clock)
    assert crm.tasks == sorted((each, f"Call {name}") for each, name in zip(crm.ids, "ABC", strict=True))
    assert crm.amounts == [10.0, 20.5, 30.0]


def test_a_lost_answer_makes_no_task_twice(
    crm: Crm, tmp_path: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    action(tmp_path, crm.task())
    crm.stand_in.fail(Fault(path=crm.making, method="POST", kind="cut", bytes=10))
    assert run(acting_of(tmp_path), clock).counts == {"done": 3, "failed": 0, "open": 0}
    assert len(crm.tasks) == 3


def test_a_record_that_the_crm_refuses_is_told_and_tried_three_times(
    crm: Crm, tmp_path: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    field = "Amount" if crm.kind == "salesforce" else "amount"
    gone = "006000000000000AAA" if crm.kind == "salesforce" else "99999999"
    fill(swell.open(tmp_path), [crm.ids[0], gone, crm.ids[2]])
    action(tmp_path, crm.write(**{field: "{{Amount}}"}))
    acting = acting_of(tmp_path)
    first = run(acting, clock)
    assert (first.state, first.counts) == ("partly", {"done": 2, "failed": 1, "open": 0})
    assert crm.amounts == [10.0, None, 30.0]
    (refused,) = [each for each in acting.ledger.entries(first.run or 0) if each.state == "failed"]
    assert refused.key == gone
    assert "INVALID_CROSS_REFERENCE_KEY" in refused.result or "OBJECT_NOT_FOUND" in refused.result
    run(acting, clock)
    run(acting, clock)
    assert [each.reason for each in acting.preview("call", clock()).plan.left] == [
        "refused 3 times; the history says why"
    ]


def test_a_change_that_the_crm_refuses_is_tried_again_by_the_next_runs(
    crm: Crm, tmp_path: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    gone = "006000000000000AAA" if crm.kind == "salesforce" else "99999999"
    field = "Amount" if crm.kind == "salesforce" else "amount"
    on = {"dataset": "deals", "key": "Id", "field": "Name"}
    write_file(tmp_path, "actions/call", {"on": on, "do": crm.write(**{field: 5})})
    space = swell.open(tmp_path)
    fill(space, [crm.ids[0], gone, crm.ids[2]])
    run(acting_of(tmp_path), clock)
    table = {"Id": [crm.ids[0], gone, crm.ids[2]], "Name": ["New", "New", "C"], "Amount": [1.0, 2.0, 3.0]}
    space.write("deals", pa.table(table))
    counts = [run(acting_of(tmp_path), clock).counts for _ in range(4)]
    once = {"done": 0, "failed": 1, "open": 0}
    assert counts == [{**once, "done": 1}, once, once, {}]
    assert acting_of(tmp_path).ledger.waiting("call") == []
    assert crm.amounts == [5.0, None, None]


def test_the_history_says_what_stood_in_a_field_before(
    crm: Crm, tmp_path: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    field = "Amount" if crm.kind == "salesforce" else "amount"
    acting = acting_of(tmp_path)
    told = []
    for value in (7, 8):
        action(tmp_path, {**crm.write(**{field: value}), **crm.task()}, limits={"per_run": 1})
        write = [each for each in acting.ledger.entries(run(acting, clock).run or 0) if each.kind == "write"]
        told += [each.result.replace(".0", "") for each in write]
        write_file(tmp_path, "actions/again", json.loads((tmp_path / "actions/call.json").read_text()))
        again = acting.run("again", "ada", clock, confirmed=True).run or 0
        told += [each.result.replace(".0", "") for each in acting.ledger.entries(again) if each.kind == "write"]
    assert told == [
        f"{field}: {before} → {after}" for before, after in (("(empty)", 7), (7, 7), ("(empty)", 8), (8, 8))
    ]


def test_what_swell_toml_does_not_allow_is_refused_with_what_to_write(
    crm: Crm, tmp_path: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    file = tmp_path / "swell.toml"
    file.write_text("\n".join(each for each in file.read_text().splitlines() if not each.startswith("write")) + "\n")
    for do, name in ((crm.task(), ALLOWED[crm.kind][-1]), (crm.write(Name="x"), f"{crm.object}.Name")):
        action(tmp_path, do)
        with pytest.raises(SwellError, match=f"may not write {name}") as caught:
            acting_of(tmp_path).preview("call", clock())
        assert f'under [connections.{crm.kind}]: write = ["{name}"]' in str(caught.value)
    assert crm.tasks == []


def test_a_field_that_cannot_be_changed_is_refused_before_anything_is_done(
    crm: Crm, tmp_path: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    field = "SystemModstamp" if crm.kind == "salesforce" else "createdate"
    file = tmp_path / "swell.toml"
    file.write_text(file.read_text().replace("write = [", f'write = ["{crm.object}.{field}", '))
    action(tmp_path, {**crm.write(**{field: "2026-01-01"}), "export": {}})
    acting = acting_of(tmp_path)
    with pytest.raises(SwellError, match=f"this login can't change {crm.object}.{field}"):
        run(acting, clock)
    assert acting.ledger.runs() == []
    assert not (tmp_path / "exports").exists()


def test_a_crm_that_lets_nobody_in_leaves_the_rest_for_the_next_run(
    crm: Crm, tmp_path: Path, clock: Clock, acting_of: Callable[..., Acting]
) -> None:
    action(tmp_path, {**crm.task(), "export": {}})
    acting = acting_of(tmp_path)
    crm.stand_in.fail(Fault(path=crm.making, kind="status", status=403, body="[]", times=None))
    with pytest.raises(ConnectorError):
        run(acting, clock)
    (told,) = acting.ledger.runs()
    assert (told.state, told.counts) == ("failed", {"done": 3, "failed": 0, "open": 3})
    crm.stand_in.faults.clear()
    assert run(acting, clock).counts == {"done": 3, "failed": 0, "open": 0}
    assert len(crm.tasks) == 3
    assert len([*(tmp_path / "exports").rglob("list.csv")]) == 1
