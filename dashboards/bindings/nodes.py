"""The tree of a binding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["selection", "result"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, a number, true, false or null."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Items:
    """`[a, b]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """`step.selection` or `step.result`."""

    step: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class StepName:
    """The bare name of a step, as the old functions `selection(step)` and `results(step)` take it."""

    step: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function of values; `x.asString()` is the function `asString` of `x` and what stands in the parentheses."""

    function: str
    arguments: tuple[Expression, ...]


Expression: TypeAlias = Constant | Items | Source | StepName | Call


@dataclass(frozen=True, slots=True)
class Binding:
    """A binding and its text, braces included."""

    text: str
    expression: Expression

    def sources(self) -> frozenset[Source]:
        """Return what the binding reads."""
        return frozenset(_sources(self.expression))


def _sources(node: Expression) -> list[Source]:
    match node:
        case Source():
            return [node]
        case Items(items):
            return [found for each in items for found in _sources(each)]
        case Call(function, (StepName(step), *rest)) if function in ("selection", "results"):
            kind: Kind = "selection" if function == "selection" else "result"
            return [Source(step, kind), *(found for each in rest for found in _sources(each))]
        case Call(_, arguments):
            return [found for each in arguments for found in _sources(each)]
        case _:
            return []
