"""Columns of a dataset, and the parts of its dates, which are computed here."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import numpy as np
import pyarrow as pa

from engine.columns import Column, Frame
from engine.kernels import codes as texts
from engine.kernels.date_fields import date_field
from engine.kernels.rows import take_frame
from engine.plan import nodes
from saql.schema import Calendar


class Source(Protocol):
    """The data of a dataset's version."""

    @property
    def rows(self) -> int:
        """The number of rows."""

    def column(self, name: str) -> Column:
        """Return the values of a stored field, all rows."""


def run_scan(node: nodes.Scan, source: Source, zone: dt.tzinfo) -> Frame:
    """Return the fields of the node's schema; a sample takes each row with the same chance."""
    dates: dict[str, Column] = {}
    columns: dict[str, Column] = {}
    for field in node.schema:
        part = field.date_part
        if part is None:
            columns[field.name] = source.column(field.name)
            continue
        if part.field not in dates:
            dates[part.field] = source.column(part.field)
        columns[field.name] = _part(dates[part.field], part.part, field.calendar, zone)
    frame = Frame(columns, source.rows)
    if node.sample is None:
        return frame
    chosen = np.random.default_rng(node.seed).random(source.rows) * 100 < node.sample
    return take_frame(frame, np.flatnonzero(chosen))


def _part(dates: Column, part: str, calendar: Calendar, zone: dt.tzinfo) -> Column:
    if not isinstance(dates, pa.Array):
        return texts.nulls(len(dates))
    return date_field(dates, part, calendar, zone)
