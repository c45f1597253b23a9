"""Datasets with a row for each customer: their id and name, then what was found of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.analyses.customers.purchases import Purchases, Source
from engine.kernels.arrays import Array
from engine.models.kind import Made
from engine.store.fields import FieldSpec
from saql.record import record

MONEY, SHARE, NUMBER = "#,##0", "0.0%", "#,##0.##"


@record(eq=False)
class Found:
    """A field of the dataset: its name, label and values; dates are days since 1970.

    Args:
        name: the field's name.
        label: what people read.
        values: numbers or texts (n,); NaN is none.
        format: a number pattern; `date` for days, None for texts.
    """

    name: str
    label: str
    values: Array | Sequence[str]
    format: str | None = None


def customer_table(
    name: str, label: str, about: str, source: Source, purchases: Purchases, rows: Array, fields: Sequence[Found]
) -> Made:
    """Return a dataset of customers.

    Args:
        name: its name.
        label: what people call it.
        about: what it is, in a sentence.
        source: where the purchases are; its field of the customer is the key.
        purchases: the purchases.
        rows: the places of the customers among those of the purchases (n,).
        fields: what was found of them.
    """
    places = pa.array(rows)
    columns = {source.customer: purchases.ids.take(places), "Name": purchases.names.take(places)}
    specs = [FieldSpec(name=source.customer, label="Customer ID"), FieldSpec(name="Name", label="Customer")]
    for each in fields:
        columns[each.name] = _column(each)
        pattern = None if each.format == "date" else each.format
        specs.append(FieldSpec(name=each.name, label=each.label, format=pattern))
    return Made(name=name, rows=pa.table(columns), fields=specs, key=(source.customer,), label=label, description=about)


def _column(found: Found) -> pa.Array:
    if found.format == "date":
        return pa.array(np.asarray(found.values).astype(np.int32)).cast(pa.date32())
    if found.format is None:
        return pa.array(found.values, pa.string())
    return pa.array(np.asarray(found.values, np.float64), from_pandas=True)
