"""The words of the language as completions: keywords, functions with signatures, relative dates, fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from saql.check.relative_dates import UNITS
from saql.functions.registry import AGGREGATES, RANKINGS, REGISTRY
from saql.keywords import KEYWORDS as _KEYWORDS
from saql.schema import Field
from saql.service.answers import Completion
from saql.service.guide import meaning

KEYWORDS: tuple[str, ...] = tuple(sorted(_KEYWORDS))
"""The words of the language itself, sorted."""

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@cache
def functions() -> tuple[Completion, ...]:
    """Return every function that a query can call, by each of its spellings, sorted by name.

    Where several functions share a spelling, the first declared stands for all.
    """
    found: dict[str, Completion] = {}
    for function in REGISTRY.values():
        for spelling in function.spellings:
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


def keywords(names: Iterable[str] = KEYWORDS, rank: int = 2) -> tuple[Completion, ...]:
    """Return words of the language itself."""
    return tuple(Completion(each, "keyword", each, summary=meaning(each), rank=rank) for each in names)


def fields(found: Iterable[Field], qualifier: str = "", detail: str = "") -> tuple[Completion, ...]:
    """Return fields; those that a date brings along come after all others.

    Args:
        found: the fields.
        qualifier: the stream that their names need before them, if they do.
        detail: what to say besides their type.
    """
    before = f"{written(qualifier)}." if qualifier else ""
    return tuple(
        Completion(
            before + each.name,
            "field",
            before + written(each.name),
            f"{each.type.value}, {detail}" if detail else each.type.value,
            each.about or (f"the {each.date_part.part} of '{each.date_part.field}'" if each.date_part else ""),
            rank=0 if each.date_part is None else 3,
        )
        for each in found
    )


def relative_dates(begun: str) -> tuple[Completion, ...]:
    """Return relative dates; `begun` is what has been written of one: its number goes into them."""
    number = re.match(r"\s*(\d+)", begun)
    amount = number[1] if number else "1"
    plural = "" if amount == "1" else "s"
    texts = [
        *((f"current {unit}", 0) for unit in UNITS),
        *((f"{amount} {unit}{plural} ago", 1) for unit in UNITS),
        *((f"{amount} {unit}{plural} ahead", 2) for unit in UNITS),
    ]
    return tuple(Completion(text, "date", text, "relative date", rank=rank) for text, rank in texts)


def written(name: str) -> str:
    """Return a name as a query can write it: in quotes only where it needs them."""
    return name if _PLAIN_NAME.fullmatch(name) and name not in _KEYWORDS else quoted(name)


def quoted(name: str) -> str:
    """Return a name in single quotes."""
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
