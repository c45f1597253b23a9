"""What a connector is: how the sync runner sees any CRM.

A connector reads. What to read and when, what is new, what is gone, resuming, publishing: all that is the runner's
(`connectors.sync`). A connector is found by the entry point `swell.connectors`, whose value is a `ConnectorKind`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias, runtime_checkable

import pyarrow as pa

Checkpoint: TypeAlias = Mapping[str, Any]
"""Where a read goes on, in values that JSON has. Only the connector that made it understands it."""

GoneReason: TypeAlias = Literal["deleted", "merged", "archived"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom a connection reaches: the organisation of a CRM."""

    id: str
    name: str
    edition: str | None = None
    timezone: str | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectSummary:
    """An object of a CRM as its list of objects has it."""

    name: str
    label: str
    custom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceField:
    """A field of an object.

    Args:
        name: the API name; the column has it.
        label: what people call it.
        type: string, bool, int64, float64, date32, timestamp[ms, UTC], time32[ms] or list<string>.
        source_type: what the CRM calls its type.
        calculated: whether it changes without the record's cursor moving (formulas, roll-ups).
        references: objects whose keys it holds; of several, each row has its own.
        is_name: whether it is what people know a record by.
        format: how a number is meant.
        decimals: places after the point that people are shown; values may have more.
        values: the values that it may have, each with what people are shown, in order.
    """

    name: str
    label: str
    type: pa.DataType
    source_type: str
    calculated: bool = False
    references: tuple[str, ...] = ()
    is_name: bool = False
    format: Literal["currency", "percent"] | None = None
    decimals: int | None = None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectSchema:
    """An object of a CRM as this login sees it.

    Args:
        name: the API name.
        label: what people call one record.
        key: the field that tells records apart.
        cursor: the timestamp field that moves whenever a record changes; None where each sync reads all rows.
        fields: the fields that can be read, in the CRM's order, the key among them.
        reports_deletions: whether `deletions` can say which records went; else only to compare keys does.
        overlap: how much later than its cursor says a record may show in a read.
        notes: what an admin should know, such as fields that can't be read and why.
    """

    name: str
    label: str
    key: str
    cursor: str | None
    fields: tuple[SourceField, ...]
    reports_deletions: bool = False
    overlap: dt.timedelta = dt.timedelta(minutes=10)
    notes: tuple[str, ...] = ()

    def field(self, name: str) -> SourceField:
        """Return a field; KeyError where there is none."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What to read of an object.

    Args:
        schema: the object.
        fields: the columns to bring, in this order, the key among them. The key alone serves to compare keys.
        since: rows whose cursor is at or after it; None for all rows. With a zone.
        until: rows whose cursor is before it. With a zone. Without `since` rows may be newer: the next sync rereads.
        resume: the checkpoint of the last page that is safe; None begins anew.
    """

    schema: ObjectSchema
    fields: tuple[str, ...]
    since: dt.datetime | None
    until: dt.datetime
    resume: Checkpoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A record that the CRM has no more among its live ones.

    `merged_into` is the key of the record that took its place, where it was merged and that is known.
    """

    key: str
    reason: GoneReason
    at: dt.datetime | None = None
    merged_into: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """A piece of a read.

    Args:
        rows: live records; one column a field of the read, of the field's type.
        gone: records that the read met and that are not live.
        checkpoint: where to go on once this page is safe; None where a read can only begin anew.
        total: how many rows the read brings in all, where the CRM has said so.
        notes: what an admin should know of these rows, such as how many values were not of their type; no values.
    """

    rows: pa.RecordBatch
    gone: tuple[Gone, ...] = ()
    checkpoint: Checkpoint | None = None
    total: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a read will cost: rows, calls, bytes over the line. `exact` tells whether the rows are counted."""

    rows: int | None
    calls: int
    bytes: int | None = None
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Calls of this connector so far; those used and allowed in the day, where the CRM says so."""

    calls: int
    used: int | None = None
    allowed: int | None = None


class Connector(Protocol):
    """An open connection to a CRM. Threads share it: several objects are read at a time.

    Every method may raise `LoginError`, `UnreachableError`, `LimitError` and `AnswerError` of `connectors.errors`;
    what passes by itself (a dropped line, a busy server, an expired session) is retried inside.
    """

    def identify(self) -> Account:
        """Return whom the connection reaches; the first call that needs the login."""

    def clock(self) -> dt.datetime:
        """Return the present moment by the CRM's own clock, with a zone."""

    def objects(self) -> Sequence[ObjectSummary]:
        """Return the objects that can be synced, in the CRM's order."""

    def describe(self, name: str) -> ObjectSchema:
        """Return what an object looks like now.

        Raises:
            ObjectRefusedError: there is no such object, or this login may not read it.
        """

    def count(self, schema: ObjectSchema) -> int:
        """Return how many live records an object has."""

    def estimate(self, read: Read) -> Estimate:
        """Return what a read will cost, without reading; a few calls at most."""

    def read(self, read: Read) -> Iterator[Page]:
        """Yield the rows of a read, page by page; each row at least once, in bounded memory.

        A read with `since` also tells of records that went meanwhile, as far as it meets them.

        Raises:
            ObjectRefusedError: this login may not read the object.
            SchemaChangedError: a field of the read is gone.
            ResumeLostError: the checkpoint leads nowhere any more.
        """

    def deletions(self, schema: ObjectSchema, since: dt.datetime, until: dt.datetime) -> Iterator[Sequence[Gone]]:
        """Yield the records that went in a time, as far as `read` does not tell; called where the schema says it can.

        Raises:
            DeletionsUnknownError: the CRM can't say for this time.
        """

    def usage(self) -> Usage:
        """Return the calls so far, without a call."""

    def close(self) -> None:
        """Let go of the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Something that a connection has to know.

    Args:
        name: its key in swell.toml, or in the store of secrets.
        label: how it is asked for.
        help: where an admin finds it.
        secret: whether it is kept out of swell.toml.
        choices: the values that it may have; any where empty.
        default: what it is where nothing is said.
        required_for: values of the setting `login` for which it must be there; ("*",) for all.
    """

    name: str
    label: str
    help: str = ""
    secret: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    required_for: tuple[str, ...] = ()


class Secrets(Protocol):
    """The secrets of one connection."""

    def get(self, name: str) -> str | None:
        """Return a secret, or None."""

    def put(self, name: str, value: str) -> None:
        """Keep a secret, durably, before this returns: a CRM may give a new one at each login."""


class Pace(Protocol):
    """Time as a connector feels it: tests make it pass at once."""

    def seconds(self) -> float:
        """Return a clock that never goes back, in seconds."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


@runtime_checkable
class ConnectorKind(Protocol):
    """A kind of CRM, what the entry point names."""

    @property
    def name(self) -> str:
        """What `kind` is in swell.toml."""

    @property
    def label(self) -> str:
        """What people call it."""

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What a connection of this kind has to know, in the order in which it is asked."""

    def open(self, settings: Mapping[str, str], secrets: Secrets, pace: Pace) -> Connector:
        """Return a connection that has called nobody yet.

        Raises:
            ConnectionSettingError: a setting is missing or makes no sense.
        """
