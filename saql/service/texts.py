"""What can be written inside double quotes: relative dates, date patterns, and texts that a function takes."""

from __future__ import annotations

from saql.check.session import Session
from saql.functions.registry import find
from saql.mistake import Word
from saql.service.answers import Completion
from saql.service.fields import of_stream, readable
from saql.service.guide import DATE_PATTERNS
from saql.service.offers import relative_dates
from saql.service.place import PARAMETRIC, Bracket, Place, brackets
from saql.service.reading import unquoted
from saql.types import Type

_DATE_TYPES = (Type.DATE.value, Type.DAY.value)


def texts(place: Place, words: tuple[Word, ...], begun: str, session: Session) -> tuple[Completion, ...]:
    """Return the texts that can stand at a place, without quotes; `begun` is what has been written of one."""
    if is_in_dates(place, words, session):
        return relative_dates(begun)
    if place.statement in PARAMETRIC and "dateCols" in [word.text for word in words[-8:]]:
        return tuple(Completion(each, "choice", each, "date pattern") for each in DATE_PATTERNS)
    inner = place.brackets[-1] if place.brackets else None
    return _choices(inner) if inner and inner.sign == "(" else ()


def is_in_dates(place: Place, words: tuple[Word, ...], session: Session) -> bool:
    """Whether the place is in the list of an `in` whose left side is a date."""
    inner = place.brackets[-1] if place.brackets else None
    if inner is None or inner.sign != "[" or inner.before != "in":
        return False
    operand = words[: inner.index - 1]
    if operand and operand[-1].text == "not":
        operand = operand[:-1]
    if not operand:
        return False
    if operand[-1].text == ")":
        return _is_call_of_date(operand)
    return _is_date(unquoted(operand[-1].text), operand, place, session)


def _is_call_of_date(words: tuple[Word, ...]) -> bool:
    return any(each.before == "date" for each in brackets(words[:-1])[-1:])


def _is_date(name: str, operand: tuple[Word, ...], place: Place, session: Session) -> bool:
    qualified = len(operand) > 2 and operand[-2].text in (".", "::")
    known = of_stream(unquoted(operand[-3].text), place, session) if qualified else readable(place, session)
    return any(each.name == name and each.detail.startswith(_DATE_TYPES) for each in known)


def _choices(call: Bracket) -> tuple[Completion, ...]:
    """Return the texts that an argument can be, where its function says so."""
    for function in find(call.before):
        if call.commas < len(function.parameters):
            parameter = function.parameters[call.commas]
            if parameter.choices:
                return tuple(Completion(each, "choice", each, parameter.name) for each in parameter.choices)
    return ()
