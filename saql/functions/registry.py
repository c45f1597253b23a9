"""All declarations by name, and what a query's spelling of a function means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from saql.functions.aggregate import AGGREGATES as _AGGREGATES
from saql.functions.aggregate import RANKINGS as _RANKINGS
from saql.functions.date_parts import EDGES, PARTS
from saql.functions.dates import DATES
from saql.functions.define import AggregateFunction, Function, RankingFunction
from saql.functions.math import MATH
from saql.functions.null import NULL
from saql.functions.operators import CONVERSIONS, OPERATORS
from saql.functions.text import TEXT


def _by_name(functions: Iterable[Function]) -> Mapping[str, Function]:
    found: dict[str, Function] = {}
    for each in functions:
        if each.name in found:
            raise ValueError(f"two functions are declared as {each.name}")
        found[each.name] = each
    return MappingProxyType(found)


def _by_spelling(functions: Iterable[Function]) -> Mapping[str, tuple[Function, ...]]:
    found: dict[str, tuple[Function, ...]] = {}
    for each in functions:
        for spelling in each.spellings:
            found[spelling] = (*found.get(spelling, ()), each)
    return MappingProxyType(found)


REGISTRY = _by_name((*OPERATORS, *CONVERSIONS, *MATH, *TEXT, *NULL, *DATES, *PARTS, *EDGES))
"""Functions of one row by the name that checked calls bear."""

AGGREGATES: Mapping[str, AggregateFunction] = MappingProxyType({each.name: each for each in _AGGREGATES})
"""Functions of a group by the name that checked aggregates and windows bear."""

RANKINGS: Mapping[str, RankingFunction] = MappingProxyType({each.name: each for each in _RANKINGS})
"""Functions that stand only before `over`, by name."""

_SPELLINGS = _by_spelling(REGISTRY.values())
_AGGREGATE_SPELLINGS = {spelling: each for each in _AGGREGATES for spelling in each.spellings}


def find(spelling: str) -> tuple[Function, ...]:
    """Return the functions of one row that queries call so; several differ in what they take."""
    return _SPELLINGS.get(spelling, ())


def find_aggregate(spelling: str) -> AggregateFunction | None:
    """Return the aggregate that queries call so, or None."""
    return _AGGREGATE_SPELLINGS.get(spelling)


def find_ranking(spelling: str) -> RankingFunction | None:
    """Return the ranking function that queries call so, or None."""
    return RANKINGS.get(spelling)


def spellings() -> tuple[str, ...]:
    """Return every name that a query can call, sorted."""
    return tuple(sorted({*_SPELLINGS, *_AGGREGATE_SPELLINGS, *RANKINGS}))
