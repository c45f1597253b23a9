"""Whatever happens in HubSpot, on the line and to the process: after a clean run the datasets equal the source."""

from __future__ import annotations

import datetime as dt
from typing import Any

from convergence import Scenario, Step, missing_and_gone, steps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from killable_sync import KillableSync

from connectors.standins.clock import Clock
from connectors.standins.faults import Fault
from connectors.standins.hubspot import HubSpotStandIn
from connectors.standins.hubspot.properties import Property

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
OBJECTS = ("deals", "contacts")
NAMES = {"deals": "dealname", "contacts": "lastname"}
TEXTS = ("plain", 'with "quotes"', "two\nlines", "a;b", "NA", "null", "ünïcode", " spaces ", "")
CALCULATED = Property(name="score", label="Score", type="number", field_type="calculation_equation", calculated=True)

FAULTS = (
    Fault(path="*", kind="status", status=502, times=2),
    Fault(path="*", kind="reset", times=2, after=2),
    Fault(path="*/batch/read", kind="cut", bytes=40),
    Fault(path="*/search", kind="status", status=429, times=2, body='{"status":"error","policyName":"SECONDLY"}'),
    Fault(path="*", kind="status", status=429, body='{"status":"error","policyName":"TEN_SECONDLY_ROLLING"}', after=4),
    Fault(path="*", kind="status", status=429, body='{"status":"error","policyName":"DAILY"}', after=5),
    Fault(path="*/properties/*", kind="status", status=500),
    Fault(path="*/objects/*", kind="status", status=504, times=9),
)
CHANGES = (
    "create",
    "create many",
    "update",
    "update many",
    "late create",
    "late update",
    "recalculate",
    "archive",
    "restore",
    "merge",
    "associate",
    "add property",
    "remove property",
    "wait",
    "wait long",
)


class Account(Scenario):
    """A HubSpot, and what happens in it."""

    faults = FAULTS

    def __init__(self, killable: KillableSync, search_lag: float) -> None:
        super().__init__(killable)
        self.crm = HubSpotStandIn(Clock(START), search_lag=search_lag)
        self.crm.put_property("deals", CALCULATED)
        for each in range(12):
            self.create("deals", each)
            self.create("contacts", each)
        self.crm.advance(3600)

    def create(self, name: str, number: int, at: dt.datetime | None = None) -> str:
        values: dict[str, Any] = {NAMES[name]: TEXTS[number % len(TEXTS)]}
        if name == "deals":
            values |= {"amount": (None, 0, 1.5, -2.25, 1e9)[number % 5], "score": number / 4}
        return self.crm.create(name, values, at=at)

    def change(self, kind: str, number: int) -> None:
        name = OBJECTS[number % 2]
        live = sorted(self.crm.rows(name), key=int)
        chosen = live[number % len(live)] if live else None
        late = self.crm.clock.now() - dt.timedelta(seconds=(number * 37) % 540)
        match kind:
            case "create":
                self.create(name, number)
            case "create many":
                for each in range(15):
                    self.create(name, number + each)
            case "late create":
                self.create(name, number, at=late)
            case "update many":
                for each in live:
                    self.crm.update(name, each, {NAMES[name]: f"all {number}"})
            case "update" | "late update" if chosen:
                value = TEXTS[(number + 3) % len(TEXTS)]
                self.crm.update(name, chosen, {NAMES[name]: value}, at=late if kind == "late update" else None)
            case "wait":
                self.crm.advance(60 * number)
            case "wait long":
                self.crm.advance(86_400 * number)
            case _:
                self.change_more(kind, number, name, live)

    def change_more(self, kind: str, number: int, name: str, live: list[str]) -> None:
        chosen = live[number % len(live)] if live else None
        binned = [each.id for each in self.crm.tables[name].archived if self.crm.in_bin(each)]
        properties = self.crm.properties["deals"]
        match kind:
            case "archive" if chosen:
                self.crm.archive(name, chosen)
            case "restore" if binned:
                self.crm.restore(name, binned[number % len(binned)])
            case "merge" if len(live) > 2:
                self.crm.merge(name, live[0], live[1])
            case "recalculate" if self.crm.rows("deals"):
                deals = sorted(self.crm.rows("deals"), key=int)
                self.crm.recalculate("deals", deals[number % len(deals)], {"score": number * 1.5})
            case "add property" if f"new{number % 3}" not in properties:
                made = Property(name=f"new{number % 3}", label="New", type="string", field_type="text")
                self.crm.put_property("deals", made)
                for key in self.crm.rows("deals"):
                    self.crm.recalculate("deals", key, {made.name: f"value {key}"})
            case "remove property" if f"new{number % 3}" in properties:
                self.crm.remove_property("deals", f"new{number % 3}")
            case "associate" if chosen and self.crm.rows(OBJECTS[1 - number % 2]):
                self.associate(name, chosen, number)

    def associate(self, name: str, chosen: str, number: int) -> None:
        """Link two records, and touch the first: a link alone moves no date."""
        other = OBJECTS[1 - number % 2]
        keys = sorted(self.crm.rows(other), key=int)
        to = keys[number % len(keys)]
        self.crm.associate(name, chosen, other, to)
        self.crm.update(name, chosen, {})
        self.crm.update(other, to, {})

    def order(self) -> dict[str, Any]:
        return {
            "kind": "hubspot",
            "settings": {"url": self.crm.url},
            "secrets": {"token": self.crm.token},
            "objects": list(OBJECTS),
        }

    def differences(self) -> list[str]:
        return [each for name in OBJECTS for each in self.differences_of(name)]

    def differences_of(self, name: str) -> list[str]:
        ours, theirs = self.ours(name, "hs_object_id"), self.crm.rows(name)
        found = missing_and_gone(name, theirs, ours)
        linked = {"deals": "contacts", "contacts": "deals"}[name]
        links = self.crm.associations(name, linked)
        for key in theirs.keys() & ours.keys():
            for field, kind in self.crm.properties[name].items():
                if field == "hs_object_id" or kind.type not in ("string", "number"):
                    continue
                expected = shown(theirs[key].get(field), kind.type)
                if ours[key][field] != expected:
                    found.append(f"{name} {key} {field}: {ours[key][field]!r}, not {expected!r}")
            there = sorted(links.get(key, {})) or None
            here = ours[key][f"associated_{linked.removesuffix('s')}_ids"]
            if (sorted(here) if here else None) != there:
                found.append(f"{name} {key} {linked}: {here}, not {there}")
        return found


def shown(value: str | None, kind: str) -> Any:
    """Return a value of the account as the dataset has it."""
    if value is None or value == "":
        return None
    return float(value) if kind == "number" else value


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(happening=steps(CHANGES, FAULTS), search_lag=st.sampled_from((0.0, 20.0, 900.0)))
def test_after_a_clean_run_the_datasets_equal_the_source(
    killable: KillableSync, happening: list[Step], search_lag: float
) -> None:
    scenario = Account(killable, search_lag)
    try:
        scenario.play(happening)
        result = scenario.clean_run(120 + search_lag)
        assert result.get("failures") == {}, result
        assert scenario.differences() == []
    finally:
        scenario.end()
