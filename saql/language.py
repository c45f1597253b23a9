"""What an editor offers while a query is written: keywords, functions with signatures, fields. Data only."""

from __future__ import annotations

from typing import Literal

from saql.functions.registry import AGGREGATES, RANKINGS, REGISTRY
from saql.keywords import KEYWORDS as _KEYWORDS
from saql.record import record
from saql.schema import Schema

KEYWORDS: tuple[str, ...] = tuple(sorted(_KEYWORDS))
"""The words of the language itself, sorted."""

RELATIVE_DATES: tuple[str, ...] = (
    "current day",
    "current week",
    "current month",
    "current quarter",
    "current year",
    "current fiscal_quarter",
    "current fiscal_year",
    "1 month ago",
    "1 quarter ago",
    "1 year ago",
    "1 month ahead",
)
"""Relative dates that an editor offers inside a list after `in`; other numbers go as well."""


@record
class Completion:
    """A thing that can be written: its name, its kind, and what a list of completions shows beside it.

    `insert` is the text that goes into the query: a field's name in quotes, a function's with its bracket.
    """

    name: str
    kind: Literal["keyword", "function", "aggregate", "window", "field"]
    insert: str
    detail: str = ""
    summary: str = ""


def functions() -> tuple[Completion, ...]:
    """Return every function that a query can call, by each of its spellings, sorted by name.

    Where several functions share a spelling, the first declared stands for all.
    """
    found: dict[str, Completion] = {}
    for function in REGISTRY.values():
        for spelling in function.spellings if function.available else ():
            detail = function.signature.replace(function.spellings[0], spelling, 1)
            found.setdefault(spelling, _function(spelling, "function", detail, function.summary))
    for aggregate in AGGREGATES.values():
        for spelling in aggregate.spellings:
            detail = aggregate.signature.replace(aggregate.spellings[0], spelling, 1)
            found.setdefault(spelling, _function(spelling, "aggregate", detail, aggregate.summary))
    for ranking in RANKINGS.values():
        found[ranking.name] = _function(ranking.name, "window", ranking.signature, ranking.summary)
    return tuple(found[name] for name in sorted(found, key=str.casefold))


def _function(name: str, kind: Literal["function", "aggregate", "window"], detail: str, summary: str) -> Completion:
    return Completion(name, kind, f"{name}(", detail, summary)


def keywords() -> tuple[Completion, ...]:
    """Return the words of the language itself, sorted."""
    return tuple(Completion(each, "keyword", each) for each in KEYWORDS)


def fields(schema: Schema) -> tuple[Completion, ...]:
    """Return the fields of a dataset; those that a date brings along come after all others."""
    ordered = sorted(schema, key=lambda field: field.date_part is not None)
    return tuple(Completion(field.name, "field", quoted(field.name), field.type.value) for field in ordered)


def quoted(name: str) -> str:
    """Return a name as a query writes it, in single quotes."""
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
