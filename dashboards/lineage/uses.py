"""Which datasets dashboards and saved queries read."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.lens.look import state
from dashboards.lens.queries import SavedQueries
from dashboards.library import Library, parse
from dashboards.loads import loaded_datasets
from dashboards.model import Dashboard, load
from engine.errors import SwellError
from saql.record import record


@record
class Use:
    """A dashboard (`kind` "dashboard") or a saved query ("query"), by the name that opens it, and what it reads."""

    kind: str
    name: str
    label: str
    datasets: tuple[str, ...]


def uses(library: Library, queries: SavedQueries) -> Iterator[Use]:
    """Yield the dashboards and the saved queries; those that can't be read are left out."""
    for each in library.entries():
        if each.error is None:
            yield Use("dashboard", each.name, each.label, _of_dashboard(library.load(each.name)))
    for entry in queries.entries():
        try:
            yield Use("query", entry.file, entry.label, _of_query(entry.file, queries.open(entry.file).text))
        except SwellError:  # it is no lens, or went away meanwhile; to open it says why
            continue


def _of_dashboard(dashboard: Dashboard) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for step in dashboard.steps.values():
        loaded = loaded_datasets(step.query) if isinstance(step.query, str) else ()
        found |= dict.fromkeys((*step.datasets, *(step.aliases.get(each, each) for each in loaded)))
    return tuple(found)


def _of_query(file: str, text: str) -> tuple[str, ...]:
    return _of_dashboard(load(state(parse(text)))) if file.endswith(".json") else loaded_datasets(text)
