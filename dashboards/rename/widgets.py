"""A renaming in the parameters of widgets: columns of their step that have other names then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dashboards.model.located import Edit, Node, Passage
from dashboards.rename.names import Names

_COLUMN_MEMBERS = ("measureField", "bounding1", "bounding2", "measure", "column")
_COLUMN_LISTS = ("columns", "measures", "dimensions", "plots", "column", "sortableColumns")
_NAMED_BY_COLUMN = ("columnProperties", "headerProperties", "columns")
_TEMPLATES = ("displayTemplate", "customText")
_TOKEN = re.compile(r"\[([^\[\]]+)\]")


def rename_in_widget(parameters: Node, step: str | None, columns: Mapping[str, Names]) -> Iterator[Edit]:
    """Yield the edits of a widget's parameters.

    Args:
        parameters: the parameters, also those of a step's visualization.
        step: the step that they show.
        columns: the columns that have other names, by step.
    """
    own = columns.get(step or "", {})
    for path, node in parameters.walk():
        field, source = node.get("field"), node.get("step")
        if field and source and field.passage and str(source.value) in columns:
            yield from _exactly(field.passage, columns[str(source.value)])
        if own:
            yield from _column(path, node, own)


def _column(path: tuple[str | int, ...], node: Node, names: Names) -> Iterator[Edit]:
    if path and path[-1] in _NAMED_BY_COLUMN:
        for key in node.keys.values():
            yield from _exactly(key, names)
    if node.passage is None or not path:
        return
    if path[-1] in _TEMPLATES:
        yield from _tokens(node.passage, names)
    elif path[-1] in _COLUMN_MEMBERS or "columnMap" in path or _in_list(path):
        yield from _exactly(node.passage, names)


def _in_list(path: tuple[str | int, ...]) -> bool:
    named = [each for each in path if isinstance(each, str)]
    return len(path) > 1 and isinstance(path[-1], int) and bool(named) and named[-1] in _COLUMN_LISTS


def _exactly(passage: Passage, names: Names) -> Iterator[Edit]:
    if passage.text in names:
        yield passage.edit(0, len(passage.text), names[passage.text])


def _tokens(passage: Passage, names: Names) -> Iterator[Edit]:
    for token in _TOKEN.finditer(passage.text):
        if token[1] in names:
            yield passage.edit(token.start(1), token.end(1), names[token[1]])
