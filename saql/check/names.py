"""The names that an expression as written holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from saql.syntax import expressions as syntax


def names_in(expression: syntax.Expression) -> Iterator[syntax.Name]:
    """Give every name in an expression, in the order of the text."""
    waiting: list[object] = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, syntax.Name):
            yield part
        elif isinstance(part, tuple):
            waiting += reversed(part)
        elif dataclasses.is_dataclass(part):
            waiting += [getattr(part, each.name) for each in reversed(dataclasses.fields(part))]
