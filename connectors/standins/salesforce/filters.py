"""Which rows a condition keeps: SOQL's rules on nulls, the case of letters, and which values suit which fields."""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from connectors.standins.salesforce.describes import Describe
from connectors.standins.salesforce.identifiers import long_identifier
from connectors.standins.salesforce.refusals import Refusal
from connectors.standins.salesforce.soql import Comparison, Condition, Joined, Literal, Name, Negated, Query, pointed

Test: TypeAlias = Callable[[Mapping[str, Any]], bool]
_ORDERED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_NUMBERS = ("int", "long", "double", "currency", "percent")
_IDS = ("id", "reference")


def find_field(query: Query, fields: Mapping[str, Describe], name: Name) -> Describe:
    """Return a field of the query's object, whatever the case of its name.

    Raises:
        Refusal: INVALID_FIELD; there is no such field, or the login may not see it.
    """
    found = fields.get(name.text)
    if found is None:
        found = {each.lower(): field for each, field in fields.items()}.get(name.text.lower())
    if found is not None:
        return found
    if "." in name.text:
        relation = name.text.split(".")[0]
        message = f"Didn't understand relationship '{relation}' in field path."
    else:
        message = f"No such column '{name.text}' on entity '{query.object.text}'."
    hint = (
        " If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. "
        "Please reference your WSDL or the describe call for the appropriate names."
    )
    raise Refusal("INVALID_FIELD", pointed(query.text, name.at, message + hint))


def make_test(query: Query, fields: Mapping[str, Describe], condition: Condition) -> Test:
    """Return a function that tells whether a condition keeps a row."""
    if isinstance(condition, Negated):
        part = make_test(query, fields, condition.part)
        return lambda row: not part(row)
    if isinstance(condition, Joined):
        parts = [make_test(query, fields, each) for each in condition.parts]
        if condition.word == "AND":
            return lambda row: all(each(row) for each in parts)
        return lambda row: any(each(row) for each in parts)
    return _comparison_test(query, fields, condition)


def _comparison_test(query: Query, fields: Mapping[str, Describe], condition: Comparison) -> Test:
    field = find_field(query, fields, condition.field)
    name, type, sign = field["name"], field["type"], condition.sign
    if not field["filterable"] or type in ("address", "location"):
        message = f"field '{name}' can not be filtered in a query call"
        raise Refusal("INVALID_FIELD", pointed(query.text, condition.field.at, message))
    values = [_value(query, condition.field, type, each) for each in condition.values]
    own = _folded(type)
    if sign in ("=", "IN"):
        kept = set(values)
        return lambda row: own(row[name]) in kept
    if sign in ("!=", "NOT IN"):
        left_out = set(values)
        return lambda row: own(row[name]) not in left_out
    if sign == "LIKE":
        pattern = _like(str(values[0]))
        return lambda row: row[name] is not None and pattern.fullmatch(row[name]) is not None
    compare, value = _ORDERED[sign], values[0]
    return lambda row: row[name] is not None and value is not None and bool(compare(own(row[name]), value))


def _folded(type: str) -> Callable[[Any], Any]:
    """Return how values of a type are compared: text by small letters, ids as they are."""
    if type in ("boolean", "date", "datetime", "time", *_NUMBERS, *_IDS):
        return lambda value: value
    return lambda value: value.casefold() if isinstance(value, str) else value


def _value(query: Query, name: Name, type: str, value: Literal) -> Any:
    """Return a value as it is compared with a field; INVALID_FIELD where it does not suit it."""
    if value is None:
        return None
    if type == "datetime" and isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC)
    if type == "date" and isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if type == "boolean" and isinstance(value, bool):
        return value
    if type in _NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if type in _IDS and isinstance(value, str):
        return long_identifier(value)
    plain = type not in ("datetime", "date", "boolean", *_NUMBERS, *_IDS)
    if plain and isinstance(value, str):
        return value.casefold() or None
    quotes = "and should be enclosed in quotes" if plain or type in _IDS else "and should not be enclosed in quotes"
    message = f"value of filter criterion for field '{name.text}' must be of type {_SPELLED.get(type, type)} {quotes}"
    raise Refusal("INVALID_FIELD", pointed(query.text, name.at, message))


_SPELLED = {"datetime": "dateTime", "picklist": "string", "reference": "ID", "id": "ID"}


def _like(text: str) -> re.Pattern[str]:
    pieces = {"%": ".*", "_": "."}
    return re.compile("".join(pieces.get(each, re.escape(each)) for each in text), re.IGNORECASE | re.DOTALL)
