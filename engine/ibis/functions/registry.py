"""Lowerings of one row's values, by the names of kernels that `saql.functions` gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from engine.ibis.dialects.dialect import Dialect
from engine.ibis.errors import NotLoweredError
from engine.ibis.stream import Value
from saql.record import record
from saql.typed.expressions import Expression, Literal
from saql.types import Type


@record(eq=False)
class Call:
    """The arguments of a call, lowered and as the plan has them; the type of its result, and where it runs."""

    values: Sequence[Value]
    written: Sequence[Expression]
    type: Type
    dialect: Dialect
    zone: dt.tzinfo

    def __len__(self) -> int:
        return len(self.values)

    def constant(self, position: int, default: Any = None) -> Any:
        """Return the value of an argument that has to be a constant, or the default where it is not given.

        Raises:
            NotLoweredError: It is computed.
        """
        if position >= len(self.written):
            return default
        argument = self.written[position]
        if not isinstance(argument, Literal):
            raise NotLoweredError(f"argument {position + 1} is computed")
        return argument.value


Lowering: TypeAlias = Callable[[Call], Value]

LOWERINGS: dict[str, Lowering] = {}
"""What is known; the modules of this folder add theirs when they are imported."""

LOCAL: Mapping[str, str] = {
    "number_format": "the formats of numbers are the embedded engine's",
    "number_text": "back ends write the digits of decimal numbers differently",
    "number_erlang_c": "it is a recursion over the agents",
    "date_now": "the plan has the instant itself",
}
"""Kernels without a lowering, and why: they are for results that are small enough to be finished locally."""


def lowering(name: str) -> Callable[[Lowering], Lowering]:
    """Register the decorated function as the lowering of the kernel of that name."""

    def register(function: Lowering) -> Lowering:
        if name in LOWERINGS:
            raise ValueError(f"two lowerings are called {name}")
        LOWERINGS[name] = function
        return function

    return register


def lower_call(kernel: str, function: str, call: Call) -> Value:
    """Return a call as an Ibis value.

    Raises:
        NotLoweredError: The function has no form on the back end.
    """
    found = LOWERINGS.get(kernel)
    if found is None:
        raise NotLoweredError(f"there is no {function} on it, as {LOCAL.get(kernel, 'nobody has written it')}")
    try:
        return found(call)
    except NotLoweredError as error:
        raise NotLoweredError(f"{function} has no form on it, as {error}") from None
