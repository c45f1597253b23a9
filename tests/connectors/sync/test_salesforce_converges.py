"""Whatever happens in Salesforce, on the line and to the process: after a clean run the dataset equals the source."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from killable_sync import KillableSync, memory_folder

from connectors.standins.clock import Clock
from connectors.standins.faults import Fault
from connectors.standins.salesforce import Org, SalesforceStandIn, World
from connectors.standins.salesforce.describes import field_described, object_described
from engine.store import Store

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
OBJECTS = ("Deal__c", "Contact")
TEXTS = ("plain", 'with "quotes"', "two\nlines", "a,b", "NA", "null", "ünïcode", " spaces ", None)


def world() -> World:
    made = World(Clock(START))
    fields = [
        field_described("Name", nameField=True),
        field_described("Amount__c", "currency"),
        field_described("Tags__c", "multipicklist", values=("a", "b", "c")),
        field_described("Open__c", "boolean"),
        field_described("Due__c", "date"),
        field_described("Score__c", "double", calculated=True),
        field_described("Parent__c", "reference", references=["Contact"]),
    ]
    made.add_object(object_described("Deal__c", "Deal", fields, prefix="a01"))
    names = [
        field_described("Name", nameField=True),
        field_described("MasterRecordId", "reference", references=["Contact"]),
    ]
    made.add_object(object_described("Contact", "Contact", names, prefix="003"))
    return made


FAULTS = (
    Fault(path="*/query*", kind="expired"),
    Fault(path="*", kind="status", status=503, times=2),
    Fault(path="*", kind="status", status=429, times=1, retry_after=3),
    Fault(path="*", kind="reset", times=2, after=2),
    Fault(path="*/results*", kind="cut", bytes=40),
    Fault(path="*/results*", kind="short", rows=2),
    Fault(path="*/jobs/query/*", kind="expired", after=1),
    Fault(path="*/query*", kind="special", code="QUERY_TIMEOUT"),
    Fault(path="*/query/*", kind="special", code="INVALID_QUERY_LOCATOR"),
    Fault(path="*", kind="special", code="REQUEST_LIMIT_EXCEEDED TotalRequests", after=3),
    Fault(path="*/query*", kind="special", code="REQUEST_LIMIT_EXCEEDED ConcurrentRequests"),
    Fault(path="*/jobs/query", kind="special", code="LIMIT_EXCEEDED"),
    Fault(path="*/describe", kind="status", status=500, times=1),
)
NUMBERS = st.integers(0, 50)
CHANGES = (
    "insert",
    "insert many",
    "update",
    "late insert",
    "late update",
    "recalculate",
    "delete",
    "undelete",
    "hard delete",
    "merge",
    "empty bin",
    "purge log",
    "add field",
    "remove field",
    "retype field",
    "wait",
    "wait long",
)
STEPS = st.one_of(
    st.tuples(st.sampled_from(CHANGES), NUMBERS),
    st.tuples(st.just("fault"), st.integers(0, len(FAULTS) - 1)),
    st.tuples(st.just("sync"), st.none() | st.integers(0, 260)),
    st.tuples(st.just("sync"), st.none() | st.integers(0, 260)),
)


@pytest.fixture(scope="module")
def killable() -> Iterator[KillableSync]:
    process = KillableSync()
    yield process
    process.stop()


class Scenario:
    """An organisation, a dataset store, and what happens to both."""

    def __init__(self, folder: Path, killable: KillableSync, bulk: bool) -> None:
        self.folder = folder
        self.killable = killable
        self.crm = SalesforceStandIn(world(), org=Org(page_size=7, polls=0, nul_bytes=False))
        self.runs = itertools.count(1)
        self.bulk = bulk
        self.synced_types = True
        for each in range(12):
            self.insert("Deal__c", each)
            self.insert("Contact", each)
        self.crm.advance(3600)

    def insert(self, name: str, number: int, **more: Any) -> str:
        values: dict[str, Any] = {"Name": TEXTS[number % len(TEXTS)]}
        if name == "Deal__c":
            known = self.crm.world.table(name).types()
            values |= {
                "Tags__c": (None, "a", "a;b", "c;a")[number % 4],
                "Open__c": number % 2 == 0,
                "Due__c": START.date() + dt.timedelta(days=number),
                "Score__c": number / 3,
            }
            if known.get("Amount__c") == "currency":
                values["Amount__c"] = (None, 0, 1.5, 1e15, -2.25)[number % 5]
        return self.crm.world.insert(name, **values, **more)

    def step(self, kind: str, number: int | None) -> None:
        if kind == "sync":
            self.sync(kill_after=number)
        elif kind == "fault":
            self.crm.fail(FAULTS[number or 0])
        else:
            self.change(kind, number or 0)
            self.crm.advance(1)

    def change(self, kind: str, number: int) -> None:
        name = OBJECTS[number % 2]
        world, live = self.crm.world, [row["Id"] for row in self.crm.rows(name)]
        late = world.now() - dt.timedelta(seconds=(number * 37) % 540)
        chosen = live[number % len(live)] if live else None
        match kind:
            case "insert":
                self.insert(name, number)
            case "insert many":
                for each in range(15):
                    self.insert(name, number + each)
            case "late insert":
                self.insert(name, number, stamp=late)
            case "update" if chosen:
                world.update(name, chosen, Name=TEXTS[(number + 3) % len(TEXTS)])
            case "late update" if chosen:
                world.update(name, chosen, stamp=late, Name=f"late {number}")
            case "wait":
                self.crm.advance(60 * number)
            case "wait long":
                self.crm.advance(86_400 * number)
            case _:
                self.change_more(kind, number, name, chosen, live)

    def change_more(self, kind: str, number: int, name: str, chosen: str | None, live: list[str]) -> None:
        world = self.crm.world
        binned = [key for key, row in world.table(name).rows.items() if row.get("IsDeleted")]
        match kind:
            case "delete" if chosen:
                world.delete(name, chosen)
            case "hard delete" if chosen:
                world.hard_delete(name, chosen)
            case "undelete" if binned:
                world.undelete(name, binned[number % len(binned)])
            case "merge" if len(live) > 1:
                world.merge("Contact", *live[:2]) if name == "Contact" else None
            case "empty bin":
                world.empty_recycle_bin(name)
            case "purge log":
                world.purge_deletions(name)
            case _:
                self.change_fields(kind, number)

    def change_fields(self, kind: str, number: int) -> None:
        world, name = self.crm.world, "Deal__c"
        known = world.table(name).types()
        live = [row["Id"] for row in self.crm.rows(name)]
        match kind:
            case "recalculate" if live:
                world.recalculate(name, live[number % len(live)], Score__c=number * 1.5)
            case "add field" if f"New{number % 3}__c" not in known:
                field = field_described(f"New{number % 3}__c", ("string", "double")[number % 2])
                world.add_field(name, field, lambda row: row["Due__c"].day if number % 2 else row["Name"])
            case "remove field" if f"New{number % 3}__c" in known:
                world.remove_field(name, f"New{number % 3}__c")
            case "retype field" if not self.synced_types:
                return  # a field that is retyped and back again changes values without a trace
            case "retype field" if known.get("Amount__c") == "currency":
                self.synced_types = False
                world.retype_field(name, "Amount__c", "string", lambda value: None if value is None else f"{value} EUR")
            case "retype field" if known.get("Amount__c") == "string":
                self.synced_types = False
                world.retype_field(name, "Amount__c", "currency", lambda _: 3.5)

    def sync(self, kill_after: int | None = None, **demand: Any) -> dict[str, Any]:
        result = self.killable.run(
            {
                "kind": "salesforce",
                "settings": {
                    "login_url": self.crm.url,
                    "client_id": "stand-in-client",
                    "bulk_rows": "10" if self.bulk else "20000",
                    "page_rows": "8",
                },
                "secrets": {"client_secret": "stand-in-secret"},
                "objects": list(OBJECTS),
                "store": str(self.folder),
                "run": f"run-{next(self.runs)}",
                "parallel": 2,
                "kill_after": kill_after,
                "demand": demand,
                "refresh_seconds": 0,
            }
        )
        self.synced_types |= result.get("failures") == {}
        return result

    def differences(self) -> list[str]:
        return [each for name in OBJECTS for each in self.differences_of(name)]

    def differences_of(self, name: str) -> list[str]:
        with Store(self.folder).open(f"crm.{name}") as dataset:
            table = pa.Table.from_batches(list(dataset.batches()) or [dataset.rows_with("Id", []).to_batches()[0]])
        ours = {row["Id"]: row for row in table.to_pylist()}
        theirs = {row["Id"]: row for row in self.crm.rows(name)}
        found = [f"{name}: missing {key}" for key in theirs.keys() - ours.keys()]
        found += [f"{name}: should be gone {key}" for key in ours.keys() - theirs.keys()]
        types = self.crm.world.table(name).types()
        for key in theirs.keys() & ours.keys():
            for field, kind in types.items():
                expected = shown(theirs[key][field], kind)
                if ours[key].get(field, "no such column") != expected:
                    found.append(f"{name} {key} {field}: {ours[key].get(field)!r}, not {expected!r}")
        return found


def shown(value: Any, kind: str) -> Any:
    """Return a value of the world as the dataset has it."""
    if value is None or value == "":
        return None
    if kind == "multipicklist":
        return sorted(value.split(";"))
    if kind == "boolean":
        return str(value).lower()
    return float(value) if kind in ("currency", "double") else value


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, max_size=14), bulk=st.booleans())
def test_after_a_clean_run_the_dataset_equals_the_source(
    killable: KillableSync, steps: list[tuple[str, int | None]], bulk: bool
) -> None:
    scenario = Scenario(memory_folder(), killable, bulk)
    try:
        for kind, number in steps:
            scenario.step(kind, number)
        scenario.crm.faults.clear()
        scenario.crm.advance(120)
        result = scenario.sync()
        assert result.get("failures") == {}, result
        assert scenario.differences() == []
    finally:
        scenario.crm.stop()
        shutil.rmtree(scenario.folder)
