"""The groups of a compact query: fields, and dates composed of parts (`CloseDate_Year~~~CloseDate_Month`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.compact import quote
from dashboards.model.json import Json, as_list

SEPARATOR = "~~~"
"""Joins the parts of a composite date, in its name and in its values."""


@dataclass(frozen=True, slots=True)
class GroupKey:
    """One group: the fields it is made of. One field, or the parts of a date."""

    parts: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its column."""
        return SEPARATOR.join(self.parts)

    def projection(self, qualify: Sequence[str] = ()) -> str:
        """Return its column in a `generate`.

        Args:
            qualify: the streams of a cogroup; the first that has a value counts.
        """
        joint = f' + "{SEPARATOR}" + '
        return f"{joint.join(_part(each, qualify) for each in self.parts)} as {quote.name(self.name)}"


def _part(field: str, qualify: Sequence[str]) -> str:
    if not qualify:
        return quote.name(field)
    return f"coalesce({', '.join(f'{stream}.{quote.name(field)}' for stream in qualify)})"


def read_groups(value: Json) -> tuple[GroupKey, ...]:
    """Read `groups`: names, lists of the parts of one date, or `["all"]`."""
    if isinstance(value, str):  # a binding that has no value yet
        value = [value]
    keys = []
    for each in as_list(value):
        parts = tuple(str(part) for part in (each if isinstance(each, list) else [each]) if part)
        if parts:
            keys.append(GroupKey(parts))
    return () if [each.name for each in keys] == ["all"] else tuple(dict.fromkeys(keys))


def by_clause(keys: Sequence[GroupKey]) -> str:
    """Return what stands after `by`: every field once, or `all`."""
    fields = dict.fromkeys(part for each in keys for part in each.parts)
    return quote.names(fields) if fields else "all"


def group_names(query: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the names of the columns by which a compact query groups, in either form."""
    if "sources" in query:
        sources = [each for each in as_list(query["sources"]) if isinstance(each, dict) and each.get("name")]
        return tuple(each.name for each in read_groups(sources[0].get("groups"))) if sources else ()
    groups = query.get("groups")
    columns = as_list(query.get("columns"))
    if not groups and columns and isinstance(columns[0], dict):
        inner = columns[0].get("query")
        groups = inner.get("groups") if isinstance(inner, dict) else None
    return tuple(each.name for each in read_groups(groups))
