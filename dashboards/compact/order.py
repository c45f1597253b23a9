"""The order of a compact query.

Form 1.0 orders by the place of a measure (-1 is the first), by the name of a column, or by the parts of a date; form
2.0 by names. `inner` sorts within the first group. A column that the query does not have orders nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.compact import quote
from dashboards.compact.groups import SEPARATOR
from dashboards.model.json import Json, as_flag, as_list, as_object, as_text, field


@dataclass(frozen=True, slots=True)
class OrderKey:
    """A column and its direction; `nulls` is first, last or nothing, `inner` sorts within the first group."""

    column: str
    ascending: bool
    nulls: str = ""
    inner: bool = False

    @property
    def text(self) -> str:
        """The key in an `order`."""
        return f"{quote.name(self.column)} {'asc' if self.ascending else 'desc'}{self.nulls and f' nulls {self.nulls}'}"


def read_order(value: Json, groups: Sequence[str], measures: Sequence[str], nulls: Json = None) -> list[OrderKey]:
    """Read `order` or `orders`.

    Args:
        value: the keys as the query has them.
        groups: the names of the group columns.
        measures: the names of the measure columns, in the query's order.
        nulls: where nulls stand, for keys that don't say.
    """
    return [key for each in as_list(value) if (key := _key(each, groups, measures, nulls)) is not None]


def order_by(keys: Sequence[OrderKey], groups: Sequence[str], columns: Sequence[str]) -> str | None:
    """Return what stands after `by`, or None where nothing is ordered.

    Args:
        keys: the order.
        groups: the names of the group columns.
        columns: the columns that can be ordered by.
    """
    wanted = list(keys)
    if any(each.inner for each in wanted) and len(groups) > 1 and all(each.column != groups[0] for each in wanted):
        wanted.insert(0, OrderKey(groups[0], ascending=True))
    texts = {each.column: each.text for each in reversed(wanted) if each.column in columns}
    present = [texts[each] for each in dict.fromkeys(key.column for key in wanted) if each in texts]
    return f"({', '.join(present)})" if present else None


def _key(value: Json, groups: Sequence[str], measures: Sequence[str], nulls: Json) -> OrderKey | None:
    if isinstance(value, dict):
        target, options = field(value, "name"), value
    elif isinstance(value, list) and value:
        target, options = value[0], as_object(value[1] if len(value) > 1 else None)
    else:
        return None
    column = _column(target, groups, measures)
    place = as_text(field(options, "nulls") or nulls).lower()
    return (
        None
        if column is None
        else OrderKey(
            column,
            ascending=as_flag(field(options, "ascending"), True),
            nulls=place if place in ("first", "last") else "",
            inner=as_flag(field(options, "inner"), False),
        )
    )


def _column(target: Json, groups: Sequence[str], measures: Sequence[str]) -> str | None:
    if isinstance(target, list):
        return SEPARATOR.join(map(str, target))
    if isinstance(target, str):
        return target
    if isinstance(target, bool) or not isinstance(target, int | float):
        return None
    place = int(target)
    if place < 0:
        return measures[-place - 1] if -place <= len(measures) else None
    return groups[place] if place < len(groups) else None
