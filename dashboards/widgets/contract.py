"""What every widget of a package has to keep, as checks that run against one with rows and parameters for an example.

With pytest:

    EXAMPLE = contract.Example("goal", WIDGET, rows=[{"Region": "North", "Amount": 12.5}], parameters={"goal": 20})

    @pytest.mark.parametrize("check", contract.CHECKS, ids=lambda each: each.__name__)
    def test_contract(check):
        check(EXAMPLE)

The rows are what the widget's step gives. Nothing else is needed: no workspace, no server, no browser.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from dashboards.compact import quote
from dashboards.errors import NothingToShow
from dashboards.export.csv import csv_bytes
from dashboards.export.report import report
from dashboards.model import Json, JsonObject, load
from dashboards.model.json import as_list, as_object
from dashboards.resolve import Resolver
from dashboards.run import Look, WidgetResult
from dashboards.schema import blocks
from dashboards.schema.shapes import read_shape
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.packaged import PackagedWidget
from dashboards.widgets.page_contract import PAGE_CHECKS, ContractError, hold
from dashboards.widgets.registry import BUILT_IN
from engine.session import Session
from engine.store import Store
from saql.record import record

__all__ = ["CHECKS", "ContractError", "Example"]

MANY_ROWS = 10_000
LARGEST_VIEW = 2_000_000
"""In bytes of JSON, of a view of `MANY_ROWS` rows."""

_NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
_NAME = "example"
_LONG = '<script>alert("1")</script> & [x] ' + "wide " * 2000
_T = TypeVar("_T")


@record(eq=False)
class Example:
    """A type of widget with the rows of a step and the parameters that show what it does.

    Args:
        type: the name of the entry point.
        widget: what the entry point names.
        rows: the step's rows, all with the same columns.
        parameters: the widget's parameters; `step` is added.
    """

    type: str
    widget: PackagedWidget
    rows: Sequence[Mapping[str, Json]]
    parameters: Mapping[str, Json] = dataclasses.field(default_factory=dict)

    @property
    def table(self) -> pa.Table:
        """The rows as a table."""
        return pa.Table.from_pylist([dict(each) for each in self.rows])


def type_is_new(example: Example) -> None:
    """Check that the type's name is one that JSON can have and that no widget of Swell has."""
    name = example.type
    hold(name.isidentifier() and name == name.lower(), f"The type '{name}' must be lower case letters, digits and _.")
    hold(name not in BUILT_IN, f"Swell has a widget type '{name}' itself; its own comes first.")
    hold(bool(example.widget.label.strip()), "The widget needs a label, for the menu of the editor.")


def parameters_are_described(example: Example) -> None:
    """Check that parameters have a name, a shape that can be read and a sentence, and the example no others."""
    common = blocks()["parameters.any"].members
    names = [each.name for each in example.widget.parameters]
    hold(len(names) == len(set(names)), "Two parameters have one name.")
    for each in example.widget.parameters:
        hold(each.name not in common, f"All widgets have a parameter '{each.name}' already.")
        hold(bool(each.about.strip()), f"The parameter '{each.name}' must say what it is.")
        try:
            read_shape(each.shape)
        except ValueError as error:
            raise ContractError(f"The shape of the parameter '{each.name}' can't be read: {error}.") from None
    unknown = [each for each in example.parameters if each not in names and each not in common]
    hold(not unknown, f"The example has parameters that the widget does not describe: {', '.join(unknown)}.")


def view_is_json(example: Example) -> None:
    """Check that a view is JSON that comes back as it was: lists, objects with texts as names, finite numbers."""
    view = _view(example, example.table)
    try:
        back = json.loads(json.dumps(view, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise ContractError(f"view() must return JSON: {error}.") from None
    hold(back == view, "view() must return JSON as it comes back: lists and no tuples, texts as names of members.")


def view_is_its_own(example: Example) -> None:
    """Check that views share nothing that can change: neither with each other nor with the dashboard."""

    def changed(context: WidgetContext) -> Json:
        before = copy.deepcopy(context.parameters)
        first = dict(example.widget.view(context))
        told = json.dumps(first)
        hold(context.parameters == before, "view() must leave the parameters as they are.")
        _spoil(first)
        again = json.dumps(dict(example.widget.view(context)))
        hold(again == told, "What is changed in one view must not change the next: return lists of its own.")
        return None

    _with_context(example, example.table, changed)


def view_is_the_same_each_time(example: Example) -> None:
    """Check that the same rows give the same view: no clock, no chance, no order of sets."""
    hold(_view(example, example.table) == _view(example, example.table), "The same rows must give the same view.")


def view_has_its_table(example: Example) -> None:
    """Check that a view has its table twin: `columns`, and `rows` with a cell for each of them."""
    view = _view(example, example.table)
    columns, rows = view.get("columns"), view.get("rows")
    hold(isinstance(columns, list) and bool(columns), "A view must have `columns`, which readers of screens get.")
    hold(isinstance(rows, list) and bool(rows), "A view must have `rows`, those of the table that stands for it.")
    for each in map(as_object, as_list(columns)):
        wanted = {"name", "label", "type", "format"}
        hold(wanted <= each.keys(), f"A column must have {', '.join(sorted(wanted))}; take rows_part().")
        kinds = ("text", "number", "date", "boolean")
        hold(each["type"] in kinds, f"The type of a column is one of {', '.join(kinds)}.")
    width = len(as_list(columns))
    for row in as_list(rows):
        hold(isinstance(row, list) and len(row) == width, "Each row must have a cell for each of the columns.")
        plain = all(each is None or isinstance(each, str | int | float) for each in as_list(row))
        hold(plain, "Cells are texts, numbers, true, false and null.")


def no_rows_are_nothing_to_show(example: Example) -> None:
    """Check that a step without rows is no problem: the view is of no rows, or says that there is nothing to show."""
    view = _view(example, example.table.slice(0, 0), "no rows")
    hold("empty" in view or as_list(view.get("rows")) == [], "Without rows, raise NothingToShow or show no rows.")


def null_cells_are_shown(example: Example) -> None:
    """Check that cells without a value are no problem, some of them or all."""
    table = example.table
    nulls = pa.table({field.name: pa.nulls(1, field.type) for field in table.schema})
    _view(example, pa.concat_tables([table, nulls]), "a row of nulls")
    _view(example, nulls, "nothing but nulls")


def long_texts_are_shown(example: Example) -> None:
    """Check that texts of any length and with any characters are no problem."""
    rows = [{name: _LONG if isinstance(cell, str) else cell for name, cell in row.items()} for row in example.rows]
    _view(example, pa.Table.from_pylist(rows), "long texts")


def unknown_parameters_change_nothing(example: Example) -> None:
    """Check that parameters that nobody knows are passed over, as exports bring them."""
    more = dataclasses.replace(example, parameters={**example.parameters, "noParameterIsCalledSo": {"a": [1]}})
    same = _view(more, example.table, "an unknown parameter") == _view(example, example.table)
    hold(same, "A parameter that the widget does not know must change nothing.")


def many_rows_stay_small(example: Example) -> None:
    """Check that a view of very many rows can still be sent."""
    rows = [
        {name: f"{cell} {number}" if isinstance(cell, str) else cell for name, cell in row.items()}
        for number in range(-(-MANY_ROWS // len(example.rows)))
        for row in example.rows
    ][:MANY_ROWS]
    size = len(json.dumps(_view(example, pa.Table.from_pylist(rows), f"{MANY_ROWS:,} rows")))
    hold(size <= LARGEST_VIEW, f"A view of {MANY_ROWS:,} rows has {size:,} bytes; {LARGEST_VIEW:,} is the most.")


def exports_have_its_rows(example: Example) -> None:
    """Check that files can be made of it: a table with its rows, which pictures draw in its place."""

    def written(context: WidgetContext) -> Json:
        view = dict(example.widget.view(context))
        result = WidgetResult(_NAME, example.type, None, view)
        tables = report(context.resolver.dashboard, _NAME, Look({_NAME: result}, {}, {}), _NOW).tables
        hold(len(tables) == 1, "Files find no table in the view.")
        lines = csv_bytes(tables[0]).decode().count("\r\n")
        hold(lines > len(as_list(view["rows"])), "A file of its values must have a line a row.")
        return None

    _with_context(example, example.table, written)


def page_module_is_sound(example: Example) -> None:
    """Check the files of the page: an ES module that defines the element and keeps to the policy of the page."""
    for check in PAGE_CHECKS:
        check(example.widget)


CHECKS: Sequence[Callable[[Example], None]] = (
    type_is_new,
    parameters_are_described,
    view_is_json,
    view_is_its_own,
    view_is_the_same_each_time,
    view_has_its_table,
    no_rows_are_nothing_to_show,
    null_cells_are_shown,
    long_texts_are_shown,
    unknown_parameters_change_nothing,
    many_rows_stay_small,
    exports_have_its_rows,
    page_module_is_sound,
)
"""All checks; each takes an example and raises `ContractError`."""


def _view(example: Example, table: pa.Table, what: str = "the rows of the example") -> JsonObject:
    """Return what the page gets of a widget over the rows of a table.

    Raises:
        ContractError: the widget fails on them.
    """

    def shown(context: WidgetContext) -> JsonObject:
        try:
            return dict(example.widget.view(context))
        except NothingToShow as nothing:
            return {"empty": nothing.message}

    try:
        return _with_context(example, table, shown)
    except Exception as error:  # whatever the author's code does
        raise ContractError(f"view() fails on {what}: {type(error).__name__}: {error}") from error


def _with_context(example: Example, table: pa.Table, task: Callable[[WidgetContext], _T]) -> _T:
    """Do something with a widget over a step that gives the rows of a table."""
    names = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in table.column_names)
    query = f"q = load {quote.text(_NAME)}; q = foreach q generate {names};"
    parameters = {**copy.deepcopy(dict(example.parameters)), "step": _NAME}
    dashboard = load(
        {
            "steps": {_NAME: {"type": "saql", "query": query}},
            "widgets": {_NAME: {"type": example.type, "parameters": parameters}},
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.write(_NAME, table, created=_NOW)
        resolver = Resolver(dashboard, Session(store), _NOW, {})
        widget = dashboard.widgets[_NAME]
        (done,) = resolver.together([lambda: task(WidgetContext.of(widget, resolver))])
        return done


def _spoil(value: Json) -> None:
    """Empty all lists and objects in a value."""
    inner = [*value.values()] if isinstance(value, dict) else [*value] if isinstance(value, list) else []
    for each in inner:
        _spoil(each)
    if isinstance(value, dict | list):
        value.clear()
