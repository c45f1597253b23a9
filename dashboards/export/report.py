"""A dashboard at one look, as all formats take it: how it is laid out, what its widgets show, and what was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dashboards.describe import describe
from dashboards.export.conditions import condition_text
from dashboards.export.lines import Line, table_lines
from dashboards.facets import is_range
from dashboards.filter_words import filter_text
from dashboards.locale import EN_US, Locale
from dashboards.model import Dashboard, Json, JsonObject
from dashboards.model.json import as_count, as_list, as_object, as_text
from dashboards.ranges import ALL, date_range_text
from dashboards.resolve import Question
from dashboards.run import Look, WidgetResult
from dashboards.steps.result import Column
from dashboards.texts import column_texts, moment_text
from saql.record import record


@record
class Table:
    """The data of a widget.

    `totals` has a cell a column. `heads` is a row above the heads of the columns, labels with how many they span.
    `subtotals` are by the first of `groups`, which are places of columns. `note` says what is missing.
    """

    widget: str
    type: str
    title: str
    step: str | None
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Json]]
    totals: Sequence[Json] | None = None
    heads: tuple[tuple[str, int], ...] = ()
    subtotals: tuple[Line, ...] = ()
    groups: tuple[int, ...] = ()
    note: str = ""

    def lines(self) -> list[Line]:
        """Return the rows with the subtotals between them."""
        return [*table_lines(self.rows, self.subtotals, self.groups)]


@record(eq=False)
class Report:
    """A dashboard at one look.

    `layout` and `data` are as the page gets them. `tables` are in reading order, page by page. `filters` are the
    selections in words, by the label of their step.
    """

    name: str
    label: str
    computed: dt.datetime
    layout: JsonObject
    data: JsonObject
    tables: tuple[Table, ...]
    problems: Mapping[str, str]
    questions: Mapping[str, Question]
    filters: Mapping[str, str]
    locale: Locale = EN_US

    @property
    def stamp(self) -> str:
        """When the numbers were computed, for people."""
        return f"{moment_text(self.computed, self.locale)} {self.computed.tzname() or ''}".strip()

    def query(self, step: str | None) -> str:
        """Return the query of a step, or an empty text where it has none."""
        return self.questions[step].text if step and step in self.questions else ""

    def conditions(self, step: str | None) -> str:
        """Return the conditions that hold for a step's datasets, a dataset a line."""
        filters = self.questions[step].filters if step and step in self.questions else {}
        return "\n".join(f"{name}: {' && '.join(map(condition_text, each))}" for name, each in sorted(filters.items()))


def report(dashboard: Dashboard, name: str, look: Look, now: dt.datetime) -> Report:
    """Return a look at a dashboard as formats take it.

    Args:
        dashboard: the dashboard.
        name: the name by which it is opened.
        look: what its widgets show.
        now: the instant of the look, in the zone in which it is to be told.
    """
    order = list(dict.fromkeys([*_placed(dashboard), *look.widgets]))
    found = [(each, look.widgets[each]) for each in order if each in look.widgets]
    tables = [table for each, result in found if (table := _table(each, result, dashboard)) is not None]
    return Report(
        name=name,
        label=dashboard.label or name,
        computed=now,
        layout=describe(dashboard, name),
        data=look.to_json(),
        tables=tuple(tables),
        problems={each: result.problem for each, result in found if result.problem},
        questions=look.questions,
        filters=_by_label(_filters(dashboard, look, tables)),
        locale=look.locale,
    )


def _placed(dashboard: Dashboard) -> Iterator[str]:
    for layout in dashboard.layouts:
        for page in layout.pages:
            yield from (each.widget for each in sorted(page.placements, key=lambda each: (each.row, each.column)))


def _table(name: str, result: WidgetResult, dashboard: Dashboard) -> Table | None:
    view = result.view or {}
    step = view.get("step") or dashboard.widgets[name].step
    step = step if isinstance(step, str) else None
    if result.type == "number" and "value" in view:
        title = str(view["title"] or name)
        column = Column(title, title, "number", view.get("format"))  # type: ignore[arg-type]  # a text or null
        return Table(name, result.type, title, step, (column,), [[view["value"]]])
    columns, rows = view.get("columns"), view.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return None
    labelled = dashboard.steps[step].label if step and step in dashboard.steps else ""
    shown = tuple(Column(**each) for each in columns)  # type: ignore[arg-type]  # as Column.to_json writes it
    title = str(view.get("title") or view.get("label") or labelled or name)
    names = [each.name for each in shown]
    return Table(
        widget=name,
        type=result.type,
        title=title,
        step=step,
        columns=shown,
        rows=rows,  # type: ignore[arg-type]  # lists of cells, as widgets give them
        totals=as_list(view.get("totals")) or None,
        heads=tuple((as_text(each.get("label")), as_count(each.get("span"), 1)) for each in _objects(view, "heads")),
        subtotals=tuple(
            Line(as_list(each.get("cells")), as_count(each.get("depth"), 1)) for each in _objects(view, "subtotals")
        ),
        groups=tuple(names.index(each) for each in map(as_text, as_list(view.get("groups"))) if each in names),
        note=_note(view),
    )


def _subtotal(written: JsonObject) -> Line:
    return Line(as_list(written.get("cells")), as_count(written.get("depth"), 1))


def _objects(view: JsonObject, key: str) -> list[JsonObject]:
    return [as_object(each) for each in as_list(view.get(key))]


def _note(view: JsonObject) -> str:
    cut, left_out = view.get("truncated"), as_count(view.get("leftOut"), 0)
    rows = "Only the first {:,} rows are here: the query has no limit of its own, and more rows."
    notes = [rows.format(cut["shown"])] if isinstance(cut, dict) else []
    return " ".join([*notes, *([f"{left_out:,} values have no column: there are too many."] if left_out else [])])


def _by_label(told: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return words by label; what has the same label stands together, as it holds together."""
    found: dict[str, list[str]] = {}
    for label, text in told:
        found.setdefault(label, []).append(text)
    return {label: "; ".join(texts) for label, texts in found.items()}


def _filters(dashboard: Dashboard, look: Look, tables: Sequence[Table]) -> Iterator[tuple[str, str]]:
    """Yield what is set and selected, in words; a step that only repeats its name is called by the field behind it."""
    panels = [each for result in look.widgets.values() for each in _objects(result.view or {}, "filters")]
    values = {each.get("id"): as_object(each.get("labels")) for each in panels}
    for each in look.filters:
        named = {value: as_text(label) for value, label in values.get(each.id, {}).items()}
        if (text := filter_text(each, locale=look.locale, labels=named)) != ALL:
            yield each.label, text
    shown = {column.name: column.labels for table in tables for column in table.columns}
    labels = {column.name: column.label for table in tables for column in table.columns}
    selectors = {view["step"]: view for each in look.widgets.values() if (view := each.view) and "domain" in view}
    for name, rows in look.selections.items():
        if not rows:
            continue
        step, selector = dashboard.steps[name], as_object(selectors.get(name))
        first = next(iter(rows[0]), name)
        known = as_text(selector.get("label")) or labels.get(first, name)
        label = step.label if step.label and step.label != name else known
        if is_range(rows):
            text = as_text(selector.get("text")) or date_range_text(rows[0].get("min"), rows[0].get("max"), look.locale)
            yield label, text
            continue
        columns = [
            Column(each, each, "date" if "T" in str(rows[0][each])[:11] else "text", labels=shown.get(each, {}))
            for each in rows[0]
        ]
        cells = [[row.get(column.name) for column in columns] for row in rows]
        texts = column_texts(columns, cells, look.locale)
        yield label, "; ".join(", ".join(write(each) for write, each in zip(texts, row, strict=True)) for row in cells)
