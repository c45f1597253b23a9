"""A large organisation, for measuring: one object of 42 fields with as many records as one likes, ready in a file."""

from __future__ import annotations

import datetime as dt
import json
import random
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

from connectors.standins.clock import Clock
from connectors.standins.salesforce import demo_words
from connectors.standins.salesforce.demo_objects import SOURCES, STAGES
from connectors.standins.salesforce.describes import Describe, field_described, object_described
from connectors.standins.salesforce.identifiers import identifier
from connectors.standins.salesforce.prepared import PreparedRows
from connectors.standins.salesforce.values import csv_maker, moment_text
from connectors.standins.salesforce.world import FIRST_ID, ID_STEP, USER_ID, World

NAME = "Deal__c"
_PREFIX = "a00"
_VARIANTS = 20_000
_BEFORE = 7  # Id, Name, Number__c and Amount__c are each record's own, and so are three stamps


def large_world(folder: Path, rows: int = 1_000_000, *, seed: int = 1, clock: Clock | None = None) -> World:
    """Return an organisation with an object `Deal__c` of 42 fields.

    Its records can be read in full or by windows of SystemModstamp, over REST and Bulk; other filters and orders are
    refused with QUERY_TIMEOUT. Fields can't be added or removed.

    Args:
        folder: where the file is made, once for each number of rows and seed; some 0.6 GB for a million.
        rows: how many records.
        seed: another seed gives other records.
        clock: what the time is. The records are from the year 2024.
    """
    world = World(clock)
    describe = _described()
    world.add_object(describe)
    world.table(NAME).prepare(_prepared(folder, describe, rows, seed))
    return world


def _described() -> Describe:
    own = [field_described("Number__c", "int"), field_described("Amount__c", "currency")]
    texts = [field_described(f"Text{place}__c") for place in range(1, 9)]
    choices = [field_described(f"Source{place}__c", "picklist", values=SOURCES) for place in range(1, 6)]
    stages = [field_described("Stage__c", "picklist", values=[name for name, _, _ in STAGES])]
    numbers = [field_described(f"Value{place}__c", "double") for place in range(1, 8)]
    flags = [field_described(f"Is{place}__c", "boolean") for place in range(1, 4)]
    days = [field_described(f"Day{place}__c", "date") for place in range(1, 4)]
    others = [
        field_described("OwnerId", "reference", references=["User"]),
        field_described("Share__c", "percent"),
        field_described("Count__c", "int"),
        field_described("Seen__c", "datetime"),
        field_described("Notes__c", "textarea"),
    ]
    fields = [
        field_described("Name", nameField=True),
        *own,
        *texts,
        *choices,
        *stages,
        *numbers,
        *flags,
        *days,
        *others,
    ]
    described = object_described(NAME, "Deal", fields, prefix=_PREFIX)
    by_name = {each["name"]: each for each in described["fields"]}
    stamps = ("CreatedDate", "LastModifiedDate", "SystemModstamp")
    first = ("Id", "Name", "Number__c", "Amount__c", *stamps)
    described["fields"] = [
        *(by_name[each] for each in first),
        *(by_name[each] for each in by_name if each not in first),
    ]
    return described


def _prepared(folder: Path, describe: Describe, rows: int, seed: int) -> PreparedRows:
    path = folder / f"deals-{rows}-{seed}.csv"
    kept = path.with_suffix(".json")
    stamps = array("q", _stamps(rows))
    starts = array("q")
    if kept.exists():
        ids = path.with_suffix(".ids").read_text()
        starts.frombytes(path.with_suffix(".starts").read_bytes())
    else:
        folder.mkdir(parents=True, exist_ok=True)
        ids = "".join(identifier(_PREFIX, FIRST_ID + ID_STEP * place) for place in range(rows))
        path.with_suffix(".ids").write_text(ids)
        starts.extend(_write(path, describe, ids, stamps, seed))
        path.with_suffix(".starts").write_bytes(starts.tobytes())
        kept.write_text(json.dumps({"rows": rows, "seed": seed}))  # last: it says that the others are whole
    types = {each["name"]: each["type"] for each in describe["fields"]}
    return PreparedRows(path, starts, tuple(types), types, ids, stamps)


def _stamps(rows: int) -> list[int]:
    """Return moments of the year 2024 in order, whole seconds, some of them the same."""
    first = int(dt.datetime(2024, 1, 1, tzinfo=dt.UTC).timestamp())
    return [(first + place * 365 * 86_400 // rows) * 1_000 for place in range(rows)]


def _write(path: Path, describe: Describe, ids: str, stamps: array[int], seed: int) -> list[int]:
    """Write the file; return where its lines start, and its end."""
    ends = _line_ends(describe, random.Random(seed), min(len(stamps), _VARIANTS))
    starts, place = [0], 0
    with path.open("wb") as file:
        for number, stamp in enumerate(stamps):
            at = moment_text(dt.datetime.fromtimestamp(stamp // 1_000, dt.UTC), "Z")
            amount = number * 7_919 % 1_000_003 / 100
            id = ids[18 * number : 18 * number + 18]
            line = f'"{id}","Deal {number}","{number}","{amount}","{at}","{at}","{at}",'.encode()
            place += file.write(line + ends[number % len(ends)])
            starts.append(place)
    return starts


def _line_ends(describe: Describe, draw: random.Random, count: int) -> list[bytes]:
    """Return what follows a record's own values in its line: one of some thousands of drawn texts."""
    fields = [(each["name"], each["type"], csv_maker(each["type"])) for each in describe["fields"][_BEFORE:]]
    return [
        ('"' + '","'.join([text(_drawn(name, type, draw)) for name, type, text in fields]) + '"\n').encode()
        for _ in range(count)
    ]


def _drawn(name: str, type: str, draw: random.Random) -> Any:
    if type == "boolean":
        return name != "IsDeleted" and draw.random() < 0.3
    if type == "reference":
        return USER_ID
    if draw.random() < 0.1:
        return None
    if name == "Stage__c":
        return draw.choice(STAGES)[0]
    if type == "textarea":
        return f'"{demo_words.company(draw)}"\nasked again.'
    return _VALUES[type](draw)


_VALUES: dict[str, Callable[[random.Random], Any]] = {
    "string": demo_words.company,
    "picklist": lambda draw: draw.choice(SOURCES),
    "double": lambda draw: round(draw.uniform(-1e6, 1e6), 3),
    "percent": lambda draw: draw.randrange(1_000) / 10,
    "int": lambda draw: draw.randrange(100_000),
    "date": lambda draw: dt.date(2020, 1, 1) + dt.timedelta(days=draw.randrange(2_000)),
    "datetime": lambda draw: dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=draw.randrange(31_000_000)),
}
