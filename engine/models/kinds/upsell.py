"""Upsell: which product each customer is likely to buy next."""

from __future__ import annotations

import dataclasses

from engine.analyses.offers.learning import learn_offers
from engine.analyses.offers.purchases import Purchases, read_purchases
from engine.analyses.offers.report import offers_report, why_none
from engine.analyses.offers.scores import MADE, offer_fields, offer_scores
from engine.analyses.offers.settings import Settings
from engine.analyses.offers.snapshots import Moment, moments
from engine.analyses.scorecards.card import card_json, card_of
from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from engine.store.fields import DatasetField, FieldSpec

_FIELDS = ("Account.Industry", "Account.Segment", "Account.Region", "Account.Country")
_CARRIED = ("Account.Name", "OwnerId", "Owner.Name")
_MOST_DAYS = 3_650


class Upsell:
    """Chances of the next purchase; what a file does not say is as in the demo data."""

    name = "upsell"
    about = "Which product each customer is likely to buy next, and why."

    def read(self, name: str, file: JsonValue) -> Settings:
        """Return the settings of a file."""
        check_settings(file, "dataset", "id", "product", "date", "bought", "fields", "carried", "days")
        for each in file["carried"]:
            if each.value in MADE:
                raise each.error(f"is '{each.value}', a field that offers have of their own")
        return Settings(
            name=name,
            label=file["label"].text() or "What Customers Buy Next",
            dataset=file["dataset"].text() or "line_items",
            id=file["id"].text() or "AccountId",
            product=file["product"].text() or "Product2.Family",
            date=file["date"].text() or "Opportunity.CloseDate",
            bought=file["bought"].text() or "'Opportunity.IsWon' == \"true\"",
            fields=file["fields"].texts(_FIELDS),
            carried=file["carried"].texts(_CARRIED),
            days=file["days"].whole(182, 7, _MOST_DAYS),
        )

    def loads(self, settings: Settings) -> tuple[str, ...]:
        """Return the dataset of the purchases."""
        return (settings.dataset,)

    def train(self, settings: Settings, surroundings: Surroundings) -> Trained:
        """Learn a scorecard for each product."""
        fields = _fields(settings, surroundings)
        settings = _there(settings, fields)
        purchases, found = _read(settings, surroundings)
        labels = {each.name: each.label for each in fields}
        offers = learn_offers(settings, purchases, found, labels, surroundings.seed, surroundings.log)
        usable = offers.usable
        return Trained(
            state={"products": {name: card_json(each.card) for name, each in usable.items()}},
            report=offers_report(settings, offers, found[1].day + 1),
            usable=bool(usable),
            reason="" if usable else why_none(settings),
        )

    def score(self, settings: Settings, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        """Return the chances of customers for what they do not have."""
        products = JsonValue(trained.state, ModelError)["products"]
        cards = {name: card_of(products[name]) for name in products.value or {}}
        fields = _fields(settings, surroundings)
        settings = _there(settings, fields)
        purchases, found = _read(settings, surroundings)
        known = {each.name: FieldSpec(name=each.name, label=each.label) for each in fields}
        made = Made(
            name=f"{settings.name}_offers",
            rows=offer_scores(settings, cards, purchases, found[0], trained.version),
            fields=offer_fields(settings, known),
            key=(settings.id, "Product"),
            label=f"{settings.label}: Offers",
            description="For each customer and each product that they do not have the chance of a purchase, and why.",
        )
        return (made,)


def _there(settings: Settings, fields: tuple[DatasetField, ...]) -> Settings:
    """Return settings without the usual fields that the dataset does not have."""
    names = {each.name for each in fields}

    def kept(given: tuple[str, ...], usual: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in given if each in names) if given == usual else given

    return dataclasses.replace(
        settings, fields=kept(settings.fields, _FIELDS), carried=kept(settings.carried, _CARRIED)
    )


def _read(settings: Settings, surroundings: Surroundings) -> tuple[Purchases, tuple[Moment, ...]]:
    purchases = read_purchases(settings, surroundings.session, surroundings.now)
    today = surroundings.session.day(surroundings.now).toordinal() - _EPOCH
    return purchases, moments(purchases, today, settings.days)


def _fields(settings: Settings, surroundings: Surroundings) -> tuple[DatasetField, ...]:
    with surroundings.session.store.open(settings.dataset) as dataset:
        return tuple(dataset.fields)


_EPOCH = 719_163
"""The ordinal of 1970-01-01."""

KIND = Upsell()
