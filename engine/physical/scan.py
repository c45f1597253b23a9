"""Columns of a dataset, mapped when they are asked for, and the parts of its dates, which follow from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.columns import Column, Columns, Derived, Frame, Narrow, Zones
from engine.kernels import codes as texts
from engine.kernels.date_fields import date_field
from engine.kernels.rows import take_frame
from engine.plan import nodes
from saql.schema import Calendar
from saql.types import Type


class ZoneMap(Protocol):
    """What is in each block of rows of a part: None where a block has only nulls."""

    @property
    def minimum(self) -> Sequence[int | float | None]:
        """The least values."""

    @property
    def maximum(self) -> Sequence[int | float | None]:
        """The greatest values."""


class SourceField(Protocol):
    """A stored field."""

    @property
    def type(self) -> Type:
        """What its values are."""


class SourceNumbers(Protocol):
    """Numbers or dates as they are stored (see `Narrow`)."""

    @property
    def values(self) -> npt.NDArray[Any]:
        """Integers, or float64."""

    @property
    def divisor(self) -> int | None:
        """What they are divided by."""

    @property
    def validity(self) -> npt.NDArray[np.uint8] | None:
        """The bitmap of those that are not null."""


class Source(Protocol):
    """The data of a dataset's version."""

    @property
    def rows(self) -> int:
        """The number of rows."""

    def column(self, name: str) -> Column:
        """Return the values of a stored field, all rows; numbers and dates have 0 under null."""

    def field(self, name: str) -> SourceField:
        """Return a stored field."""

    def stored(self, name: str) -> SourceNumbers:
        """Return a stored field of numbers or dates as it is stored, all rows, 0 under null."""

    def zones(self, name: str) -> Sequence[ZoneMap]:
        """Return the zone maps of a stored field, one a part."""


BLOCK_ROWS = 65_536
"""Rows in a block of a zone map."""

_EDGE = 1 << 62
"""Beyond every value that matters: the least of a block of nulls lies above its greatest."""


def run_scan(node: nodes.Scan, source: Source, zone: dt.tzinfo) -> Frame:
    """Return the fields of the node's schema; a sample takes each row with the same chance."""
    derived = {}
    for field in node.schema:
        part = field.date_part
        if part is not None:
            make = partial(_part, part=part.part, calendar=field.calendar, zone=zone)
            derived[field.name] = Derived(part.field, make)
    columns = Columns(
        node.schema.names, source.column, derived, partial(_zones, source), filled=True, narrow=partial(_narrow, source)
    )
    frame = Frame(columns, source.rows)
    if node.sample is None:
        return frame
    chosen = np.random.default_rng(node.seed).random(source.rows) * 100 < node.sample
    return take_frame(frame, np.flatnonzero(chosen))


def _part(dates: Column, part: str, calendar: Calendar, zone: dt.tzinfo) -> Column:
    if not isinstance(dates, pa.Array):
        return texts.nulls(len(dates))
    return date_field(dates, part, calendar, zone)


def _narrow(source: Source, name: str) -> Narrow | None:
    kind = source.field(name).type
    if kind in (Type.TEXT, Type.MULTIVALUE):
        return None
    stored = source.stored(name)
    return Narrow(stored.values, stored.divisor, stored.validity, kind)


def _zones(source: Source, name: str) -> Zones | None:
    """Return the zones of a stored field of one part."""
    parts = source.zones(name)
    if len(parts) != 1 or not len(parts[0].minimum):
        return None
    least = np.array([_EDGE if each is None else each for each in parts[0].minimum])
    greatest = np.array([-_EDGE if each is None else each for each in parts[0].maximum])
    starts = np.minimum(np.arange(len(least) + 1) * BLOCK_ROWS, source.rows)
    return Zones(starts, least, greatest)
