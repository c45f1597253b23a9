"""Whatever happens in Salesforce, on the line and to the process: after a clean run the dataset equals the source."""

from __future__ import annotations

import datetime as dt
from typing import Any

from convergence import Scenario, Step, missing_and_gone, steps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from killable_sync import KillableSync

from connectors.standins.clock import Clock
from connectors.standins.faults import Fault
from connectors.standins.salesforce import Org, SalesforceStandIn, World
from connectors.standins.salesforce.describes import field_described, object_described

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


class Organisation(Scenario):
    """A Salesforce, and what happens in it."""

    faults = FAULTS

    def __init__(self, killable: KillableSync, bulk: bool) -> None:
        super().__init__(killable)
        self.crm = SalesforceStandIn(world(), org=Org(page_size=7, polls=0))
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

    def order(self) -> dict[str, Any]:
        return {
            "kind": "salesforce",
            "settings": {
                "login_url": self.crm.url,
                "client_id": self.crm.org.client_id,
                "bulk_rows": "10" if self.bulk else "20000",
                "page_rows": "8",
            },
            "secrets": {"client_secret": self.crm.org.client_secret},
            "objects": list(OBJECTS),
        }

    def sync(self, kill_after: int | None = None) -> dict[str, Any]:
        result = super().sync(kill_after)
        self.synced_types |= result.get("failures") == {}
        return result

    def differences(self) -> list[str]:
        return [each for name in OBJECTS for each in self.differences_of(name)]

    def differences_of(self, name: str) -> list[str]:
        ours = self.ours(name, "Id")
        theirs = {row["Id"]: row for row in self.crm.rows(name)}
        found = missing_and_gone(name, theirs, ours)
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
@given(happening=steps(CHANGES, FAULTS), bulk=st.booleans())
def test_after_a_clean_run_the_dataset_equals_the_source(
    killable: KillableSync, happening: list[Step], bulk: bool
) -> None:
    scenario = Organisation(killable, bulk)
    try:
        scenario.play(happening)
        result = scenario.clean_run(120)
        assert result.get("failures") == {}, result
        assert scenario.differences() == []
    finally:
        scenario.end()


def test_what_is_calculated_anew_while_a_first_sync_is_cut_off_is_seen(killable: KillableSync) -> None:
    for moment in range(130, 161, 2):  # some are after rows were safe and before they were published
        scenario = Organisation(killable, bulk=False)
        try:
            scenario.play([("sync", moment), ("recalculate", 1)])
            scenario.clean_run(120)
            assert scenario.differences() == [], moment
        finally:
            scenario.end()
