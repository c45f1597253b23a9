"""Scores: for each open record its probability, band, reasons and the change that would help most."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.analyses.scorecards.card import BANDS, Card, probability
from engine.analyses.scorecards.reasons import changes, reasons
from engine.analyses.scorecards.records import Records, of_rows
from engine.analyses.scorecards.settings import Settings
from engine.columns import Column, TextColumn
from engine.kernels import arrays
from engine.kernels.rows import take
from engine.recipes.decoded import as_column
from engine.store.fields import FieldSpec, Member

MADE = tuple("Probability Band Reason1 Reason2 Reason3 Change ProbabilityAfterChange ModelVersion".split())
"""The fields that scores have of their own; none that is carried along can be called so."""

_COLORS = {"High": "#2c8a43", "Medium": "#b7791f", "Low": "#8a94a3"}


def scores(settings: Settings, card: Card, records: Records, version: int) -> pa.Table:
    """Return the scores of the open records, one for each id: of several the newest.

    Args:
        settings: what the scorecard learnt.
        card: the scorecard.
        records: the records that get a score.
        version: the version of the model.
    """
    rows = _newest(records)
    classes = card.classes({each.name: of_rows(records.fields[each.name], rows) for each in card.fields})
    points = card.sums(classes)
    chances = probability(points)
    why = reasons(card, classes)
    change = changes(card, classes, 1 if settings.better == "higher" else -1)
    columns: dict[str, pa.Array] = {
        settings.id: _plain(take(records.ids, rows)),
        **{name: _plain(take(column, rows)) for name, column in records.carried.items()},
        "Probability": arrays.array(np.round(chances, 4)),
        "Band": pa.DictionaryArray.from_arrays(
            arrays.array(card.band(chances).astype(np.int32), None, pa.int32()), arrays.from_list([*BANDS], pa.string())
        ),
        **{f"Reason{place}": column for place, column in enumerate(why.columns, 1)},
        "Change": change.column,
        "ProbabilityAfterChange": arrays.array(np.round(probability(points + change.points), 4), change.points != 0),
        "ModelVersion": arrays.array(np.full(len(rows), version, dtype=np.int64)),
    }
    return pa.table(columns)


def score_fields(settings: Settings, card: Card, known: Mapping[str, FieldSpec]) -> list[FieldSpec]:
    """Return what is said of the fields of scores; `known` is what is said of those that are carried along."""
    said = settings.outcome
    members = tuple(Member(each, color=_COLORS[each]) for each in reversed(BANDS))
    bounds = f"High from {card.high:.1%}, Medium from {card.medium:.1%}"
    return [
        *(known[name] for name in dict.fromkeys((settings.id, *settings.carried)) if name in known),
        FieldSpec(name="Probability", label=f"Chance of {said}", format="0.0%"),
        FieldSpec(name="Band", label=f"Band ({bounds})", members=members),
        FieldSpec(name="Reason1", label="First Reason"),
        FieldSpec(name="Reason2", label="Second Reason"),
        FieldSpec(name="Reason3", label="Third Reason"),
        FieldSpec(name="Change", label="What Would Help Most"),
        FieldSpec(name="ProbabilityAfterChange", label=f"Chance of {said} after That", format="0.0%"),
        FieldSpec(name="ModelVersion", label="Model Version"),
    ]


def _newest(records: Records) -> npt.NDArray[np.int64]:
    """Return the rows of open records with an id, of those with the same id the newest, in their order."""
    rows = np.flatnonzero(records.open & (records.ids.codes > 0))
    codes = records.ids.codes[rows].astype(np.int64)
    if len(codes) < 2 or len(np.unique(codes)) == len(codes):  # one record has no other
        return rows
    order = np.lexsort((rows, records.when[rows], codes))
    last = np.append(codes[order][1:] != codes[order][:-1], True)
    return np.sort(rows[order[last]])


def _plain(column: Column) -> pa.Array:
    """Return a column as it is written: texts with their dictionary, so that no text is hashed row by row."""
    if not isinstance(column, TextColumn):
        return as_column(column)
    codes = column.codes.astype(np.int32) - 1
    indices = arrays.array(np.maximum(codes, 0), codes >= 0, pa.int32())
    return pa.DictionaryArray.from_arrays(indices, column.dictionary)
