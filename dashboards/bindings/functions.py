"""The functions of bindings by name, with the number of arguments that each takes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from dashboards.errors import BindingError

SELECTORS = ("cell", "column", "row")
MANIPULATORS = ("coalesce", "concat", "flatten", "join", "slice", "toArray", "valueAt")
SERIALISERS = (
    "asString",
    "asObject",
    "asEquality",
    "asRange",
    "asDateRange",
    "asGrouping",
    "asOrder",
    "asProjection",
    "asHaving",
)
CLASSIC = ("selection", "results", "value", "field", "no_quote", "single_quote")
"""Of the old designer; grain steps still have them."""

EITHER, SHIFTED = "||", "+"
"""What the old designer's operators become: calls of these names, which no function can have."""

_MANY = 1000
ARGUMENTS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "cell": (3, 3),
        "column": (1, 2),
        "row": (1, 3),
        "coalesce": (1, _MANY),
        "concat": (1, _MANY),
        "flatten": (1, 1),
        "join": (2, 2),
        "slice": (2, 3),
        "toArray": (1, _MANY),
        "valueAt": (2, 2),
        "asString": (1, 1),
        "asObject": (1, 1),
        "asEquality": (2, _MANY),
        "asRange": (2, 2),
        "asDateRange": (2, 2),
        "asGrouping": (1, 1),
        "asOrder": (1, 1),
        "asProjection": (1, 1),
        "asHaving": (1, _MANY),
        "selection": (1, 1),
        "results": (1, 1),
        "value": (1, 1),
        "field": (2, 2),
        "no_quote": (1, 1),
        "single_quote": (1, 1),
    }
)
"""The least and the most; what stands before the point of `x.asString()` is the first."""


def check_call(function: str, count: int, position: int) -> None:
    """Raise `BindingError` where there is no such function, or it does not take so many arguments."""
    if function not in ARGUMENTS:
        close = difflib.get_close_matches(function, ARGUMENTS, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"Functions: {', '.join((*SELECTORS, *MANIPULATORS))}."
        raise BindingError(f"There is no function '{function}' for bindings.", position=position, hint=hint)
    least, most = ARGUMENTS[function]
    if not least <= count <= most:
        before = 1 if function in SERIALISERS else 0
        wanted = f"{least - before}" if least == most else f"at least {least - before}"
        raise BindingError(f"{function} takes {wanted} arguments, not {count - before}.", position=position)
