"""Lifetime value: what each customer is expected to buy and to be worth, by BG/NBD and Gamma-Gamma."""

from __future__ import annotations

import numpy as np

from engine.analyses.customers import holdout, lifetime
from engine.analyses.customers.bands import bands, standings
from engine.analyses.customers.customer_table import MONEY, NUMBER, SHARE, Found, customer_table
from engine.analyses.customers.lifetime import Lifetime
from engine.analyses.customers.lifetime_report import lifetime_report
from engine.analyses.customers.purchases import Source, day_number, day_of, read_purchases
from engine.analyses.customers.settings import SOURCE, read_source
from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from saql.record import record

_ABOUT = (
    "Each customer with the purchases and the value expected of them. Standing: active from a probability of 80% that "
    "they still buy, fading from 50%. Band A: the best, who bring half of all lifetime value; B: the next 30%."
)


@record(kw_only=True)
class Settings:
    """What a file says.

    Args:
        name: the model's name.
        source: where purchases are.
        horizon: days ahead that purchases and value are expected in.
        years: years that the lifetime value is of.
        discount: by how much money a year later is worth less.
        tested: days at the end of the data that the model is tried on.
    """

    name: str
    source: Source
    horizon: int
    years: float
    discount: float
    tested: int


class _Lifetime:
    name = "lifetime"
    about = "What each customer will buy, whether they still do, and what they are worth."

    def read(self, name: str, file: JsonValue) -> Settings:
        check_settings(file, *SOURCE, "horizon_days", "years", "discount", "tested_days")
        horizon = file["horizon_days"].whole(365, 7, 3_650)
        return Settings(
            name=name,
            source=read_source(file),
            horizon=horizon,
            years=file["years"].number(3.0, 0.5, 30.0),
            discount=file["discount"].number(0.1, 0.0, 1.0),
            tested=file["tested_days"].whole(horizon, 7, 3_650),
        )

    def loads(self, settings: Settings) -> tuple[str, ...]:
        return (settings.source.dataset,)

    def train(self, settings: Settings, surroundings: Surroundings) -> Trained:
        session, now = surroundings.session, surroundings.now
        purchases, today = read_purchases(settings.source, session, now), day_number(session.day(now))
        cut = today - settings.tested
        if cut <= purchases.first.min():
            first = day_of(int(purchases.first.min()))
            hint = "Set tested_days to less, or learn from a longer time."
            raise ModelError(
                f"The last {settings.tested} days are all there is: purchases begin on {first}.", hint=hint
            )
        tested = holdout.test(lifetime.fit(purchases, cut), purchases, cut, today)
        model = lifetime.fit(purchases, today)
        reason = "" if tested.beaten else "Each customer going on at their rate so far is foretold as well without it."
        report = lifetime_report(settings.source, model, tested, (day_of(cut + 1), day_of(today)))
        return Trained(state=model.to_json(), report=report, usable=tested.beaten, reason=reason)

    def score(self, settings: Settings, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        session, now = surroundings.session, surroundings.now
        purchases, today = read_purchases(settings.source, session, now), day_number(session.day(now))
        found = lifetime.outlook(
            Lifetime.from_json(trained.state),
            purchases,
            today,
            horizon=settings.horizon,
            years=settings.years,
            discount=settings.discount,
        )
        rows, days = found.rows, settings.horizon
        # what they would spend if it were certain that they still buy, times the probability that they don't
        risk = found.value / np.maximum(found.alive, 1e-9) * (1 - found.alive)
        fields = [
            Found("FirstDate", "First Purchase", purchases.first[rows], "date"),
            Found("LastDate", "Last Purchase", purchases.last[rows], "date"),
            Found("Purchases", "Purchases", purchases.counts()[rows], MONEY),
            Found("Revenue", "Revenue", purchases.revenue()[rows], MONEY),
            Found("ProbabilityAlive", "Probability to Still Buy", found.alive, SHARE),
            Found("Standing", "Standing", standings(found.alive)),
            Found("ExpectedPurchases", f"Expected Purchases ({days} Days)", found.purchases, NUMBER),
            Found("ExpectedAmount", "Expected Amount of a Purchase", found.amount, MONEY),
            Found("ExpectedValue", f"Expected Value ({days} Days)", found.value, MONEY),
            Found("ValueAtRisk", f"Value at Risk ({days} Days)", risk, MONEY),
            Found("LifetimeValue", f"Lifetime Value ({settings.years:g} Years)", found.lifetime, MONEY),
            Found("Band", "Band of Lifetime Value", bands(found.lifetime)),
        ]
        return (customer_table(settings.name, "Lifetime Value", _ABOUT, settings.source, purchases, rows, fields),)


KIND = _Lifetime()
