"""A query at one of its stages, as text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Iterator

from saql.span import Span

STAGES = ("syntax", "checked", "plan", "optimized", "engines")
"""The stages that can be shown, in their order; `engines` is what each engine does of the plan."""


def show_tree(tree: object) -> str:
    """Return frozen data as indented text: a class a line, spans left out."""
    return "\n".join(_lines(tree, 0, "")) + "\n"


def _lines(value: object, depth: int, label: str) -> Iterator[str]:
    indent = "  " * depth
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(value) if each.init}
        short = {name: each for name, each in fields.items() if _is_short(each)}
        shown = ", ".join(f"{name}={_text(each)}" for name, each in short.items())
        yield f"{indent}{label}{type(value).__name__}{f'({shown})' if shown else ''}"
        for name, each in fields.items():
            if name not in short and not isinstance(each, Span):
                yield from _lines(each, depth + 1, f"{name}: ")
    elif isinstance(value, tuple):
        for each in value:
            yield from _lines(each, depth, label)
    else:
        yield f"{indent}{label}{_text(value)}"


def _is_short(value: object) -> bool:
    if isinstance(value, tuple):
        return all(_is_short(each) for each in value)
    return value is None or isinstance(value, str | int | float | bool | dt.date | enum.Enum)


def _text(value: object) -> str:
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_text, value))}]"
    return repr(value)
