"""Signature help: the function whose arguments are being written."""

from __future__ import annotations

from saql.functions.define import Parameter
from saql.functions.registry import find, find_aggregate, find_ranking
from saql.service.answers import Signature, SignatureHelp
from saql.service.cursor import at
from saql.service.place import Bracket, brackets


def signature_help(text: str, offset: int) -> SignatureHelp | None:
    """Return the signatures of the innermost function that is open at a place, or None.

    Args:
        text: The query, which may be broken.
        offset: The place, in characters.
    """
    cursor = at(text, offset) or at(text, offset - len(_digits(text[:offset])))
    if cursor is None:
        return None
    for bracket in reversed(brackets(cursor.words)):
        signatures = _signatures(bracket)
        if signatures:
            fits = [bracket.commas < len(each.parameters) for each in signatures]
            active = fits.index(True) if True in fits else 0
            last = len(signatures[active].parameters) - 1
            return SignatureHelp(tuple(signatures), active, min(bracket.commas, max(last, 0)))
    return None


def _digits(before: str) -> str:
    return before[len(before.rstrip("0123456789.")) :]


def _signatures(bracket: Bracket) -> list[Signature]:
    """Return the signatures of the function before a bracket; none where there is no such function."""
    name = bracket.before if bracket.sign == "(" else ""
    found = [_signature(name, each.summary, each.parameters) for each in find(name)]
    aggregate = find_aggregate(name)
    if aggregate is not None:
        end = " within group (order by field)" if aggregate.within else ""
        found.append(_signature(name, aggregate.summary, aggregate.parameters, end))
    ranking = find_ranking(name)
    if ranking is not None:
        found.append(_signature(name, ranking.summary, ranking.parameters, " over ([..] partition by .. order by ..)"))
    return found


def _signature(name: str, summary: str, parameters: tuple[Parameter, ...], end: str = "") -> Signature:
    label = f"{name}("
    places: list[tuple[int, int]] = []
    for each in parameters:
        label += ", " if places else ""
        text = f"{each.name}, .." if each.variadic else each.name
        shown = f"[{text}]" if each.optional else text
        places.append((len(label), len(label) + len(shown)))
        label += shown
    return Signature(f"{label}){end}", summary, tuple(places))
