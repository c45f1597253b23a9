"""Computed fields that use others of the same node are computed after them: a foreach knows no name that it gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from engine.recipes.dataflow.expression import names_in, tidy
from saql.diagnostics import SaqlError


class Computed(Protocol):
    """A field that is computed: its name, and the expressions in which it names others."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def texts(self) -> Sequence[str]:
        """The expressions that it is computed of."""


Item = TypeVar("Item", bound=Computed)


def rounds(items: Iterable[Item]) -> list[list[Item]]:
    """Return fields in their order, in groups: none names a field that one before it in its group gives."""
    found: list[list[Item]] = []
    given: set[str] = set()
    for each in items:
        used = frozenset(name for text in each.texts for name in _names(text)) - {each.name}
        if not found or each.name in given or any(_uses(name, given) for name in used):
            found.append([])
            given = set()
        found[-1].append(each)
        given.add(each.name)
    return found


def _names(text: str) -> frozenset[str]:
    try:
        return names_in(tidy(text))
    except SaqlError:  # said when it is written
        return frozenset()


def _uses(name: str, given: set[str]) -> bool:
    """Whether a name is one of those given, or a part of a date of that name."""
    return name in given or any(name.startswith(f"{each}_") for each in given)
