"""A generated dataset: an Arrow table and what each of its fields is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.store import FieldSpec
from saql.record import record

Integers: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Booleans: TypeAlias = npt.NDArray[np.bool_]

MONEY = "$#,##0"
WHOLE = "#,##0"
TENTHS = "#,##0.0"


@record(eq=False)
class DemoTable:
    """A dataset by its API name; `fields` says of every column of `table` what it is, in order."""

    name: str
    label: str
    table: pa.Table
    fields: tuple[FieldSpec, ...]


@record(eq=False)
class Column:
    """One column on its way into a table."""

    field: FieldSpec
    values: pa.Array


def assemble(name: str, label: str, columns: Sequence[Column]) -> DemoTable:
    """Return the dataset made of the columns."""
    table = pa.Table.from_arrays([each.values for each in columns], names=[each.field.name for each in columns])
    return DemoTable(name, label, table, tuple(each.field for each in columns))


def text(name: str, label: str, values: pa.Array) -> Column:
    """Return a dimension of texts; `values` is an Arrow array of strings, plain or as a dictionary."""
    return Column(FieldSpec(name=name, role="dimension", label=label), values)


def choice(
    name: str, label: str, codes: Integers, options: Sequence[str] | pa.Array, nulls: Booleans | None = None
) -> Column:
    """Return a dimension whose row `i` is `options[codes[i]]`, or null where `nulls[i]`.

    The options have to differ from each other.
    """
    indices = pa.array(codes.astype(np.int32), mask=nulls)
    dictionary = options if isinstance(options, pa.Array) else pa.array(options, pa.string())
    return text(name, label, pa.DictionaryArray.from_arrays(indices, dictionary))


def flag(name: str, label: str, values: Booleans, nulls: Booleans | None = None) -> Column:
    """Return a dimension of the texts "true" and "false", as CRM Analytics keeps checkboxes."""
    return choice(name, label, values.astype(np.int64), ("false", "true"), nulls)


def number(
    name: str, label: str, values: Floats | Integers, pattern: str | None = WHOLE, nulls: Booleans | None = None
) -> Column:
    """Return a measure, null where `nulls`."""
    return Column(FieldSpec(name=name, role="measure", label=label, format=pattern), pa.array(values, mask=nulls))


def day(name: str, label: str, days: Integers, nulls: Booleans | None = None) -> Column:
    """Return a date without a time from days since 1970-01-01."""
    values = pa.array(days.astype(np.int32), mask=nulls).cast(pa.date32())
    return Column(FieldSpec(name=name, role="date", label=label), values)


def instant(name: str, label: str, milliseconds: Integers, nulls: Booleans | None = None) -> Column:
    """Return a date with a time from milliseconds since 1970-01-01, UTC."""
    values = pa.array(milliseconds, mask=nulls).cast(pa.timestamp("ms", tz="UTC"))
    return Column(FieldSpec(name=name, role="date", label=label), values)


def several(name: str, label: str, picked: Booleans, options: Sequence[str]) -> Column:
    """Return a multi-select field: row `i` lists the options of `picked[i]`; none picked is null.

    `picked` is rows by options; the options are in alphabetical order, and so are the lists.
    """
    offsets = np.concatenate([[0], np.cumsum(picked.sum(axis=1))]).astype(np.int32)
    values = pa.array(options, pa.string()).take(pa.array(np.nonzero(picked)[1]))
    empty = pa.array(~picked.any(axis=1))
    return lists(name, label, pa.ListArray.from_arrays(pa.array(offsets), values, mask=empty))


def lists(name: str, label: str, values: pa.Array) -> Column:
    """Return a multi-select field from an Arrow array of lists of texts."""
    return Column(FieldSpec(name=name, role="multivalue", label=label), values)
