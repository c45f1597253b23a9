"""Why a widget shows what it shows, as the page gets it."""

from __future__ import annotations

import datetime as dt

from dashboards.errors import WidgetError
from dashboards.filter_choices import FilterChoices, filtered
from dashboards.model import Dashboard, Json, JsonObject
from dashboards.resolve import Resolver
from dashboards.run import Selections
from dashboards.why.pieces import Origin, Piece, pieces
from dashboards.why.records import records
from engine.session import Session


def explain(
    dashboard: Dashboard,
    widget: str,
    session: Session,
    now: dt.datetime,
    selections: Selections,
    filters: FilterChoices | None = None,
) -> JsonObject:
    """Return the query behind a widget in pieces, what they come from, and the records behind it.

    Args:
        dashboard: the dashboard.
        widget: the id of the widget.
        session: runs the queries.
        now: what relative dates are reckoned from.
        selections: the selected rows by step.
        filters: what global filters are set to, as in `filtered`; one that is left out is as it is exported.

    Raises:
        WidgetError: there is no such widget, or it asks nothing.
        SwellError: its step can't be computed.
    """
    found = dashboard.widgets.get(widget)
    if found is None:
        raise WidgetError(f"There is no widget '{widget[:100]}' in this dashboard.")
    if found.step is None:
        raise WidgetError("This widget asks nothing: it has no step.")
    name = found.step
    given = {step: [dict(row) for row in rows] for step, rows in selections.items()}
    dashboard = filtered(dashboard, filters or {})
    resolver = Resolver(dashboard, session, now, given)
    [result] = resolver.together([lambda: resolver.result(name)])
    step = resolver.step(name)
    about: JsonObject = {"step": name, "label": step.label, "rows": len(result.rows)}
    question = resolver.questions.get(name)
    if question is None:
        return {**about, "pieces": [], "origins": [], "sources": []}
    [asked] = resolver.together([lambda: pieces(step, question, resolver)])
    origins = list(dict.fromkeys(each.origin for each in asked if each.origin))
    return {
        **about,
        "pieces": [_piece(each, origins) for each in asked],
        "origins": [{"kind": each.kind, "label": each.label, "step": each.step} for each in origins],
        "sources": records("".join(each.text for each in asked), session, now),
    }


def _piece(piece: Piece, origins: list[Origin]) -> Json:
    return {"text": piece.text, "origin": None if piece.origin is None else origins.index(piece.origin)}
