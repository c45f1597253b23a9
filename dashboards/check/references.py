"""Names of what is not there: steps, pages, dashboards, datasets, fields; and steps that nothing names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboards.check.bindings import Bound
from dashboards.check.finding import Document, Finding, meant
from dashboards.check.shape import owner
from dashboards.check.visits import Visit
from dashboards.datasets import Datasets
from dashboards.model.json import as_object, as_text
from dashboards.model.load_step import dataset_name
from dashboards.model.located import Node
from dashboards.schema import ObjectOf

_STEP_LISTS = ("lensIds",)


def check_references(
    document: Document, every: Iterable[Visit], bindings: Iterable[Bound], datasets: Datasets
) -> Iterator[Finding]:
    """Yield names that lead nowhere, and steps that nothing uses."""
    used = {source.step for each in bindings for source in each.binding.sources()}
    for visit in every:
        for node in _step_names(visit):
            name = str(node.value)
            used.add(name)
            if name and "{{" not in name and name not in document.dashboard.steps:
                message = f"{_capital(owner(visit))} names step '{name}', which is not there."
                yield document.mistake(node.start, message, meant(name, document.dashboard.steps, "Steps"))
        if visit.shape == ObjectOf("dataset"):
            yield from _dataset(document, visit.node, datasets)
        elif visit.shape == ObjectOf("filter"):
            yield from _filter(document, visit.node, datasets)
        elif visit.shape == ObjectOf("linked"):
            yield from _linked(document, visit.node, datasets)
        elif visit.shape in (ObjectOf("parameters.link"), ObjectOf("action")):
            used |= {name for name in [_explored(visit)] if name}
            yield from _destination(document, visit)
    yield from _unused(document, used)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _step_names(visit: Visit) -> Iterator[Node]:
    """Yield the nodes with names of steps that a value holds."""
    name = visit.name
    listed = visit.path[-1:] and isinstance(visit.path[-1], int)
    if isinstance(visit.node.value, str):
        in_list = listed and (name in _STEP_LISTS or visit.path[-3:-1] == ("receiveFacetSource", "steps"))
        if in_list or (name == "step" and not listed):
            yield visit.node


def _dataset(document: Document, node: Node, datasets: Datasets) -> Iterator[Finding]:
    name, place = _dataset_name(node), node.get("name")
    if place and name and "{{" not in name and "${" not in name and datasets.schema(name) is None:
        message = f"There is no dataset '{name}' in this workspace."
        yield document.mistake(place.start, message, meant(name, datasets.names(), "Datasets"))


def _dataset_name(node: Node | None) -> str:
    return dataset_name(as_object(node.value)) if node else ""


def _filter(document: Document, node: Node, datasets: Datasets) -> Iterator[Finding]:
    fields = node.get("fields")
    items = fields.decoded().items if fields else ()
    for each in items:
        yield from _field(document, each, _dataset_name(node.get("dataset")), datasets)


def _linked(document: Document, node: Node, datasets: Datasets) -> Iterator[Finding]:
    source, kind, field = (node.get(each) for each in ("dataSourceName", "dataSourceType", "fieldName"))
    if source is None or field is None:
        return
    space = as_text(node.value.get("dataSourceNamespace")) if isinstance(node.value, dict) else ""
    name = f"{space}__{source.value}" if space else str(source.value)
    if kind is not None and str(kind.value).lower() != "dataset":
        if str(kind.value).lower() == "static" and name not in document.dashboard.steps:
            hint = meant(name, document.dashboard.steps, "Steps")
            yield document.mistake(source.start, f"A link names step '{name}', which is not there.", hint)
        return
    if datasets.schema(name) is None:
        hint = meant(name, datasets.names(), "Datasets")
        yield document.mistake(source.start, f"There is no dataset '{name}' in this workspace.", hint)
    else:
        yield from _field(document, field, name, datasets)


def _field(document: Document, node: Node, dataset: str, datasets: Datasets) -> Iterator[Finding]:
    schema = datasets.schema(dataset) if dataset else None
    name = node.value
    if schema is not None and isinstance(name, str) and name and name not in schema and "{{" not in name:
        message = f"Dataset '{dataset}' has no field '{name}'."
        yield document.mistake(node.start, message, meant(name, schema.names, "Its fields"))


def _destination(document: Document, visit: Visit) -> Iterator[Finding]:
    kind, link = visit.node.get("destinationType"), visit.node.get("destinationLink")
    target = link.get("name") if link else None
    if kind is None or target is None or not target.value or "{{" in str(target.value):
        return
    known = _destinations(document, str(kind.value))
    if known is not None and target.value not in known:
        what = "step" if kind.value == "explore" else str(kind.value)
        message = f"{_capital(owner(visit))} leads to {what} '{target.value}', which is not there."
        hint = meant(str(target.value), known, f"{_capital(what)}s")
        # A dashboard may well stand in another workspace for now.
        yield (document.warning if what == "dashboard" else document.mistake)(target.start, message, hint)


def _explored(visit: Visit) -> str:
    """Return the step whose query a link leads to."""
    value = as_object(visit.node.value)
    leads = as_text(value.get("destinationType")) == "explore"
    return as_text(as_object(value.get("destinationLink")).get("name")) if leads else ""


def _destinations(document: Document, kind: str) -> list[str] | None:
    """Return what links of a kind may lead to; None where that can't be known."""
    if kind == "page" and document.dashboard.layouts:
        return list(dict.fromkeys(page.name for layout in document.dashboard.layouts for page in layout.pages))
    if kind == "explore":
        return list(document.dashboard.steps)
    if kind == "dashboard":
        beside = sorted(each.stem for each in document.file.parent.glob("*.json") if not each.stem.endswith(".test"))
        return beside if len(beside) > 1 else None  # a file by itself was taken out of where it belongs
    return None


def _unused(document: Document, used: set[str]) -> Iterator[Finding]:
    """Yield a warning for each step that no widget shows and nothing reads, and that filters nothing by itself."""
    steps = document.part("steps").decoded()
    for name, step in document.dashboard.steps.items():
        filters = bool(step.start) and step.broadcasts
        if name not in used and not filters and name in steps.keys:
            offset = steps.keys[name].offsets[0]
            yield document.warning(offset, f"Nothing uses step '{name}'.", "Remove it, or show it in a widget.")
