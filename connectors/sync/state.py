"""How far an object is synced: kept as the notes of its dataset's version, so that rows and state are never apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.protocol import ObjectSchema

_NAME = "sync"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownField:
    """A field that was synced at some time: its type then, and since when the CRM has it no more."""

    type: str
    missing_since: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectState:
    """How far an object is synced. All moments are of the CRM's clock.

    Args:
        connection: the connection it comes from.
        object: its name in the CRM.
        key: the field that tells its records apart.
        run: the run that published it.
        watermark: rows whose cursor is before it are there.
        deletions_until: records that went before it are gone.
        refreshed: when the calculated fields of all rows were read last.
        reconciled: when the keys of all rows were compared last.
        fields: the fields that were ever synced.
    """

    connection: str
    object: str
    key: str
    run: str
    watermark: dt.datetime
    deletions_until: dt.datetime
    refreshed: dt.datetime
    reconciled: dt.datetime
    fields: Mapping[str, KnownField] = field(default_factory=dict)

    def notes(self) -> dict[str, Any]:
        """Return the state as the notes of a version."""
        return {
            _NAME: {
                "connection": self.connection,
                "object": self.object,
                "key": self.key,
                "run": self.run,
                "watermark": self.watermark.isoformat(),
                "deletions_until": self.deletions_until.isoformat(),
                "refreshed": self.refreshed.isoformat(),
                "reconciled": self.reconciled.isoformat(),
                "fields": {
                    name: {"type": each.type, "missing_since": each.missing_since and each.missing_since.isoformat()}
                    for name, each in self.fields.items()
                },
            }
        }

    @staticmethod
    def of(notes: Mapping[str, Any]) -> ObjectState | None:
        """Return the state in a version's notes, or None where no sync made the version."""
        found = notes.get(_NAME)
        if found is None or "object" not in found:
            return None
        return ObjectState(
            connection=found["connection"],
            object=found["object"],
            key=found["key"],
            run=found["run"],
            watermark=_moment(found["watermark"]),
            deletions_until=_moment(found["deletions_until"]),
            refreshed=_moment(found["refreshed"]),
            reconciled=_moment(found["reconciled"]),
            fields={
                name: KnownField(
                    type=each["type"],
                    missing_since=None if each["missing_since"] is None else _moment(each["missing_since"]),
                )
                for name, each in found["fields"].items()
            },
        )


def fields_after(before: ObjectState | None, schema: ObjectSchema, now: dt.datetime) -> dict[str, KnownField]:
    """Return the fields that were ever synced, after a sync with a schema: none is forgotten."""
    known = {
        name: KnownField(type=each.type, missing_since=each.missing_since or now)
        for name, each in (before.fields if before else {}).items()
    }
    return known | {each.name: KnownField(type=str(each.type)) for each in schema.fields}


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
