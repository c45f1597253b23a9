"""What a function does, from its declarations: for hovers and `swell help`."""

from __future__ import annotations

from saql.functions.define import AggregateFunction, Function, Nulls, RankingFunction
from saql.functions.registry import find, find_aggregate, find_ranking
from saql.service.answers import Hover

Declared = Function | AggregateFunction | RankingFunction

_SHOWN_EXAMPLES = 3


def declared(name: str) -> list[Declared]:
    """Return the functions that queries call so; several differ in what they take."""
    found: list[Declared] = [*find(name)]
    return found + [each for each in (find_aggregate(name), find_ranking(name)) if each is not None]


def signature_of(function: Declared, name: str) -> str:
    """Return the signature of a function under one of its spellings."""
    own = () if isinstance(function, RankingFunction) else function.spellings
    return function.signature.replace(own[0], name, 1) if own else function.signature


def nulls_of(function: Declared) -> str:
    """Return what a function makes of nulls, in a sentence."""
    if isinstance(function, Function):
        if not function.parameters:
            return "It is never null."
        return "Null where an argument is null." if function.nulls is Nulls.PROPAGATE else "Nulls as said above."
    if isinstance(function, RankingFunction):
        return "Nulls take part; `nulls first` and `nulls last` say where the order puts them."
    if function.name in ("count", "first", "last", "grouping"):
        return "Rows with nulls take part."
    return "Nulls are left out; over nothing but nulls it is null."


def function_hover(name: str) -> Hover | None:
    """Return what a function does, or None where there is none of that name."""
    found = declared(name)
    if not found:
        return None
    texts = [f"{each.summary} {details_of(each)}".strip() for each in found]
    nulls = [nulls_of(found[0])] if isinstance(found[0], Function) and found[0].nulls is Nulls.PROPAGATE else []
    examples = [example for each in found for example in each.examples]
    titles = "\n".join(signature_of(each, name) for each in found)
    return Hover(0, 0, titles, "\n".join([*texts, *nulls]), "\n".join(examples[:_SHOWN_EXAMPLES]))


def details_of(function: Declared) -> str:
    """Return what is to be known beyond the summary; empty where there is nothing."""
    extension = not isinstance(function, Function) and function.extension
    return f"{function.details}{' CRM Analytics does not have it.' if extension else ''}".strip()
