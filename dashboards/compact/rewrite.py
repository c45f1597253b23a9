"""Formulas rewritten for the rows that they meet: grouped again for a window, or of one stream of several.

A window needs groups, and a formula's columns are aggregated already. So the rows are grouped again by their own keys,
which makes each row a group of one, and every column that is not a key is taken as `max` of the one value it has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from dashboards.compact.formula import Formula
from saql.parser import parse_expression
from saql.syntax import expressions as syntax
from saql.syntax.walk import descendants


def has_window(formula: Formula) -> bool:
    """Whether a formula has a window."""
    if " over" not in formula.text.replace(")over", ") over") or "{{" in formula.text:
        return False
    return any(isinstance(each, syntax.Over) for each in descendants(parse_expression(formula.text)))


def regrouped(formula: Formula, keys: Collection[str]) -> str:
    """Return the text of a formula for rows that are grouped again by `keys`."""
    return _rewritten(formula, lambda name, text: text if name in keys else f"max({text})")


def qualified(formula: Formula, stream: str) -> str:
    """Return the text of a formula that aggregates fields, for the rows of one stream of a cogroup."""
    if "{{" in formula.text:
        return formula.text
    return _rewritten(formula, lambda _, text: f"{stream}.{text}")


def _rewritten(formula: Formula, change: Callable[[str, str], str]) -> str:
    """Return the text of a formula with each name replaced by what `change` makes of the name and its text."""
    text = formula.text
    names = [each for each in descendants(parse_expression(text)) if isinstance(each, syntax.Name)]
    for each in sorted(names, key=lambda name: name.span, reverse=True):
        start, end = each.span.start, each.span.end
        text = text[:start] + change(each.name, text[start:end]) + text[end:]
    return text
