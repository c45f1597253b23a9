"""From the types of Salesforce to those of columns.

Source: Salesforce's object reference (field types), and describes as orgs answer them.
"""

from __future__ import annotations

import pyarrow as pa

TEXT = pa.string()
MOMENT = pa.timestamp("ms", tz="UTC")
TIME = pa.time32("ms")
TEXTS = pa.list_(pa.string())

COLUMN_TYPES: dict[str, pa.DataType] = {
    "boolean": pa.bool_(),
    "int": pa.int64(),
    "long": pa.int64(),
    "double": pa.float64(),
    "percent": pa.float64(),
    "currency": pa.float64(),
    "date": pa.date32(),
    "datetime": MOMENT,
    "time": TIME,
    "multipicklist": TEXTS,
} | dict.fromkeys(
    (
        "id reference string textarea phone url email picklist combobox encryptedstring masterrecord "
        "datacategorygroupreference complexvalue json anyType calculated"
    ).split(),
    TEXT,
)
"""The column of each type of field. Numbers are float64: values may have more places than the describe's `scale`."""

COMPOUND = frozenset({"address", "location"})
"""Types whose pieces are fields of their own; they can't be read by Bulk 2.0."""

FILES = frozenset({"base64"})
"""Types that hold files, one call a record."""

IDS = frozenset({"id", "reference"})

WIDTHS = {"boolean": 7, "int": 6, "long": 10, "date": 13, "datetime": 27, "id": 21, "reference": 21, "textarea": 80}
"""Bytes of a value as it comes over the line, about; for what a read will cost."""
OTHER_WIDTH = 16
