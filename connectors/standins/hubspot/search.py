"""Search: which of the records that the index knows match, in which order, within the limits of the search API.

Limits: developers.hubspot.com/docs/api-reference/search/guide.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from connectors.standins.hubspot import moments
from connectors.standins.hubspot.errors import Refusal
from connectors.standins.hubspot.properties import Property
from connectors.standins.hubspot.records import Values

MOST_RESULTS = 10_000
MOST_ON_A_PAGE = 200
MOST_GROUPS = 5
MOST_FILTERS_IN_A_GROUP = 10
MOST_FILTERS = 25
MOST_BODY_CHARACTERS = 3_000
_MOST_VALUES = 100

_Comparable: TypeAlias = float | str
_Test: TypeAlias = Callable[[Values], bool]


def matching(known: Mapping[str, Values], body: Mapping[str, Any], properties: Mapping[str, Property]) -> list[str]:
    """Return the ids of the records that a search asks for, in its order.

    Records that its sort does not tell apart come in no order that means anything, but always the same.

    Args:
        known: what the index knows.
        body: the search.
        properties: the object's properties.

    Raises:
        Refusal: the search is more than the API takes, or makes no sense.
    """
    groups = [[_test(each, properties) for each in group] for group in _groups(body)]
    query = str(body.get("query") or "").lower()
    found = [
        key
        for key, values in known.items()
        if (not groups or any(all(test(values) for test in group) for group in groups))
        and (not query or any(query in value.lower() for value in values.values() if value))
    ]
    found.sort(key=_scrambled)
    name, descending = _sort(body, properties)
    if name is not None:
        kind = properties[name].type
        found.sort(key=lambda key: _place(known[key].get(name), kind), reverse=descending)
    return found


def page_start(body: Mapping[str, Any]) -> tuple[int, int]:
    """Return where the page begins that a search asks for, and how many results it may have."""
    limit, after = body.get("limit", 10), body.get("after") or "0"
    if not isinstance(limit, int) or not 0 <= limit <= MOST_ON_A_PAGE:
        raise Refusal(400, f"Invalid limit {limit}: a page of a search has at most {MOST_ON_A_PAGE} results.")
    if not str(after).isdigit():
        raise Refusal(400, "There was a problem with the request: after must be a number.")
    if int(after) + limit > MOST_RESULTS:
        raise Refusal(400, f"Search results can't be paged beyond {MOST_RESULTS}.")
    return int(after), limit


def _groups(body: Mapping[str, Any]) -> list[list[Mapping[str, Any]]]:
    groups = [list(group.get("filters") or ()) for group in body.get("filterGroups") or ()]
    if body.get("filters"):
        groups.append(list(body["filters"]))
    if len(groups) > MOST_GROUPS:
        raise Refusal(400, f"too many filterGroups: {len(groups)}, at most {MOST_GROUPS}")
    if any(len(group) > MOST_FILTERS_IN_A_GROUP for group in groups):
        raise Refusal(400, f"too many filters in a group: at most {MOST_FILTERS_IN_A_GROUP}")
    if sum(map(len, groups)) > MOST_FILTERS:
        raise Refusal(400, f"too many filters: at most {MOST_FILTERS}")
    if not all(isinstance(each, dict) for group in groups for each in group):
        raise Refusal(400, "Invalid input JSON: some filters are not objects.")
    return [group for group in groups if group]


def _sort(body: Mapping[str, Any], properties: Mapping[str, Property]) -> tuple[str | None, bool]:
    sorts: Sequence[Any] = body.get("sorts") or ()
    if not sorts:
        return None, False
    if len(sorts) > 1:
        raise Refusal(400, "only one sort is allowed")
    first = sorts[0]
    if isinstance(first, str):
        name, descending = first.removeprefix("-"), first.startswith("-")
    else:
        name, descending = str(first.get("propertyName")), first.get("direction") == "DESCENDING"
    _property(name, properties)
    return name, descending


def _property(name: str, properties: Mapping[str, Property]) -> Property:
    if name not in properties:
        raise Refusal(400, f"There is no property {name} that can be searched by.", context={"propertyName": [name]})
    return properties[name]


def _test(asked: Mapping[str, Any], properties: Mapping[str, Property]) -> _Test:
    """Return the test that a filter makes."""
    name, operator = str(asked.get("propertyName")), str(asked.get("operator"))
    kind = _property(name, properties).type
    if operator == "HAS_PROPERTY":
        return lambda values: values.get(name) is not None
    if operator == "NOT_HAS_PROPERTY":
        return lambda values: values.get(name) is None
    if operator in ("IN", "NOT_IN"):
        return _among(name, kind, operator == "IN", asked)
    compare = _COMPARISONS.get(operator)
    if compare is None:
        raise Refusal(400, f"{operator} is not an operator of the search API.")
    low = _given(asked, "value", kind)
    high = _given(asked, "highValue", kind) if operator == "BETWEEN" else low

    def test(values: Values) -> bool:
        value = values.get(name)
        if value is None:
            return operator == "NEQ"
        return compare(_comparable(value, kind), low, high)

    return test


_COMPARISONS: dict[str, Callable[[Any, Any, Any], bool]] = {
    "EQ": lambda value, low, _: bool(value == low),
    "NEQ": lambda value, low, _: bool(value != low),
    "LT": lambda value, low, _: bool(value < low),
    "LTE": lambda value, low, _: bool(value <= low),
    "GT": lambda value, low, _: bool(value > low),
    "GTE": lambda value, low, _: bool(value >= low),
    "BETWEEN": lambda value, low, high: bool(low <= value <= high),
}


def _among(name: str, kind: str, wanted: bool, asked: Mapping[str, Any]) -> _Test:
    given = asked.get("values")
    if not isinstance(given, list) or not given or len(given) > _MOST_VALUES:
        raise Refusal(400, f"{asked.get('operator')} takes 1 to {_MOST_VALUES} values")
    among = {_comparable(str(each), kind) for each in given}

    def test(values: Values) -> bool:
        value = values.get(name)
        return value is not None and (_comparable(value, kind) in among) is wanted

    return test


def _given(asked: Mapping[str, Any], member: str, kind: str) -> _Comparable:
    if asked.get(member) is None:
        raise Refusal(400, f"a filter by {asked.get('operator')} has no {member}")
    try:
        return _parse(str(asked[member]), kind)
    except ValueError:
        raise Refusal(400, f"{asked[member]} is not a {kind}") from None


def _comparable(value: str, kind: str) -> _Comparable:
    """Return a value so that it compares as its type does; what is not of its type is like no number."""
    try:
        return _parse(value, kind)
    except ValueError:
        return math.nan


def _parse(value: str, kind: str) -> _Comparable:
    if kind == "number":
        return float(value)
    if kind in ("date", "datetime"):
        return moments.parse(value)
    return value.lower()


def _place(value: str | None, kind: str) -> tuple[bool, _Comparable]:
    return (
        (True, "" if kind not in ("number", "date", "datetime") else 0.0)
        if value is None
        else (
            False,
            _comparable(value, kind),
        )
    )


def _scrambled(key: str) -> int:
    return int(key) * 2_654_435_761 % 4_294_967_296
