"""A renaming in the saved views of a dashboard: rows that are selected, and global filters that are set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dashboards.model.located import Edit, Node
from dashboards.rename.names import Names, Renaming
from dashboards.rename.steps import edit_text


def rename_in_views(root: Node, columns: Mapping[str, Names], renaming: Renaming) -> Iterator[Edit]:
    """Yield the edits of the file of a dashboard's views.

    Args:
        root: its JSON.
        columns: the columns of the dashboard that have other names, by step.
        renaming: the renaming.
    """
    filters = {f"{renaming.dataset}.{old}": f"{renaming.dataset}.{new}" for old, new in renaming.names.items()}
    listed = root.get("views")
    for view in listed.items if listed else ():
        selections = view.get("selections")
        for step, rows in selections.members.items() if selections else ():
            for row in rows.items:
                yield from _keys(row, columns.get(step, {}))
        yield from _keys(view.get("filters"), filters)


def _keys(node: Node | None, names: Names) -> Iterator[Edit]:
    for key in node.keys.values() if node else ():
        if key.text in names:
            yield edit_text(key, names[key.text])
