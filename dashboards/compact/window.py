"""Formulas with windows: `A/sum(A) over ([..] partition by all)`.

A window needs groups, and a formula's columns are aggregated already. So the rows are grouped again by their own keys,
which makes each row a group of one, and every column that is not a key is taken as `max` of the one value it has.
"""

from __future__ import annotations

from collections.abc import Collection

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
    text = formula.text
    names = [
        each for each in descendants(parse_expression(text)) if isinstance(each, syntax.Name) and each.name not in keys
    ]
    for each in sorted(names, key=lambda name: name.span, reverse=True):
        start, end = each.span.start, each.span.end
        text = f"{text[:start]}max({text[start:end]}){text[end:]}"
    return text
