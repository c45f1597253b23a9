"""The datasets of a forecast: one row for each period and owner or segment, and one for each forecast of the past."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

import pyarrow as pa

from engine.analyses.pipeline.backtest import Trial
from engine.analyses.pipeline.forecast import Expected, Period, first_day
from engine.analyses.pipeline.months import QUARTER
from engine.analyses.pipeline.source import Source
from engine.models.kind import Made
from engine.store.fields import FieldSpec

MONEY = "#,##0"
OWNER, SEGMENT = "Owner", "Segment"
"""What owner and segment are called where the deals have no such field."""

_EPOCH = dt.date(1970, 1, 1)


def forecast_table(name: str, source: Source, rows: Sequence[Expected]) -> Made:
    """Return the dataset of a forecast. Owner and segment are called as those of the deals, as predicates ask."""
    owner, segment = source.owner or OWNER, source.segment or SEGMENT
    columns = {
        **_period_columns([each.period for each in rows]),
        "Scope": _texts(each.scope for each in rows),
        owner: _texts(each.who if each.scope == "Owner" else None for each in rows),
        segment: _texts(each.who if each.scope == "Segment" else None for each in rows),
        "WonSoFar": _numbers(each.won for each in rows),
        "P10": _numbers(each.low for each in rows),
        "P50": _numbers(each.middle for each in rows),
        "P90": _numbers(each.high for each in rows),
        "Mean": _numbers(each.mean for each in rows),
        "Committed": _numbers(each.committed for each in rows),
        "Open": _numbers(each.open for each in rows),
    }
    fields = [
        *_PERIOD_FIELDS,
        FieldSpec(name="Scope", role="dimension", label="Forecast Of"),
        FieldSpec(name=owner, role="dimension", label="Owner"),
        FieldSpec(name=segment, role="dimension", label="Segment"),
        _money("WonSoFar", "Won so Far"),
        _money("P10", "At Least (with 90%)"),
        _money("P50", "Forecast"),
        _money("P90", "At Most (with 90%)"),
        _money("Mean", "Mean of the Forecast"),
        _money("Committed", "Committed"),
        _money("Open", "Open, Close Expected in the Period"),
    ]
    about = "What will be won by month and quarter, in all, by owner and by segment; amounts are whole periods'."
    key = ("PeriodKind", "PeriodStart", "Scope", owner, segment)
    return Made(name=name, rows=pa.table(columns), fields=fields, key=key, label="Pipeline Forecast", description=about)


def backtest_table(name: str, trials: Sequence[Trial], first_month: int) -> Made:
    """Return the dataset of the forecasts of past months and quarters."""
    columns = {
        **_period_columns([period_of(each, first_month) for each in trials]),
        "MadeOn": _dates(first_day(each.month) for each in trials),
        "P10": _numbers(each.low for each in trials),
        "P50": _numbers(each.middle for each in trials),
        "P90": _numbers(each.high for each in trials),
        "Won": _numbers(each.came for each in trials),
        "Held": _texts("true" if each.held else "false" for each in trials),
        "YearBefore": _numbers(each.year_before for each in trials),
        "Weighted": _numbers(each.weighted for each in trials),
    }
    fields = [
        *_PERIOD_FIELDS,
        FieldSpec(name="MadeOn", role="date", label="Forecast Made On"),
        _money("P10", "At Least (with 90%)"),
        _money("P50", "Forecast"),
        _money("P90", "At Most (with 90%)"),
        _money("Won", "Won"),
        FieldSpec(name="Held", role="dimension", label="Won Was Between"),
        _money("YearBefore", "Won the Year Before"),
        _money("Weighted", "Amount x Chance of Its Stage"),
    ]
    about = "Forecasts of past periods, each from what was known when it was made, beside what was won."
    return Made(
        name=f"{name}_backtest",
        rows=pa.table(columns),
        fields=fields,
        key=("PeriodKind", "MadeOn"),
        label="Pipeline Forecast, Tried on the Past",
        description=about,
    )


def period_of(trial: Trial, first_month: int) -> Period:
    """Return the period that a forecast of the past was of."""
    if not trial.of_quarter:
        return Period(length="Month", start=trial.month, end=trial.month + 1)
    start = trial.month - (trial.month - (first_month - 1)) % QUARTER
    return Period(length="Quarter", start=start, end=start + QUARTER)


_PERIOD_FIELDS = (
    FieldSpec(name="Period", role="dimension", label="Period"),
    FieldSpec(name="PeriodKind", role="dimension", label="Month or Quarter"),
    FieldSpec(name="PeriodStart", role="date", label="Beginning"),
)


def _period_columns(periods: Sequence[Period]) -> dict[str, pa.Array]:
    return {
        "Period": _texts(each.name for each in periods),
        "PeriodKind": _texts(each.length for each in periods),
        "PeriodStart": _dates(first_day(each.start) for each in periods),
    }


def _money(name: str, label: str) -> FieldSpec:
    return FieldSpec(name=name, role="measure", label=label, format=MONEY)


def _texts(values: Iterable[str | None]) -> pa.Array:
    return pa.array(list(values), pa.string())


def _numbers(values: Iterable[float]) -> pa.Array:
    return pa.array([None if math.isnan(each) else round(each, 2) for each in values], pa.float64())


def _dates(days: Iterable[int]) -> pa.Array:
    return pa.array([_EPOCH + dt.timedelta(each) for each in days], pa.date32())
