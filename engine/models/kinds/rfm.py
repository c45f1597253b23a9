"""RFM: customers by how recently they bought, how often and for how much, in segments with names."""

from __future__ import annotations

from itertools import pairwise

from engine.analyses.customers import rfm
from engine.analyses.customers.customer_table import MONEY, Found, customer_table
from engine.analyses.customers.purchases import Purchases, Source, day_number, read_purchases
from engine.analyses.customers.rfm import Bounds
from engine.analyses.customers.rfm_report import rfm_report
from engine.analyses.customers.settings import SOURCE, read_source
from engine.json_value import JsonValue
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from saql.record import record

_ABOUT = (
    "Each customer with scores from 1 to 5 of recency, frequency and money, 5 the best, and the segment that they make."
)


@record(kw_only=True)
class Settings:
    """What a file says: the model's name, where purchases are, and the bounds of scores; None where they are fifths."""

    name: str
    source: Source
    bounds: Bounds | None


class _Rfm:
    name = "rfm"
    about = "Customers by how recently, how often and for how much they bought, in segments with names."

    def read(self, name: str, file: JsonValue) -> Settings:
        check_settings(file, *SOURCE, "bounds")
        given = file["bounds"]
        if given.value is None:
            return Settings(name=name, source=read_source(file), bounds=None)
        given.check_keys(("recency", "frequency", "money"))
        recency, frequency, money = (_bounds(given[each]) for each in ("recency", "frequency", "money"))
        return Settings(
            name=name,
            source=read_source(file),
            bounds=Bounds(recency=recency, frequency=frequency, money=money),
        )

    def loads(self, settings: Settings) -> tuple[str, ...]:
        return (settings.source.dataset,)

    def train(self, settings: Settings, surroundings: Surroundings) -> Trained:
        purchases, today = _read(settings, surroundings)
        bounds = settings.bounds or rfm.quintiles(purchases, today)
        report = rfm_report(
            settings.name, rfm.scores(purchases, today, bounds), bounds, given=settings.bounds is not None
        )
        return Trained(state=bounds.to_json(), report=report)

    def score(self, settings: Settings, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        purchases, today = _read(settings, surroundings)
        found = rfm.scores(purchases, today, Bounds.from_json(trained.state))
        fields = [
            Found("LastDate", "Last Purchase", purchases.last[found.rows], "date"),
            Found("DaysSince", "Days Since Last Purchase", found.days, MONEY),
            Found("Purchases", "Purchases", found.purchases, MONEY),
            Found("Revenue", "Revenue", found.revenue, MONEY),
            Found("Recency", "Recency (1 to 5)", found.recency, MONEY),
            Found("Frequency", "Frequency (1 to 5)", found.frequency, MONEY),
            Found("Money", "Money (1 to 5)", found.money, MONEY),
            Found("Worth", "Worth (1 to 5)", found.worth, MONEY),
            Found("Segment", "Segment", [rfm.SEGMENTS[each].name for each in found.segment.tolist()]),
        ]
        return (customer_table(settings.name, "RFM", _ABOUT, settings.source, purchases, found.rows, fields),)


def _read(settings: Settings, surroundings: Surroundings) -> tuple[Purchases, int]:
    session, now = surroundings.session, surroundings.now
    return read_purchases(settings.source, session, now), day_number(session.day(now))


def _bounds(value: JsonValue) -> tuple[float, ...]:
    found = tuple(each.number(0.0, -1e15, 1e15) for each in value)
    if len(found) != 4 or any(low > high for low, high in pairwise(found)):
        raise value.error("is no list of four rising numbers", "For instance: [30, 90, 180, 365]")
    return found


KIND = _Rfm()
