"""Clusters: customers who are alike in what they buy and ask for, told in words."""

from __future__ import annotations

import numpy as np

from engine.analyses.customers import clusters, features
from engine.analyses.customers.clusters_report import clusters_report
from engine.analyses.customers.customer_table import NUMBER, Found, customer_table
from engine.analyses.customers.features import Counted, Feature
from engine.analyses.customers.purchases import Purchases, Source, day_number, read_purchases
from engine.analyses.customers.settings import SOURCE, read_counted, read_source
from engine.json_value import JsonValue
from engine.kernels.arrays import Array
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from saql.record import record

_ABOUT = "Each customer with the cluster of customers who are alike, and what it is by."

_COUNTED = tuple(Counted(dataset=each, customer="AccountId", words=each) for each in ("cases", "activities"))


@record(kw_only=True)
class Settings:
    """What a file says: the model's name, where purchases are, and which records of other datasets count."""

    name: str
    source: Source
    counts: tuple[Counted, ...]


class _Clusters:
    name = "clusters"
    about = "Groups of customers who are alike, as many as are stable, told in words."

    def read(self, name: str, file: JsonValue) -> Settings:
        check_settings(file, *SOURCE, "counts")
        usual = _COUNTED if file["dataset"].value is None else ()
        given = file["counts"]
        counts = usual if given.value is None else tuple(read_counted(each) for each in given)
        return Settings(name=name, source=read_source(file), counts=counts)

    def loads(self, settings: Settings) -> tuple[str, ...]:
        return (settings.source.dataset, *(each.dataset for each in settings.counts))

    def train(self, settings: Settings, surroundings: Surroundings) -> Trained:
        purchases, rows, measures = _measures(settings, surroundings)
        found = clusters.find(measures, surroundings.seed)
        labels = clusters.assign(found.to_json(), measures)
        reason = _reason(found)
        report = clusters_report(settings.name, found, labels, purchases.revenue()[rows], reason)
        return Trained(state=found.to_json(), report=report, usable=not reason, reason=reason)

    def score(self, settings: Settings, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        purchases, rows, measures = _measures(settings, surroundings)
        labels = clusters.assign(trained.state, measures)
        words = trained.state["words"]
        fields = [
            Found("Cluster", "Cluster", [words[each] for each in labels.tolist()]),
            Found("Revenue", "Revenue", purchases.revenue()[rows], NUMBER),
            *(Found(each.name, _label(each), each.values, NUMBER) for each in measures),
        ]
        return (customer_table(settings.name, "Clusters", _ABOUT, settings.source, purchases, rows, fields),)


def _measures(settings: Settings, surroundings: Surroundings) -> tuple[Purchases, Array, list[Feature]]:
    session, now = surroundings.session, surroundings.now
    purchases, today = read_purchases(settings.source, session, now), day_number(session.day(now))
    rows = np.flatnonzero(purchases.counts() > 0)
    bought = features.bought(purchases, rows, today)
    return purchases, rows, [*bought, *features.counted(settings.counts, purchases, rows, session, now)]


def _reason(found: clusters.Clusters) -> str:
    chosen = found.chosen
    if chosen.stability < clusters.STABLE:
        return "No number of clusters is stable: other customers of the same kind would be grouped otherwise."
    if chosen.silhouette <= found.shuffled:
        return "The clusters lie no further apart than those of customers whose measures were shuffled."
    return ""


def _label(feature: Feature) -> str:
    known = {
        "DaysSince": "Days Since Last Purchase",
        "DaysSinceFirst": "Days Since First Purchase",
        "MeanAmount": "Mean Amount of a Purchase",
    }
    return known.get(feature.name, feature.name)


KIND = _Clusters()
