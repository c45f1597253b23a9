"""A CRM in memory, for tests of the runner: records with a cursor, deletions, pages that fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from connectors.errors import DeletionsUnknownError, ObjectRefusedError
from connectors.protocol import (
    Account,
    Estimate,
    Gone,
    ObjectSchema,
    ObjectSummary,
    Page,
    Read,
    SourceField,
    Usage,
)

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
MOMENT = pa.timestamp("ms", "UTC")


def text(name: str, **more: Any) -> SourceField:
    return SourceField(name=name, label=name, type=pa.string(), source_type="string", **more)


def number(name: str, **more: Any) -> SourceField:
    return SourceField(name=name, label=name, type=pa.float64(), source_type="double", **more)


@dataclass
class MemoryObject:
    fields: dict[str, SourceField]
    cursor: str | None = "Stamp"
    reports_deletions: bool = True
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: list[Gone] = field(default_factory=list)
    forgets_deletions: bool = False


@dataclass
class MemoryCrm:
    """The connector and the CRM in one."""

    page_rows: int = 3
    moment: dt.datetime = START
    objects_by_name: dict[str, MemoryObject] = field(default_factory=dict)
    failures: list[tuple[str, int, Exception]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def add(self, name: str, *fields: SourceField, **more: Any) -> None:
        stamp = SourceField(name="Stamp", label="Stamp", type=MOMENT, source_type="datetime")
        self.objects_by_name[name] = MemoryObject({each.name: each for each in (text("Id"), *fields, stamp)}, **more)

    def put(self, name: str, key: str, **values: Any) -> None:
        known = self.objects_by_name[name].rows.get(key, {})
        self.objects_by_name[name].rows[key] = {**known, "Id": key, "Stamp": self.tick(), **values}

    def delete(self, name: str, key: str) -> None:
        del self.objects_by_name[name].rows[key]
        self.objects_by_name[name].gone.append(Gone(key=key, reason="deleted", at=self.tick()))

    def tick(self, **span: float) -> dt.datetime:
        self.moment += dt.timedelta(**(span or {"seconds": 1}))
        return self.moment

    def fail(self, name: str, after_pages: int, error: Exception) -> None:
        """Let the next read of an object end with an error after so many pages."""
        self.failures.append((name, after_pages, error))

    # The connector

    def identify(self) -> Account:
        return Account(id="1", name="Memory")

    def clock(self) -> dt.datetime:
        return self.moment

    def objects(self) -> Sequence[ObjectSummary]:
        return [ObjectSummary(name=name, label=name) for name in self.objects_by_name]

    def describe(self, name: str) -> ObjectSchema:
        if name not in self.objects_by_name:
            raise ObjectRefusedError(f"There is no object '{name}'.")
        found = self.objects_by_name[name]
        return ObjectSchema(
            name=name,
            label=name,
            key="Id",
            cursor=found.cursor,
            fields=tuple(found.fields.values()),
            reports_deletions=found.reports_deletions,
        )

    def count(self, schema: ObjectSchema) -> int:
        return len(self.objects_by_name[schema.name].rows)

    def estimate(self, read: Read) -> Estimate:
        return Estimate(rows=len(self._rows(read)), calls=1, bytes=100)

    def read(self, read: Read) -> Iterator[Page]:
        self.calls.append(f"{read.schema.name}: {','.join(read.fields)}" + (" since" if read.since else ""))
        after = "" if read.resume is None else read.resume["after"]
        schema = pa.schema([(name, read.schema.field(name).type) for name in read.fields])
        rows = self._rows(read)
        keys = sorted(key for key in rows if key > after)
        failure = next((each for each in self.failures if each[0] == read.schema.name), None)
        if failure:
            self.failures.remove(failure)
        for page, start in enumerate(range(0, len(keys), self.page_rows)):
            if failure and page == failure[1]:
                raise failure[2]
            chosen = keys[start : start + self.page_rows]
            batch = pa.RecordBatch.from_pylist([rows[key] for key in chosen], schema)
            yield Page(rows=batch, checkpoint={"after": chosen[-1]}, total=len(rows))
        if failure and failure[1] >= (len(keys) + self.page_rows - 1) // self.page_rows:
            raise failure[2]

    def deletions(self, schema: ObjectSchema, since: dt.datetime, until: dt.datetime) -> Iterator[Sequence[Gone]]:
        found = self.objects_by_name[schema.name]
        if found.forgets_deletions:
            raise DeletionsUnknownError(f"{schema.name}: deletions are forgotten.")
        yield [each for each in found.gone if each.at is not None and since <= each.at < until]

    def usage(self) -> Usage:
        return Usage(calls=len(self.calls))

    def close(self) -> None:
        pass

    def _rows(self, read: Read) -> dict[str, dict[str, Any]]:
        found = self.objects_by_name[read.schema.name]
        since = read.since or dt.datetime.min.replace(tzinfo=dt.UTC)
        until = read.until if read.since else dt.datetime.max.replace(tzinfo=dt.UTC)
        names = found.fields
        return {
            key: {name: row.get(name) for name in names}
            for key, row in found.rows.items()
            if found.cursor is None or since <= row[found.cursor] < until
        }


def with_calculated(field: SourceField) -> SourceField:
    return replace(field, calculated=True)
