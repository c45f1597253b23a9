"""Columns that widgets and start values name and that their step does not have: nothing is shown of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dashboards.check.bindings import Bound
from dashboards.check.finding import Document, Finding, meant
from dashboards.check.shape import owner
from dashboards.check.visits import Visit
from dashboards.model.json import as_object, as_text
from dashboards.model.located import Passage
from dashboards.widgets.registry import BUILT_IN
from dashboards.widgets.table import TableWidget

_NO_COLUMN = ("", "none")
"""What stands where no column is wanted."""


def check_columns(
    document: Document, every: Iterable[Visit], bindings: Iterable[Bound], columns: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """Yield a warning for each name of a column that is not there; the widget is drawn without it.

    Args:
        document: the dashboard.
        every: its values.
        bindings: its bindings; a step whose query has one may have other columns at another time.
        columns: the columns of the steps that could be computed.
    """
    bound = {each.visit.path[1] for each in bindings if each.visit.path[:1] == ("steps",)}
    for visit in every:
        step, passage = _named(document, visit)
        known = columns.get(step) if step not in bound else None
        if known is None or passage is None or passage.text in (*known, *_NO_COLUMN) or "{{" in passage.text:
            continue
        who = owner(visit)
        whose = "it" if who == f"step '{step}'" else f"step '{step}'"
        message = f"{who[0].upper()}{who[1:]} names column '{passage.text}', which {whose} does not have."
        yield document.warning(passage.offsets[0], message, meant(passage.text, known, "Its columns"))


def _named(document: Document, visit: Visit) -> tuple[str, Passage | None]:
    """Return a step, and the name of one of its columns where a value or its name is that."""
    match visit.path:
        case ("steps", str(step), "start", str()):
            return step, visit.key
        case ("widgets", str(name), "parameters", *rest) if name in document.dashboard.widgets:
            return _in_widget(document, name, rest, visit)
        case _:
            return "", None


def _in_widget(document: Document, name: str, path: Sequence[str | int], visit: Visit) -> tuple[str, Passage | None]:
    widget = document.dashboard.widgets[name]
    step = widget.step or ""
    table = isinstance(BUILT_IN.get(widget.type), TableWidget) and not widget.parameters.get("pivoted")
    match path:
        case ["measureField"] | ["columnMap", str(), int()]:
            return step, visit.node.passage
        case ["columns", int()] if table:
            return step, visit.node.passage
        case ["columnProperties", str()] if table:
            return step, visit.key
        case ["content", "values", str(value), "field"]:
            source = as_object(as_object(as_object(widget.parameters.get("content")).get("values")).get(value))
            return as_text(source.get("step")), visit.node.passage
        case _:
            return "", None
