"""A scorecard for each product: which of the customers who do not have it yet buy it next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import NormalDist

from engine.analyses.offers.purchases import Purchases
from engine.analyses.offers.settings import Settings
from engine.analyses.offers.snapshots import Moment, records
from engine.analyses.scorecards import settings as scorecards
from engine.analyses.scorecards.learning import Learnt, learn
from engine.analyses.scorecards.periods import Periods
from engine.models.errors import ModelError
from saql.record import record

_CHANCE = 0.05


@record(eq=False)
class Offers:
    """What was learnt of each product, and of which nothing could be learnt, with the reason."""

    learnt: Mapping[str, Learnt]
    unused: Mapping[str, str]

    @property
    def usable(self) -> Mapping[str, Learnt]:
        """Those that are better than a plain guess: by so much that chance gives it to one of them once in 20 times."""
        enough = NormalDist().inv_cdf(1 - _CHANCE / max(len(self.learnt), 1))
        return {name: each for name, each in self.learnt.items() if each.sure >= enough}


def card_settings(settings: Settings, product: str) -> scorecards.Settings:
    """Return what the scorecard of a product is to learn."""
    return scorecards.Settings(
        name=settings.name,
        label=product,
        dataset=settings.dataset,
        id=settings.id,
        target=settings.bought,
        known=settings.bought,
        when=settings.date,
        carried=settings.carried,
        outcome=f"a purchase of {product}",
    )


def learn_offers(
    settings: Settings,
    purchases: Purchases,
    found: tuple[Moment, ...],
    labels: Mapping[str, str],
    seed: int,
    log: Callable[[str], None] = lambda _: None,
) -> Offers:
    """Return what is learnt of each product.

    Raises:
        ModelError: there is no product of which something can be learnt.
        MissingExtraError: scikit-learn is not installed.
    """
    periods = Periods(found[2].day, found[1].day)  # the newest moment of which it is known what came tests it
    learnt: dict[str, Learnt] = {}
    unused: dict[str, str] = {}
    for place, product in enumerate(purchases.products):
        try:
            some = records(settings, purchases, found, place)
            learnt[product] = learn(card_settings(settings, product), some, labels, seed, periods=periods)
            log(f"{product}: learnt from {int(some.known.sum()):,} customers as they were")
        except ModelError as error:
            unused[product] = error.message
            log(f"{product}: {error.message}")
    if not learnt:
        hint = "Look whether 'bought', 'product' and 'date' say what they are to say."
        reason = next(iter(unused.values()), "there are no purchases.")
        raise ModelError(f"Of no product of {settings.dataset} can anything be learnt: {reason}", hint=hint)
    return Offers(learnt, unused)
