"""The chances of each customer for each product that they do not have, the likeliest first."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from engine.analyses.offers.learning import card_settings
from engine.analyses.offers.purchases import Purchases
from engine.analyses.offers.settings import Settings
from engine.analyses.offers.snapshots import Moment, records
from engine.analyses.scorecards.card import Card
from engine.analyses.scorecards.records import Records
from engine.analyses.scorecards.scores import MADE as SCORES_HAVE
from engine.analyses.scorecards.scores import scores
from engine.columns import TextColumn
from engine.kernels import arrays
from engine.models.errors import ModelError
from engine.store.fields import FieldSpec

MADE = ("Product", "Rank", *SCORES_HAVE)
"""The fields that offers have of their own; none that is carried along can be called so."""

_LEFT_OUT = ("Band", "Change", "ProbabilityAfterChange")


def offer_scores(
    settings: Settings, cards: Mapping[str, Card], purchases: Purchases, today: Moment, version: int
) -> pa.Table:
    """Return a row for each customer and each product with a scorecard that the customer does not have.

    Args:
        settings: names of fields.
        cards: the scorecards of products.
        purchases: the purchases.
        today: customers as they are.
        version: the version of the model.

    Raises:
        ModelError: none of the products is sold any more.
    """
    tables = []
    for place, product in enumerate(purchases.products):
        if product in cards:
            some = _with_all(records(settings, purchases, (today,), place), cards[product])
            table = scores(card_settings(settings, product), cards[product], some, version)
            table = table.drop_columns(list(_LEFT_OUT))
            places = arrays.array(np.zeros(table.num_rows, dtype=np.int32))
            name = pa.DictionaryArray.from_arrays(places, arrays.from_list([product], pa.string()))
            tables.append(table.append_column("Product", name))
    if not tables:
        names = ", ".join(cards)
        raise ModelError(f"{settings.dataset} has no purchases of what it learnt to offer: {names}.")
    found = pa.concat_tables(tables).unify_dictionaries()
    return found.append_column("Rank", arrays.array(_ranks(found[settings.id], found["Probability"])))


def _with_all(some: Records, card: Card) -> Records:
    """Return records with all fields of a scorecard: a product that is not in the dataset any more nobody has."""
    nobody = TextColumn(np.ones(len(some.when), dtype=np.uint8), arrays.from_list(["no"], pa.string()))
    return dataclasses.replace(some, fields={**{each.name: nobody for each in card.fields}, **some.fields})


def _ranks(ids: pa.ChunkedArray, chances: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the place of each row among those of its customer, 1 for the highest chance."""
    codes = np.concatenate([each.indices.to_numpy() for each in ids.chunks])
    values = chances.to_numpy()
    order = np.lexsort((np.arange(len(codes)), -values, codes))
    starts = np.flatnonzero(np.append(True, codes[order][1:] != codes[order][:-1]))
    place = np.arange(len(codes)) - np.repeat(starts, np.diff(np.append(starts, len(codes))))
    ranks = np.empty(len(codes), dtype=np.int64)
    ranks[order] = place + 1
    return ranks


def offer_fields(settings: Settings, known: Mapping[str, FieldSpec]) -> list[FieldSpec]:
    """Return what is said of the fields; `known` is what is said of those that are carried along."""
    return [
        *(known[name] for name in dict.fromkeys((settings.id, *settings.carried)) if name in known),
        FieldSpec(name="Product", label="Product"),
        FieldSpec(name="Rank", label="Rank for the Customer"),
        FieldSpec(name="Probability", label=f"Chance of a Purchase within {settings.days} Days", format="0.0%"),
        FieldSpec(name="Reason1", label="First Reason"),
        FieldSpec(name="Reason2", label="Second Reason"),
        FieldSpec(name="Reason3", label="Third Reason"),
        FieldSpec(name="ModelVersion", label="Model Version"),
    ]
