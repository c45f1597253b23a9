"""Analyses of a dataset, as people ask for them: settings in JSON, and what is found as a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias, cast

from dashboards.errors import DashboardError
from dashboards.formats import pattern_of
from dashboards.metadata import Metadata, shown
from dashboards.model.json import Json, JsonObject, as_list, as_text
from engine.reports.report import Report
from engine.session import Session
from engine.store import Dataset, DatasetField

if TYPE_CHECKING:
    from engine.analyses.statistics.sample import Asked
    from engine.analyses.stories.question import Better

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
    from engine.analyses.stories.story import DEFAULT_PERIODS, tell

    return tell(
        session,
        _text(settings, "dataset"),
        _text(settings, "measure", "count"),
        now=now,
        compare=_text(settings, "compare", DEFAULT_PERIODS),
        date=_text(settings, "date") or None,
        where=_text(settings, "where") or None,
        groups=_texts(settings, "groups"),
        better=_better(_text(settings, "better")),
        called=called(session),
    )


def called(session: Session) -> Callable[[Dataset], Mapping[str, DatasetField]]:
    """Return what gives the fields of a dataset as people call them, without those that are hidden.

    Args:
        session: of who looks.
    """
    metadata = Metadata.beside(session.store)

    def fields(dataset: Dataset) -> Mapping[str, DatasetField]:
        found = shown(dataset, metadata.usable(dataset.name)).fields
        said = ((each, found[each.name]) for each in dataset.fields)
        return {
            each.name: replace(each, label=one.label, format=pattern_of(one), members=one.members)
            for each, one in said
            if not one.hidden
        }

    return fields


def _regression(session: Session, settings: JsonObject, now: dt.datetime) -> Report:
    from engine.analyses.statistics.regression_report import regress

    return regress(session, _asked(session, settings), _text(settings, "target"), _texts(settings, "fields"), now)


def _factors(session: Session, settings: JsonObject, now: dt.datetime) -> Report:
    from engine.analyses.statistics.factors_report import find_factors

    return find_factors(session, _asked(session, settings), _texts(settings, "fields"), now)


def _simulation(session: Session, settings: JsonObject, now: dt.datetime) -> Report:
    from engine.analyses.statistics.simulation_report import simulate_formula

    asked = _asked(session, settings)
    return simulate_formula(session, asked, _text(settings, "formula"), _text(settings, "date") or None, now)


def _asked(session: Session, settings: JsonObject) -> Asked:
    from engine.analyses.statistics.sample import Asked

    name = _text(settings, "dataset")
    with session.store.open(name) as dataset:
        fields = called(session)(dataset)
        return Asked(dataset=name, label=dataset.label, fields=fields, where=_text(settings, "where") or None)


ANALYSES: Mapping[str, Analysis] = {
    "story": _story,
    "regression": _regression,
    "factors": _factors,
    "simulation": _simulation,
}


def _better(word: str) -> Better | None:
    if word not in ("", "higher", "lower"):
        raise DashboardError("The setting 'better' is neither higher nor lower.")
    return cast("Better | None", word or None)


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
