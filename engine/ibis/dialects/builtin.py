"""Functions of a back end that Ibis has no name for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import ibis

from engine.ibis.stream import Value

Function: TypeAlias = Callable[..., Value]


def builtin(name: str, returns: str, *takes: str) -> Function:
    """Return a function of the back end.

    Args:
        name: Its name there.
        returns: The type of its result, as Ibis writes types.
        takes: Those of its arguments, one to three.
    """
    shapes: tuple[Callable[..., None], ...] = (
        lambda value: None,  # noqa: ARG005
        lambda first, second: None,  # noqa: ARG005
        lambda first, second, third: None,  # noqa: ARG005
    )
    made: Function = ibis.udf.scalar.builtin(shapes[len(takes) - 1], name=name, signature=(takes, returns))
    return made
