"""Formulas: expressions over the columns of a compare table. They are SAQL, so they are parsed before they are used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dashboards.errors import CompactError
from saql.diagnostics import SaqlError

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'((?:[^\'\\]|\\.)*)\'|([A-Za-z_]\w*)(\s*\()?', re.DOTALL)
_AGGREGATE = re.compile(r"\b(?:sum|avg|average|min|max|count|unique|median|first|last|stddev|var)\s*\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Formula:
    """A column that is computed from others; `text` is an expression."""

    name: str
    text: str

    @property
    def names(self) -> frozenset[str]:
        """The names in it that may be columns."""
        found = _TOKEN.finditer(self.text)
        return frozenset(
            quoted.replace("\\'", "'") if quoted is not None else bare
            for quoted, bare, call in (match.groups() for match in found)
            if quoted is not None or (bare is not None and not call)
        )

    @property
    def aggregates(self) -> bool:
        """Whether it aggregates rows of the dataset, rather than columns that are aggregates already."""
        return bool(_AGGREGATE.search(self.text)) and " over" not in self.text.replace("over(", " over(")


def read_formula(name: str, text: str) -> Formula:
    """Read a formula.

    Raises:
        CompactError: it is not one expression.
    """
    text = text.strip()
    if "{{" not in text:
        from saql.parser import parse_expression  # brings lark, which a query without formulas need not wait for

        try:
            parse_expression(text, f"formula of column {name}")
        except SaqlError as error:
            raise CompactError(
                f"The formula of column '{name}' can't be read: {error.diagnostics[0].message}.",
                hint=error.diagnostics[0].hints[0] if error.diagnostics[0].hints else None,
            ) from None
    return Formula(name, text)


def in_order(formulas: Iterable[Formula], columns: Iterable[str]) -> list[list[Formula]]:
    """Put formulas into rounds: each needs only columns and formulas of earlier rounds.

    Raises:
        CompactError: formulas need each other in a circle.
    """
    waiting = {each.name: each for each in formulas}
    known = set(columns) - set(waiting)
    rounds = []
    while waiting:
        ready = [each for each in waiting.values() if not (each.names & waiting.keys()) - known]
        if not ready:
            raise CompactError(f"The formulas of {', '.join(sorted(waiting))} need each other.")
        rounds.append(ready)
        for each in ready:
            known.add(each.name)
            del waiting[each.name]
    return rounds
