"""Analyses of a dataset, as people ask for them: settings in JSON, and what is found as a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TypeAlias

from dashboards.errors import DashboardError
from dashboards.model.json import Json, JsonObject, as_list, as_text
from engine.reports.report import Report
from engine.session import Session

Analysis: TypeAlias = Callable[[Session, JsonObject, dt.datetime], Report]


def analyse(kind: str, session: Session, settings: JsonObject, now: dt.datetime) -> Report:
    """Return what an analysis finds.

    Args:
        kind: one of `ANALYSES`.
        session: asks as who looks.
        settings: what is asked, as the API describes it.
        now: the present moment.

    Raises:
        DashboardError: there is no such kind, or a setting has the wrong type.
        engine.errors.SwellError: the analysis can't be done.
        saql.SaqlError: SAQL in the settings is not valid.
    """
    if kind not in ANALYSES:
        raise DashboardError(f"There is no analysis '{kind[:40]}'.", hint=f"There are: {', '.join(ANALYSES)}.")
    return ANALYSES[kind](session, settings, now)


def _story(session: Session, settings: JsonObject, now: dt.datetime) -> Report:
    from engine.stories.story import DEFAULT_PERIODS, tell

    return tell(
        session,
        _text(settings, "dataset"),
        _text(settings, "measure", "count"),
        now=now,
        compare=_text(settings, "compare", DEFAULT_PERIODS),
        date=_text(settings, "date") or None,
        where=_text(settings, "where") or None,
        groups=_texts(settings, "groups"),
        lower_is_better=settings.get("lowerIsBetter") is True,
    )


ANALYSES: Mapping[str, Analysis] = {"story": _story}


def _text(settings: JsonObject, name: str, otherwise: str = "") -> str:
    value = settings.get(name)
    if value is not None and not isinstance(value, str):
        raise DashboardError(f"The setting '{name}' is no text.")
    return as_text(value) or otherwise


def _texts(settings: JsonObject, name: str) -> list[str]:
    value: Json = settings.get(name)
    if value is not None and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
        raise DashboardError(f"The setting '{name}' is no list of texts.")
    return [as_text(each) for each in as_list(value)]
