"""Selections in words, `step=value`, as the command line takes them."""

from __future__ import annotations

import datetime as dt
import difflib
import json
from collections.abc import Iterable, Sequence

from dashboards.errors import DashboardError
from dashboards.locale import EN_US, Locale
from dashboards.model import Dashboard, Json
from dashboards.resolve import Resolver
from dashboards.selection import Selection
from dashboards.steps.result import StepResult
from dashboards.texts import Writer, column_keys, column_texts
from engine.session import Session


def read_selections(
    words: Sequence[str], dashboard: Dashboard, session: Session, now: dt.datetime, locale: Locale = EN_US
) -> dict[str, Selection]:
    """Return the selected rows by step.

    Args:
        words: `step=value` selects the row of the step that shows this value in one of its groups; the same step again
            selects a further row; `step={..}` gives the columns of a row as JSON, `step=` selects nothing.
        dashboard: the dashboard.
        session: runs the queries of the steps.
        now: what relative dates are reckoned from.
        locale: how numbers and dates are shown.

    Raises:
        DashboardError: there is no such step or value, or the step can't be selected from.
    """
    resolver = Resolver(dashboard, session, now, {}, locale=locale)
    found: dict[str, Selection] = {}
    for each in words:
        name, equals, value = each.partition("=")
        if not equals:
            raise DashboardError(f"'{each}' selects nothing.", hint="Write step=value.")
        rows = found.setdefault(_step(name.strip(), dashboard), [])
        if value:
            rows += _rows(name.strip(), value, resolver)
    for name, rows in found.items():
        if len(rows) > 1 and not dashboard.steps[name].select_mode.startswith("multi"):
            raise DashboardError(f"Step '{name}' takes one value, and {len(rows)} are given.")
    return found


def _step(name: str, dashboard: Dashboard) -> str:
    able = [each.id for each in dashboard.steps.values() if each.select_mode != "none"]
    if name in able:
        return name
    fault = "can't be selected from" if name in dashboard.steps else "is no step of this dashboard"
    raise DashboardError(f"'{name}' {fault}.", hint=meant(name, able))


def _rows(name: str, value: str, resolver: Resolver) -> Selection:
    if value[0] in "{[":
        return _given(name, value)
    (result,) = resolver.together([lambda: resolver.result(name)])
    row = _row(result, value, resolver.locale)
    if row is None:
        shown = [text for row in result.rows for text in _texts(result, row, column_keys(result.columns, [row]))]
        raise DashboardError(f"Step '{name}' has no row '{value}'.", hint=meant(value, list(dict.fromkeys(shown))))
    return [row]


def _given(name: str, value: str) -> Selection:
    try:
        read: Json = json.loads(value)
    except ValueError as error:
        raise DashboardError(f"The selection of step '{name}' is not JSON: {error}.") from None
    rows = read if isinstance(read, list) else [read]
    kept = [each for each in rows if isinstance(each, dict)]
    if len(kept) < len(rows):
        raise DashboardError(f"The selection of step '{name}' is not a list of rows.")
    return kept


def _row(result: StepResult, value: str, locale: Locale) -> dict[str, Json] | None:
    """Return the groups of the first row in which one of them is this value, as it is or as it is shown."""
    places = [result.place(each) for each in result.dimensions]
    for row in result.rows:
        shown = (column_keys(result.columns, [row]), column_texts(result.columns, [row], locale))
        texts = [text for each in shown for text in _texts(result, row, each)]
        if value in (*(str(row[place]) for place in places), *texts):
            return {name: row[place] for name, place in zip(result.dimensions, places, strict=True)}
    return None


def _texts(result: StepResult, row: Sequence[Json], writers: Sequence[Writer]) -> list[str]:
    """Return the groups of a row as texts, and all of them joined."""
    texts = [writers[result.place(each)](row[result.place(each)]) for each in result.dimensions]
    return [*texts, *([", ".join(texts)] if len(texts) > 1 else [])]


def meant(name: str, known: Iterable[str]) -> str:
    """Return a hint: the one of some names that a mistaken one is likely to mean, or all of them."""
    every = list(known)
    near = difflib.get_close_matches(name, every, n=1)
    if near:
        return f"Did you mean '{near[0]}'?"
    return f"There are: {', '.join(every[:12])}{', …' if len(every) > 12 else ''}." if every else "There are none."
