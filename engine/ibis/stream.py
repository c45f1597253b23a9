"""A stream as an Ibis table: which column holds each field, and the order of the rows, which tables do not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.query_errors import InternalError
from saql.record import record

if TYPE_CHECKING:
    import ibis

Value: TypeAlias = Any
"""An Ibis value: a column or a constant."""


@record
class Place:
    """A column by whose values rows are in order."""

    column: str
    descending: bool = False
    nulls_first: bool = False


@record(eq=False)
class Stream:
    """Rows that a node gives.

    `columns` has the table's column for each field; `order` orders all rows, without equal ones where their order
    counts. Its columns are in the table besides those of the fields.
    """

    table: ibis.Table
    columns: Mapping[str, str]
    order: tuple[Place, ...]

    def column(self, field: str) -> Value:
        """Return the values of a field."""
        if field not in self.columns:
            raise InternalError(f"a lowered stream has no field {field}")
        return self.table[self.columns[field]]

    def order_keys(self) -> list[Value]:
        """Return the keys that sort the rows into their order."""
        return [sort_key(self.table[each.column], each.descending, each.nulls_first) for each in self.order]

    def selected(self, columns: Mapping[str, str], values: Mapping[str, Value]) -> Stream:
        """Return the stream with other fields: `values` by column, beside the columns of the order."""
        import ibis

        selected = {**{each.column: self.table[each.column] for each in self.order}, **values}
        if not selected:  # a table has a column, and so its rows can be counted
            selected["no_fields"] = ibis.literal(1)
        return Stream(self.table.select(**selected), columns, self.order)


def sort_key(value: Value, descending: bool, nulls_first: bool) -> Value:
    """Return a value as a key of an order."""
    import ibis

    return (ibis.desc if descending else ibis.asc)(value, nulls_first=nulls_first)


_PARAMETERS = ("self", "metrics", "by", "having")
"""Names that methods of tables give to what they take beside columns."""


class Names:
    """Names of columns, each given once in a query, that every back end takes, without regard to case."""

    def __init__(self) -> None:
        """Begin with none."""
        self._given = dict.fromkeys(_PARAMETERS, 1)

    def new(self, hint: str) -> str:
        """Return a name like the hint that no other column has."""
        plain = re.sub(r"[^a-z0-9]+", "_", hint.lower()).strip("_") or "column"
        if plain[0].isdigit():
            plain = f"column_{plain}"
        count = self._given[plain] = self._given.get(plain, 0) + 1
        return plain if count == 1 and not plain[-1:].isdigit() else f"{plain}_{count}"

    def all(self, hints: Iterable[str]) -> dict[str, str]:
        """Return a new name for each hint."""
        return {hint: self.new(hint) for hint in hints}
