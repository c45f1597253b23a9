"""Queries of steps as trees, and the datasets that they load. Trees are kept: the same texts come with every look."""

from __future__ import annotations

import functools

from saql import SaqlError, parse
from saql.syntax.statements import Load, Query

_KEPT = 1024


@functools.lru_cache(maxsize=_KEPT)
def parsed(text: str) -> Query | None:
    """Return the tree of a query, or None where it can't be read: the error comes when it is run."""
    try:
        return parse(text)
    except SaqlError:
        return None


def loaded_datasets(text: str) -> tuple[str, ...]:
    """Return the names of the datasets that a query loads, as it writes them; none where it can't be read."""
    query = parsed(text)
    found = () if query is None else query.statements
    return tuple(dict.fromkeys(each.dataset.value for each in found if isinstance(each, Load)))
