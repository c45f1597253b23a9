"""What fill, timeseries and arimax have beside their input: periods, models, series. All defaults are resolved."""

from __future__ import annotations

from typing import Literal

from saql.record import record
from saql.schema import Calendar, Field, Schema
from saql.typed.expressions import Column, OrderKey
from saql.types import Type

PeriodFormat = Literal["Y", "Y-Q", "Y-M", "Y-W", "Y-M-D"]
"""What the fields of a period are: year, quarter, month, week, day."""


@record
class Periods:
    """The fields, texts or numbers, that say in which period of the calendar a row is.

    `calendar` is that of the date of which they are parts; it tells how many weeks a year has.
    """

    columns: tuple[Column, ...]
    format: PeriodFormat
    calendar: Calendar


@record
class Smoothing:
    """Exponential smoothing, as timeseries does it: Holt's line, or a season on it.

    `kind` None is the best of the three. `season` is the number of periods of a season, 0 for none; None is searched.
    """

    kind: Literal["None", "Additive", "Multiplicative"] | None = None
    season: int | None = None


@record
class Arima:
    """A seasonal ARIMA model with outside variables.

    `order` is (p, d, q) and `seasonal_order` (P, D, Q, s); one of them may be None, which is searched. `futures` has
    the values of each regressor in the forecast periods, or is None: then they are forecast, too. `show` gives a table
    of the best model of each series, or the best three, in the place of forecasts.
    """

    order: tuple[int, int, int] | None = None
    seasonal_order: tuple[int, int, int, int] | None = None
    regressors: tuple[Column, ...] = ()
    futures: tuple[tuple[float, ...], ...] | None = None
    show: Literal["top", "multi"] | None = None


@record
class Series:
    """Which numbers are forecast, in what order, and how far.

    `measures` are names of forecasts and the columns that they are of. `position` is the order of the rows. Rows that
    are equal in `partition` are a series. `intervals` are percentages: each brings the columns `<name>_low_95` and
    `<name>_high_95`.
    """

    measures: tuple[tuple[str, Column], ...]
    length: int
    position: Periods | tuple[OrderKey, ...]
    partition: tuple[Column, ...] = ()
    ignore_last: bool = False
    intervals: tuple[int, ...] = ()

    def names(self, forecast: str) -> tuple[str, ...]:
        """Return the columns that a forecast brings: its own, then the ends of its intervals."""
        return (forecast, *(f"{forecast}_{end}_{each}" for each in self.intervals for end in ("low", "high")))

    def fields(self) -> tuple[Field, ...]:
        """Return the columns that all forecasts bring."""
        return tuple(Field(name, Type.NUMBER) for forecast, _ in self.measures for name in self.names(forecast))

    def table_of_models(self) -> Schema:
        """Return the fields of the table that tells the models of the series."""
        texts = [Field(name, Type.TEXT) for name in ("Measure", "ArimaOrder", "SeasonalOrder")]
        keys = [Field(each.name, each.type) for each in self.partition]
        return Schema((*keys, *texts, Field("BIC", Type.NUMBER)))
