"""Profitability: revenue less cost of each customer, and how much hangs on few of them."""

from __future__ import annotations

import numpy as np

from engine.analyses.customers import features
from engine.analyses.customers.customer_table import MONEY, SHARE, Found, customer_table
from engine.analyses.customers.features import Counted
from engine.analyses.customers.profit import Profits, profits
from engine.analyses.customers.profit_report import profit_report
from engine.analyses.customers.purchases import Purchases, Source, day_number, read_purchases
from engine.analyses.customers.settings import SOURCE, read_counted, read_source
from engine.json_value import JsonValue
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from saql import quote
from saql.record import record

_ABOUT = "Each customer with what they brought in and what they cost, the most profitable first."


@record(kw_only=True)
class Serving:
    """What it costs to serve customers: so much for each record of a dataset, such as a case, by the day of `date`."""

    counted: Counted
    date: str
    each: float


@record(kw_only=True)
class Settings:
    """What a file says: the model's name, where purchases are, the days that count, and what serving costs."""

    name: str
    source: Source
    days: int
    serving: tuple[Serving, ...]


class _Profitability:
    name = "profitability"
    about = "Revenue less cost of each customer, and how much of the profit hangs on few of them."

    def read(self, name: str, file: JsonValue) -> Settings:
        check_settings(file, *SOURCE, "days", "serving")
        days = file["days"].whole(365, 7, 36_500)
        serving = tuple(_serving(each) for each in file["serving"])
        return Settings(name=name, source=read_source(file), days=days, serving=serving)

    def loads(self, settings: Settings) -> tuple[str, ...]:
        return (settings.source.dataset, *(each.counted.dataset for each in settings.serving))

    def train(self, settings: Settings, surroundings: Surroundings) -> Trained:
        _, found = _profits(settings, surroundings)
        costs = [each.counted.words for each in settings.serving]
        known = settings.source.cost is not None or bool(costs)
        return Trained(state={}, report=profit_report(settings.name, found, settings.days, known=known))

    def score(self, settings: Settings, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        del trained  # nothing is learnt: profits are added up
        purchases, found = _profits(settings, surroundings)
        with np.errstate(divide="ignore", invalid="ignore"):
            margin = np.where(found.revenue > 0, found.profit / found.revenue, np.nan)
        fields = [
            Found("Rank", "Rank", np.arange(1, len(found.rows) + 1), MONEY),
            Found("Revenue", f"Revenue ({settings.days} Days)", found.revenue, MONEY),
            Found("Cost", "Cost of What Was Sold", found.cost, MONEY),
            Found("Serving", "Cost to Serve", found.serving, MONEY),
            Found("Profit", "Profit", found.profit, MONEY),
            Found("Margin", "Margin", margin, SHARE),
            Found("Share", "Share of Profit up to Here", found.share, SHARE),
        ]
        return (customer_table(settings.name, "Profitability", _ABOUT, settings.source, purchases, found.rows, fields),)


def _profits(settings: Settings, surroundings: Surroundings) -> tuple[Purchases, Profits]:
    session, now = surroundings.session, surroundings.now
    purchases, today = read_purchases(settings.source, session, now), day_number(session.day(now))
    low = today - settings.days + 1
    serving = np.zeros(len(purchases.ids))
    for each in settings.serving:
        date = quote.name(f"{each.date}_day_epoch")
        within = (f"{date} >= {low}", f"{date} <= {today}")
        serving += each.each * features.count(each.counted, purchases, session, now, *within)
    return purchases, profits(purchases, low, today, serving)


def _serving(value: JsonValue) -> Serving:
    counted = read_counted(value, "date", "each")
    if value["each"].value is None:
        raise value["each"].error("is missing", 'What one of them costs, for instance: "each": 150')
    each = value["each"].number(0.0, 0.0, 1e12)
    return Serving(counted=counted, date=value["date"].text() or "CreatedDate", each=each)


KIND = _Profitability()
