"""Values of other rows of a partition, as SAQL writes them."""

from __future__ import annotations

from collections.abc import Sequence

from engine.recipes.dataflow import quote
from saql.record import record

_FUNCTIONS = {"previous": "lag", "next": "lead", "first": "first_value", "last": "last_value"}


@record
class Order:
    """A field that rows are sorted by."""

    name: str
    descending: bool = False


def window(offset: str, value: str, partition: Sequence[str], order: Sequence[Order]) -> str:
    """Return the value of another row.

    Args:
        offset: which row: `previous`, `next`, `first` or `last`.
        value: the expression that is taken from it.
        partition: the fields that are equal in all rows of a partition; none for a single one.
        order: how the rows of a partition are sorted.
    """
    keys = quote.names(map(quote.name, partition)) if partition else "all"
    sorted_by = quote.names(f"{quote.name(each.name)}{' desc' if each.descending else ''}" for each in order)
    return f"{_FUNCTIONS[offset]}({value}) over ([..] partition by {keys} order by {sorted_by})"
