"""A renaming in a dashboard: its steps, the bindings everywhere, its widgets, filters and links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dashboards.bindings.insert import split
from dashboards.bindings.places import NamePlace, name_places
from dashboards.errors import BindingError
from dashboards.model import Dashboard, Step, load
from dashboards.model.json import as_object
from dashboards.model.load_step import dataset_name, load_step
from dashboards.model.located import Edit, Node, Passage, Path
from dashboards.rename.names import Names, Renaming
from dashboards.rename.steps import Found, edit_text, reads_only, rename_in_step
from dashboards.rename.widgets import rename_in_widget
from dashboards.steps.registry import STEP_TYPES


def rename_in_dashboard(root: Node, renaming: Renaming) -> Found:
    """Return what a renaming does to a dashboard.

    Raises:
        DashboardError: the JSON is not a dashboard.
    """
    dashboard, state = load(as_object(root.value)), _state(root)
    found, columns = _steps(dashboard, state, renaming)
    for name, step in dashboard.steps.items():
        _beside_query(step, state.at(["steps", name]), renaming, columns, found)
    for name, widget in dashboard.widgets.items():
        parameters = state.at(["widgets", name, "parameters"]).decoded()
        found.edits.extend(rename_in_widget(parameters, widget.step, columns))
    _bindings(state, dashboard, renaming, columns, found)
    found.edits.extend(_fields_of_datasets(state, renaming))
    return found


def columns_in_dashboard(root: Node, renaming: Renaming) -> Mapping[str, Names]:
    """Return by step the columns that have other names after a renaming.

    Raises:
        DashboardError: the JSON is not a dashboard.
    """
    return _steps(load(as_object(root.value)), _state(root), renaming)[1]


def rename_in_lens(root: Node, renaming: Renaming) -> Found:
    """Return what a renaming does to a lens: a step and a widget without a dashboard around them."""
    step = load_step(_LENS, as_object(as_object(root.value).get("step")))
    node = root.at(["step"])
    found = rename_in_step(step, node, renaming)
    columns = {_LENS: found.columns}
    _beside_query(step, node, renaming, columns, found)
    found.edits.extend(rename_in_widget(root.at(["widget", "parameters"]), _LENS, columns))
    return found


_LENS = "lens"


def _state(root: Node) -> Node:
    inner = root.get("state")
    return root if inner is None else inner.decoded()


def _steps(dashboard: Dashboard, state: Node, renaming: Renaming) -> tuple[Found, Mapping[str, Names]]:
    """Return what a renaming does to the queries, and by step the columns that have other names then."""
    steps = {name: rename_in_step(step, state.at(["steps", name]), renaming) for name, step in dashboard.steps.items()}
    found = Found([], [], {})
    for each in steps.values():
        found.edits.extend(each.edits)
        found.doubts.extend(each.doubts)
    return found, {name: each.columns for name, each in steps.items() if each.columns}


def _beside_query(step: Step, node: Node, renaming: Renaming, columns: Mapping[str, Names], found: Found) -> None:
    """Take what stands beside the query of a step: roles of columns, the start, values, how it is shown."""
    own = columns.get(step.id, {})
    roles = {**(renaming.names if reads_only(step, renaming) else {}), **own}
    for name in ("strings", "numbers", "groups"):
        listed = node.get(name)
        for item in listed.decoded().items if listed else ():
            if item.passage and item.passage.text in roles:
                found.edits.append(edit_text(item.passage, roles[item.passage.text]))
    start, shown, values = node.get("start"), node.get("visualizationParameters"), node.get("values")
    for key in start.decoded().keys.values() if start else ():
        found.edits.extend([edit_text(key, own[key.text])] if key.text in own else [])
    if shown is not None:
        found.edits.extend(rename_in_widget(shown, step.id, columns))
    kind = STEP_TYPES.get(step.type)
    if values is not None and kind is not None and kind.has_rows:
        found.doubts.extend(_values(values, renaming))


def _values(values: Node, renaming: Renaming) -> Iterator[tuple[int, str]]:
    for _, node in values.walk():
        if node.passage is not None and renaming.mentions(node.passage.text):
            yield node.start, f"the value {node.passage.text!r} of a static step may name the field"


def _bindings(
    state: Node, dashboard: Dashboard, renaming: Renaming, columns: Mapping[str, Names], found: Found
) -> None:
    for path, node in state.walk():
        if node.passage is None or "{{" not in node.passage.text:
            continue
        try:
            for start, place in _places(node.passage):
                new = _new_name(place, path, dashboard, renaming, columns)
                if new is not None:
                    found.edits.append(node.passage.edit(start + place.start, start + place.end, new))
        except BindingError as error:
            if renaming.mentions(node.passage.text):
                found.doubts.append((node.start, f"a binding can't be read: {error.message}"))


def _places(passage: Passage) -> Iterator[tuple[int, NamePlace]]:
    """Yield the names in the bindings of a text, each with the place where its binding begins."""
    place = 0
    for bound, piece in split(passage.text):
        if bound:
            for each in name_places(piece):
                yield place, each
        place += len(piece)


def _new_name(
    place: NamePlace, path: Path, dashboard: Dashboard, renaming: Renaming, columns: Mapping[str, Names]
) -> str | None:
    if place.role == "column":
        return columns.get(place.step or "", {}).get(place.name)
    step = dashboard.steps.get(str(path[1])) if path[:1] == ("steps",) and len(path) > 1 else None
    return renaming.names.get(place.name) if step is not None and reads_only(step, renaming) else None


def _fields_of_datasets(state: Node, renaming: Renaming) -> Iterator[Edit]:
    """Yield the edits of global filters, filter panels and links: fields beside the name of their dataset."""
    for _, node in state.walk():
        dataset, source = node.get("dataset"), node.get("dataSourceName")
        named: list[Node | None] = []
        if dataset is not None and dataset_name(as_object(dataset.value)) == renaming.dataset:
            fields = node.get("fields")
            named = [node.get("field"), *(fields.decoded().items if fields else ())]
        elif source is not None and _linked_dataset(node) == renaming.dataset:
            named = [node.get("fieldName")]
        for each in named:
            if each is not None and each.passage is not None and each.passage.text in renaming.names:
                yield edit_text(each.passage, renaming.names[each.passage.text])


def _linked_dataset(node: Node) -> str | None:
    """Return the dataset that a field of a link is of."""
    link = as_object(node.value)
    if str(link.get("dataSourceType") or "dataset").lower() != "dataset":
        return None
    return dataset_name({"name": link.get("dataSourceName"), "namespace": link.get("dataSourceNamespace")})
