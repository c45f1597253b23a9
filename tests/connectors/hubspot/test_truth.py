"""Whatever people do in the CRM between syncs, what was read is what the CRM has in the end."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.hubspot.kind import KIND
from connectors.protocol import Read
from connectors.standins.clock import Clock
from connectors.standins.faults import Fault
from connectors.standins.hubspot import HubSpotStandIn

LAG = 40.0
EXAMPLES = 60
OBJECT = "companies"
OPERATIONS = ("create", "late", "update", "archive", "restore", "merge", "merge new", "purge", "wait", "sync", "fault")
STEPS = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 5), st.integers(0, 5)), max_size=40)
FAULTS = (
    Fault(path="*", kind="status", status=503),
    Fault(path="*", kind="reset"),
    Fault(path="*/batch/read", kind="cut", bytes=40),
    Fault(path="*/search", kind="short"),
    Fault(path="*/objects/*", kind="short", after=1),
    Fault(path="*", kind="special", code="TEN_SECONDLY_ROLLING"),
)


class Time:
    """Time passes at once, and not at all for the CRM: its people act between the calls only as the steps say."""

    def __init__(self):
        self.now = 0.0

    def seconds(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


class Token:
    def get(self, name):
        return "pat-stand-in"

    def put(self, name, value):
        raise AssertionError


class Copy:
    """The simplest runner: a full read, then windows that overlap by as much as the schema says."""

    def __init__(self, crm):
        self.crm = crm
        self.connector = KIND.open({"url": crm.url}, Token(), Time())
        self.schema = self.connector.describe(OBJECT)
        self.fields = tuple(each.name for each in self.schema.fields if not each.calculated)
        self.rows = {}
        self.watermark = None

    def sync(self):
        until = self.connector.clock()
        since = None if self.watermark is None else self.watermark - self.schema.overlap
        self.read(since, until, self.fields)
        if since is not None:
            for part in self.connector.deletions(self.schema, since, until):
                for each in part:
                    self.rows.pop(each.key, None)
        self.watermark = until

    def read(self, since, until, fields):
        """Take over the rows of a read, but for those of keys alone; return the keys."""
        read = Read(schema=self.schema, fields=fields, since=since, until=until)
        keys = set()
        for page in self.connector.read(read):
            rows = {row["hs_object_id"]: row for row in page.rows.to_pylist()}
            keys |= rows.keys()
            if fields == self.fields:
                self.rows |= rows
            for each in page.gone:
                self.rows.pop(each.key, None)
        return keys

    def compare_keys(self):
        keys = self.read(None, self.connector.clock(), ("hs_object_id",))
        self.rows = {key: row for key, row in self.rows.items() if key in keys}


def act(crm, copy, operation, first, second):
    """Do what a step says, where there is something to do it with."""
    live = sorted(crm.rows(OBJECT))
    archived = [each.id for each in crm.tables[OBJECT].archived]
    match operation:
        case "create":
            crm.create(OBJECT, {"name": f"Company {first}"})
        case "late":
            crm.create(OBJECT, {"name": "Late"}, at=crm.clock.now() - dt.timedelta(minutes=10 * first))
        case "restore" if archived:
            crm.restore(OBJECT, archived[first % len(archived)])
        case "wait":
            crm.advance(30 * (first + 1))
        case "sync":
            copy.sync()
        case "fault":
            crm.faults.add(FAULTS[first])
        case _ if live:
            act_on(crm, operation, live[first % len(live)], live[second % len(live)])


def act_on(crm, operation, one, two):
    match operation:
        case "update":
            crm.update(OBJECT, one, {"name": f"Renamed after {two}"})
        case "archive":
            crm.archive(OBJECT, one)
        case "purge":
            crm.purge(OBJECT, one)
        case "merge" | "merge new" if one != two:
            crm.merge(OBJECT, one, two, into_new=operation == "merge new")


@settings(max_examples=EXAMPLES, deadline=None)
@given(STEPS)
def test_the_copy_is_the_truth(steps):
    with HubSpotStandIn(Clock(dt.datetime(2026, 6, 1, tzinfo=dt.UTC)), search_lag=LAG) as crm:
        copy = Copy(crm)
        for operation, first, second in steps:
            act(crm, copy, operation, first, second)
            crm.advance(1)
        crm.faults.clear()
        crm.advance(LAG + 1)
        copy.sync()
        copy.compare_keys()
        copy.connector.close()
        truth = crm.rows(OBJECT)
        assert set(copy.rows) == set(truth)
        assert {key: row["name"] for key, row in copy.rows.items()} == {
            key: row.get("name") for key, row in truth.items()
        }
