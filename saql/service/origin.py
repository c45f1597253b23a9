"""Where a field comes from: the dataset that it is of, or the expression that a foreach computes it by."""

from __future__ import annotations

from collections.abc import Iterable

from saql.service.reading import Broken
from saql.syntax import statements as syntax
from saql.syntax.expressions import Identifier, Name


def origin(field: str, stream: str, statements: Iterable[syntax.Statement | Broken], text: str) -> str:
    """Return in words where a field of a stream comes from; empty where that can't be told.

    Args:
        field: The field's name.
        stream: The stream that has it, after these statements.
        statements: The statements before the place that asks, in order.
        text: The query, which the spans of the statements are of.
    """
    for each in reversed(list(statements)):
        if isinstance(each, Broken) or each.target is None or each.target.name != stream:
            continue
        match each:
            case syntax.Load():
                return f'of dataset "{each.dataset.value}"'
            case syntax.Foreach():
                return _computed(field, each, text)
            case syntax.Group(sides=(side,)):
                stream = side.stream.name
            case syntax.Augment(left=source) | syntax.Flatten(stream=source):
                if found := _added(field, each, text):
                    return found
                stream = source.name
            case syntax.Join():
                stream = each.left.name
            case syntax.Filter() | syntax.Order() | syntax.Limit() | syntax.Offset():
                stream = each.stream.name
            case _:
                return f"of stream '{stream}'"
    return ""


def _computed(field: str, foreach: syntax.Foreach, text: str) -> str:
    for each in foreach.projections:
        if each.alias is not None and each.alias.name == field:
            return f"computed as {_written(each, text)}"
    return f"kept by the foreach of '{foreach.stream.name}'"


def _added(field: str, statement: syntax.Augment | syntax.Flatten, text: str) -> str:
    """Return where a statement that adds fields has one from; empty where the field is not one that it adds."""
    for each in statement.projections:
        named = each.alias or each.expression
        if isinstance(named, Identifier | Name) and named.name == field:
            written = _written(each, text)
            if isinstance(statement, syntax.Flatten):
                return f"the {written} of each row of '{statement.stream.name}'"
            return f"looked up in '{statement.right.name}' as {written}"
    return ""


def _written(projection: syntax.Projection, text: str) -> str:
    return " ".join(text[projection.expression.span.start : projection.expression.span.end].split())
