"""What a lens shows: its widget, its rows as a table, and the query that was asked."""

from __future__ import annotations

import datetime as dt

from dashboards.errors import DashboardError
from dashboards.locale import EN_US, Locale
from dashboards.model.json import Json, JsonObject, as_object
from dashboards.run import OpenDashboard
from engine.session import Session
from saql import SaqlError
from saql.format import format_query

STEP, DRAWN, ROWS = "lens", "drawn", "rows"

_NO_STEP = 'A lens has a "step" and a "widget", as a dashboard has them.'


def lens_look(lens: JsonObject, session: Session, now: dt.datetime, locale: Locale = EN_US) -> JsonObject:
    """Return a lens as the page gets it: `query` as SAQL (null where there is none), `widget` and `table`.

    Raises:
        DashboardError: it is no lens.
    """
    look = OpenDashboard.open(state(lens), session, locale=locale).look(now, {})
    asked = look.questions.get(STEP)
    return {
        "query": None if asked is None else _written(asked.text),
        "widget": look.widgets[DRAWN].to_json(),
        "table": look.widgets[ROWS].to_json(),
    }


def state(lens: JsonObject) -> JsonObject:
    """Return a dashboard with nothing but a lens.

    Raises:
        DashboardError: it is no lens.
    """
    step, widget = parts(lens)
    parameters: Json = {**as_object(widget.get("parameters")), "step": STEP}
    table: Json = {"type": "table", "parameters": {"step": STEP}}
    return {"state": {"steps": {STEP: step}, "widgets": {DRAWN: {**widget, "parameters": parameters}, ROWS: table}}}


def parts(lens: JsonObject) -> tuple[JsonObject, JsonObject]:
    """Return the step and the widget of a lens.

    Raises:
        DashboardError: it lacks one.
    """
    step, widget = lens.get("step"), lens.get("widget")
    if not isinstance(step, dict) or not isinstance(widget, dict):
        raise DashboardError("This is not a lens.", hint=_NO_STEP)
    return step, widget


def _written(text: str) -> str:
    try:
        return format_query(text)
    except SaqlError:  # a formula that can't be read; the widget says so
        return text
