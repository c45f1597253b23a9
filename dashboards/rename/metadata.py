"""A renaming in what people say of a dataset."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.metadata.links import renamed_template
from dashboards.metadata.xmd import DETAILS
from dashboards.model.located import Edit, Node, Path
from dashboards.rename.names import Renaming
from dashboards.rename.steps import edit_text

_NAMING = ("field", "alias", "recordIdField", "recordOrganizationIdField", "referenceField")
_LISTS = ("fields", "recordDisplayFields", DETAILS)
_DERIVED = ("derivedDimensions", "derivedMeasures")


def rename_in_metadata(root: Node, renaming: Renaming) -> Iterator[Edit]:
    """Yield the edits of the file of a dataset's metadata.

    Args:
        root: its JSON.
        renaming: the renaming, of the file's own dataset.
    """
    for path, node in root.walk():
        if node.passage is None or not path or (path[0] in _DERIVED and path[-1] == "field"):
            continue
        text = node.passage.text
        if path[-1] == "linkTemplate":
            new = renamed_template(text, renaming.names)
        else:
            new = renaming.names.get(text, text) if _is_name(path) else text
        if new != text:
            yield edit_text(node.passage, new)


def _is_name(path: Path) -> bool:
    return path[-1] in _NAMING or any(each in _LISTS for each in path[:-1])
