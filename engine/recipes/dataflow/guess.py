"""The type that a field of a CRM very likely has, by its name: used only while its dataset does not exist yet.

Names are those of Salesforce's own fields and the habits of admins. Nothing runs by a guess: where the dataset is
there, its own types count.
"""

from __future__ import annotations

import re

from saql.types import Type

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_DATES = frozenset(("date", "datetime", "modstamp", "timestamp", "birthdate", "day"))
_NUMBERS = frozenset(
    (
        "amount revenue price quantity probability number count total cost employees percent rate score age duration "
        "minutes seconds hours days latitude longitude discount budget offset forecastamount quota value"
    ).split()
)
_TEXTS = frozenset(("id", "name", "type", "status", "key", "code", "category", "number", "is", "has"))
_NUMBER_BUT_TEXT = frozenset(("CaseNumber", "AccountNumber", "ContractNumber", "OrderNumber", "SolutionNumber"))


def guessed_type(name: str) -> Type:
    """Return a type for a field of a dataset that is not there: a date, a number, or a text."""
    last_part = name.rsplit(".", 1)[-1]
    plain = last_part.removesuffix("__c").rsplit("__", 1)[-1]
    words = [each.lower() for each in _WORD.findall(plain)]
    if not words or words[0] in ("is", "has") or plain in _NUMBER_BUT_TEXT:
        return Type.TEXT
    if words[-1] in _DATES or words[-2:] == ["date", "time"] or plain.lower() in _DATES:
        return Type.DATE
    if words[-1] in _NUMBERS or (words[0] == "number" and "of" in words):
        return Type.NUMBER
    return Type.TEXT
