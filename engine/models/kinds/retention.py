"""Retention: cohorts of customers by their first purchase, and who and what stays from period to period."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.analyses.customers import retention
from engine.analyses.customers.customer_table import MONEY, SHARE
from engine.analyses.customers.purchases import Purchases, Source, day_number, read_purchases
from engine.analyses.customers.retention import MONTHS, Cell, Rates, Unit
from engine.analyses.customers.retention_report import retention_report
from engine.analyses.customers.settings import SOURCE, read_source
from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from engine.store.fields import FieldSpec
from saql.record import record


@record(kw_only=True)
class Settings:
    """What a file says: the name, where purchases are, the length of periods, and for how many days one counts."""

    name: str
    source: Source
    period: Unit
    window: int


class _Retention:
    name = "retention"
    about = "Cohorts of customers by their first purchase; churn, logo and revenue retention by period."

    def read(self, name: str, file: JsonValue) -> Settings:
        check_settings(file, *SOURCE, "period", "window_days")
        period: Unit = file["period"].one_of(MONTHS, "quarter")  # type: ignore[assignment]  # they are its words
        window = file["window_days"].whole(365, 7, 3_650)
        return Settings(name=name, source=read_source(file), period=period, window=window)

    def loads(self, settings: Settings) -> tuple[str, ...]:
        return (settings.source.dataset,)

    def train(self, settings: Settings, surroundings: Surroundings) -> Trained:
        cells, rates = _found(settings, surroundings)
        report = retention_report(settings.name, settings.source, cells, rates, settings.window)
        return Trained(state={}, report=report)

    def score(self, settings: Settings, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        del trained  # nothing is learnt: what stayed is counted
        cells, rates = _found(settings, surroundings)
        return (_rates(settings, rates), _cohorts(settings, cells))


def _found(settings: Settings, surroundings: Surroundings) -> tuple[list[Cell], list[Rates]]:
    session, now = surroundings.session, surroundings.now
    purchases, today = read_purchases(settings.source, session, now), day_number(session.day(now))
    return _cells(settings, purchases, today), retention.rates(purchases, settings.period, settings.window, today)


def _cells(settings: Settings, purchases: Purchases, today: int) -> list[Cell]:
    cells = retention.cohorts(purchases, settings.period, today)
    if not cells:
        hint = "Take a shorter period, or wait until one has passed."
        raise ModelError(f"No {settings.period} has passed since the first purchase.", hint=hint)
    return cells


def _rates(settings: Settings, rates: Sequence[Rates]) -> Made:
    names = {
        "Customers": "Customers Before",
        "Stayed": "Stayed",
        "Left": "Left",
        "New": "New",
        "Returned": "Returned",
        "Base": "Revenue Before",
        "Lost": "Lost with Customers",
        "Less": "Less from Those Who Stayed",
        "More": "More from Those Who Stayed",
    }
    counts = [
        (r.before, r.stayed, r.before - r.stayed, r.new, r.returned, r.base, r.lost, r.less, r.more) for r in rates
    ]
    columns = {
        "Period": pa.array([each.period.name for each in rates], pa.string()),
        "Start": _days([each.period.low for each in rates]),
        "End": _days([each.period.high for each in rates]),
        **{name: pa.array([float(row[place]) for row in counts], pa.float64()) for place, name in enumerate(names)},
        "LogoRetention": pa.array([each.logo_retention for each in rates], pa.float64()),
        "GrossRetention": pa.array([each.gross_retention for each in rates], pa.float64()),
        "NetRetention": pa.array([each.net_retention for each in rates], pa.float64()),
    }
    fields = [
        FieldSpec(name="Period"),
        FieldSpec(name="Start", label="Period Begins"),
        FieldSpec(name="End", label="Period Ends"),
        *(FieldSpec(name=name, label=label, format=MONEY) for name, label in names.items()),
        FieldSpec(name="LogoRetention", label="Logo Retention", format=SHARE),
        FieldSpec(name="GrossRetention", label="Gross Revenue Retention", format=SHARE),
        FieldSpec(name="NetRetention", label="Net Revenue Retention", format=SHARE),
    ]
    about = (
        f"Customers and revenue that stayed in each {settings.period}; a purchase counts for {settings.window} days."
    )
    return Made(
        name=settings.name, rows=pa.table(columns), fields=fields, key=("Period",), label="Retention", description=about
    )


def _cohorts(settings: Settings, cells: Sequence[Cell]) -> Made:
    columns = {
        "Cohort": pa.array([each.cohort.name for each in cells], pa.string()),
        "Start": _days([each.cohort.low for each in cells]),
        "Since": pa.array([float(each.since) for each in cells]),
        "Customers": pa.array([float(each.customers) for each in cells]),
        "Active": pa.array([float(each.active) for each in cells]),
        "Rate": pa.array([each.active / each.customers for each in cells]),
        "Revenue": pa.array([each.revenue for each in cells]),
    }
    fields = [
        FieldSpec(name="Cohort", label="First Purchase In"),
        FieldSpec(name="Start", label="Period Begins"),
        FieldSpec(name="Since", label=f"{settings.period.capitalize()}s Later", format=MONEY),
        FieldSpec(name="Customers", format=MONEY),
        FieldSpec(name="Active", label="Bought Then", format=MONEY),
        FieldSpec(name="Rate", label="Share Who Bought Then", format=SHARE),
        FieldSpec(name="Revenue", format=MONEY),
    ]
    about = (
        f"Customers by the {settings.period} of their first purchase, and how many of them bought in each later one."
    )
    return Made(
        name=f"{settings.name}_cohorts",
        rows=pa.table(columns),
        fields=fields,
        key=("Cohort", "Since"),
        label="Cohorts",
        description=about,
    )


def _days(numbers: Sequence[int]) -> pa.Array:
    return pa.array(np.array(numbers, np.int32)).cast(pa.date32())


KIND = _Retention()
