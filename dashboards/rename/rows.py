"""A renaming in the security predicates of a dataset."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.model.located import Edit, Node
from dashboards.rename.names import Renaming
from dashboards.rename.steps import edit_text
from engine.security.predicate import parse_predicate
from saql.syntax.expressions import Binary, Expression, In, Name

MEMBERS = ("predicate", "backup")


def rename_in_rule(root: Node, renaming: Renaming) -> Iterator[Edit]:
    """Yield the edits of the file of a dataset's predicates.

    Args:
        root: its JSON.
        renaming: the renaming, of the file's own dataset.

    Raises:
        PredicateError: a text in it is no predicate.
    """
    for member in MEMBERS:
        node = root.get(member)
        if node is not None and node.passage is not None:
            text = _renamed(node.passage.text, renaming)
            if text != node.passage.text:
                yield edit_text(node.passage, text)


def _renamed(text: str, renaming: Renaming) -> str:
    columns = [each for each in _columns(parse_predicate(text).expression) if each.name in renaming.names]
    for each in sorted(columns, key=lambda column: column.span.start, reverse=True):
        new = renaming.names[each.name].replace("\\", "\\\\").replace("'", "\\'")
        text = f"{text[: each.span.start]}'{new}'{text[each.span.end :]}"
    return text


def _columns(expression: Expression) -> Iterator[Name]:
    match expression:
        case Binary("and" | "or", left, right):
            yield from _columns(left)
            yield from _columns(right)
        case Binary(_, Name() as column, _) | In(Name() as column, _):
            yield column
