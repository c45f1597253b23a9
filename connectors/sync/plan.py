"""What a run will do with one object: decided before anything is read, so that an admin can look at it first."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from connectors.protocol import Connector, Estimate, ObjectSchema, Read
from connectors.sync.settings import ConnectionSettings, Demand
from connectors.sync.state import KnownField, ObjectState

Mode: TypeAlias = Literal["full", "window", "snapshot"]
Deletions: TypeAlias = Literal["none", "reported", "keys"]

_LONGEST_REPORT = dt.timedelta(days=14)
"""Salesforce tells of deletions of the last 15 days; after a longer pause keys are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectPlan:
    """What a run will do with one object.

    Args:
        connection: the connection.
        schema: the object as it is now, without fields that are left out.
        dataset: the dataset that mirrors it.
        mode: all rows as a new dataset, the rows of a window, or all rows of an object that has no cursor.
        why: why this mode, for people.
        since: where the window begins; None where all rows are read.
        until: where it ends, by the CRM's clock; the watermark afterwards.
        columns: fields that are read of all rows, besides the window: new ones, and calculated ones when it is time.
        refreshes: whether it is time for the calculated ones.
        new: fields that the dataset does not have yet.
        vanished: fields that the dataset has and the CRM no more; they stay.
        deletions: how records that went are found.
        before: how far the object is synced.
    """

    connection: str
    schema: ObjectSchema
    dataset: str
    mode: Mode
    why: str
    since: dt.datetime | None
    until: dt.datetime
    columns: tuple[str, ...] = ()
    refreshes: bool = False
    new: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    deletions: Deletions = "none"
    before: ObjectState | None = None

    @property
    def calculated(self) -> tuple[str, ...]:
        """The fields of which no cursor tells when they change."""
        return tuple(each.name for each in self.schema.fields if each.calculated)

    @property
    def rows(self) -> Read:
        """The read that brings the rows."""
        names = tuple(each.name for each in self.schema.fields)
        return Read(schema=self.schema, fields=names, since=self.since, until=self.until)

    @property
    def further(self) -> Mapping[str, Read]:
        """The reads besides, by the name of their folder: columns of all rows, and keys."""
        key = self.schema.key
        found = {}
        if self.columns:
            found["columns"] = (key, *self.columns)
        if self.deletions == "keys":
            found["keys"] = (key,)
        return {
            name: Read(schema=self.schema, fields=fields, since=None, until=self.until)
            for name, fields in found.items()
        }

    def estimate(self, connector: Connector) -> Estimate:
        """Return what it will cost, all reads together; the rows are those of the first."""
        first, *others = (connector.estimate(each) for each in (self.rows, *self.further.values()))
        sizes = [each.bytes for each in (first, *others)]
        return Estimate(
            rows=first.rows,
            calls=first.calls + sum(each.calls for each in others),
            bytes=None if None in sizes else sum(each for each in sizes if each is not None),
            exact=first.exact,
        )


def plan_object(
    schema: ObjectSchema,
    settings: ConnectionSettings,
    demand: Demand,
    before: ObjectState | None,
    until: dt.datetime,
) -> ObjectPlan:
    """Decide what to do with an object.

    Args:
        schema: the object as the connector describes it now.
        settings: the connection's settings.
        demand: what the run is asked to do.
        before: how far the object is synced; None where it never was.
        until: where the window of this run ends, by the CRM's clock.
    """
    kept = [each for each in schema.fields if f"{schema.name}.{each.name}" not in settings.leave_out]
    schema = dataclasses.replace(schema, fields=tuple(kept))
    dataset = settings.dataset(schema.name)
    known = {} if before is None else before.fields
    names = {each.name for each in kept}
    vanished = tuple(name for name, each in known.items() if name not in names and each.missing_since is None)
    new = tuple(each.name for each in kept if before is not None and _is_new(known, each.name))
    plan = ObjectPlan(
        connection=settings.name,
        schema=schema,
        dataset=dataset,
        mode="full",
        why="",
        since=None,
        until=until,
        new=new,
        vanished=vanished,
        before=before,
    )
    reason = _reason_for_all(schema, demand, before)
    if before is None or reason is not None:
        return dataclasses.replace(plan, why=reason or "first sync")
    if schema.cursor is None:
        return dataclasses.replace(plan, mode="snapshot", why="it has no cursor: all rows are read and compared")
    refreshes = until - before.refreshed >= settings.refresh
    calculated = plan.calculated if refreshes else ()
    return dataclasses.replace(
        plan,
        mode="window",
        why=f"changes since {before.watermark:%Y-%m-%d %H:%M:%S} UTC",
        since=before.watermark - max(settings.overlap, schema.overlap),
        columns=tuple(dict.fromkeys((*new, *calculated))),
        refreshes=refreshes,
        deletions=_deletions(schema, settings, demand, before, until),
    )


def _is_new(known: Mapping[str, KnownField], name: str) -> bool:
    return name not in known or known[name].missing_since is not None


def _reason_for_all(schema: ObjectSchema, demand: Demand, before: ObjectState | None) -> str | None:
    """Return why all rows have to be read anew, or None."""
    if before is None:
        return "first sync"
    if demand.full:
        return "everything was asked for"
    changed = [
        each.name
        for each in schema.fields
        if each.name in before.fields and _kind(before.fields[each.name].type) != _kind(str(each.type))
    ]
    return f"of another type now: {', '.join(changed)}" if changed else None


def _kind(type_name: str) -> str:
    """Return what a type is for a dataset: a change from one kind to another needs all rows anew."""
    if type_name.startswith(("int", "float", "double", "decimal")):
        return "number"
    return "text" if type_name.startswith(("string", "bool", "time32")) else type_name


def _deletions(
    schema: ObjectSchema, settings: ConnectionSettings, demand: Demand, before: ObjectState, until: dt.datetime
) -> Deletions:
    if demand.reconcile or until - before.reconciled >= settings.reconcile:
        return "keys"
    if not schema.reports_deletions:
        return "none"
    return "keys" if until - before.deletions_until > _LONGEST_REPORT else "reported"
