"""What a workspace says of a connection, and what one run is asked to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionSettings:
    """A table `[connections.NAME]` of swell.toml, checked.

    Args:
        name: the connection's name; the datasets of its objects are called `NAME.Object`.
        kind: the kind of CRM, as the entry points name it.
        values: the settings of that kind, such as how to log in; no secrets.
        plans: ready-made plans (`sales`, `service`, `marketing`), which bring objects and datasets.
        objects: further objects to sync.
        leave_out: fields that are not synced, as `Object.Field`.
        prefix: what the names of the plans' datasets begin with; it keeps those of two CRMs apart.
        overlap: how much of the time before is read again; at least what the connector asks for.
        lag: how long a record may be younger than the present before it is read.
        refresh: how often calculated fields are read of all records, since no cursor moves when they change.
        reconcile: how often the keys of all records are compared, which finds what no list of deletions tells.
        most_deletions: the part of a dataset's rows that may go in one run without somebody saying so.
        parallel: how many objects are read at a time.
        write: what actions may change in the CRM: fields as `Object.Field`, and its object of tasks.
    """

    name: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    plans: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    leave_out: frozenset[str] = frozenset()
    prefix: str = ""
    overlap: dt.timedelta = dt.timedelta(0)
    lag: dt.timedelta = dt.timedelta(seconds=60)
    refresh: dt.timedelta = dt.timedelta(days=1)
    reconcile: dt.timedelta = dt.timedelta(days=7)
    most_deletions: float = 0.2
    parallel: int = 3
    write: frozenset[str] = frozenset()

    def dataset(self, name: str) -> str:
        """Return the name of the dataset that mirrors an object."""
        return f"{self.name}.{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one run is asked to do.

    Args:
        objects: only these objects; all of the connection where empty.
        full: whether everything is read anew.
        reconcile: whether keys are compared now, however short ago they were.
        allow_deletions: whether any part of a dataset may go.
    """

    objects: tuple[str, ...] = ()
    full: bool = False
    reconcile: bool = False
    allow_deletions: bool = False
