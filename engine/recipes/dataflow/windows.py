"""Values of other rows of a partition, as SAQL writes them."""

from __future__ import annotations

from collections.abc import Sequence

from engine.recipes.dataflow import quote

_FUNCTIONS = {"previous": "lag", "next": "lead", "first": "first_value", "last": "last_value"}


_MORE_THAN_ROWS = 1_000_000_000


def row_number(partition: Sequence[str], order: Sequence[str]) -> str:
    """Return the place of a row in its partition, from 1: parts of which there are more than rows hold one row each."""
    keys = quote.names(partition) if partition else "all"
    return f"ntile({_MORE_THAN_ROWS}) over ([..] partition by {keys} order by {quote.names(order)})"


def window(offset: str, value: str, partition: Sequence[str], order: Sequence[str]) -> str:
    """Return the value of another row.

    Args:
        offset: which row: `previous`, `next`, `first` or `last`.
        value: the expression that is taken from it.
        partition: the expressions that are equal in all rows of a partition; none for a single one.
        order: the expressions by which the rows of a partition are sorted, with `desc` behind them where it is meant.
    """
    keys = quote.names(partition) if partition else "all"
    return f"{_FUNCTIONS[offset]}({value}) over ([..] partition by {keys} order by {quote.names(order)})"
