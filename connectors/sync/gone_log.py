"""The log of records that went: one row for each, in the dataset `CONNECTION.gone`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pyarrow as pa

from connectors.protocol import Gone
from engine.store import FieldSpec

KEY = ("Object", "Id")
SPECS = (
    FieldSpec(name="Object", label="Object"),
    FieldSpec(name="Id", label="Record ID"),
    FieldSpec(name="Reason", label="Reason"),
    FieldSpec(name="GoneDate", role="date", label="Gone"),
    FieldSpec(name="NoticedDate", role="date", label="Noticed"),
    FieldSpec(name="MergedInto", label="Merged into"),
)
_MOMENT = pa.timestamp("ms", "UTC")
SCHEMA = pa.schema(
    [
        ("Object", pa.string()),
        ("Id", pa.string()),
        ("Reason", pa.string()),
        ("GoneDate", _MOMENT),
        ("NoticedDate", _MOMENT),
        ("MergedInto", pa.string()),
    ]
)


def gone_rows(name: str, gone: Iterable[Gone], noticed: dt.datetime) -> pa.RecordBatch:
    """Return the rows of the log for records of one object; of several about one record the last counts."""
    newest = {each.key: each for each in gone}.values()
    rows = [(name, each.key, each.reason, each.at, noticed, each.merged_into) for each in newest]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(SCHEMA)
    arrays = [pa.array(values, each.type) for values, each in zip(columns, SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)
