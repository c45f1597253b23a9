"""What a match gives: a dataset with a row for each record, and one with a row for each pair, published together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from engine.kernels.arrays import Array
from engine.matching.records import Records
from engine.matching.specification import Match
from engine.store import FieldSpec, Store
from saql.record import record

NOTES = "matching"
"""The member of a dataset's notes that says how it was made."""

STATES = ("linked", "review", "apart")
"""Of a pair: one customer; to be reviewed; likely, but its records contradict others of the customer or a decision."""

DECIDED = "decided by somebody"


@record(eq=False)
class Result:
    """What a match found.

    Args:
        records: the records.
        customers: the id of each record's customer.
        labels: for each record the place of the first of its customer.
        left, right: places of the records of pairs, int32.
        scores: the score of each pair.
        reasons: what speaks for and against each pair.
        states: for each pair its place in `STATES`.
        decided: places of the pairs of which somebody said that they are the same.
    """

    records: Records
    customers: pa.StringArray
    labels: Array
    left: Array
    right: Array
    scores: Array
    reasons: pa.StringArray
    states: Array
    decided: Array


_RECORDS = (
    FieldSpec(name="Source", role="dimension", label="Source"),
    FieldSpec(name="RecordId", role="dimension", label="Record ID"),
    FieldSpec(name="CustomerId", role="dimension", label="Customer ID"),
    FieldSpec(name="Confidence", role="measure", label="Confidence", format="0.00"),
    FieldSpec(name="MatchedBy", role="dimension", label="Matched By"),
    FieldSpec(name="Records", role="measure", label="Records of the Customer"),
)
_PAIRS = (
    FieldSpec(name="LeftSource", role="dimension", label="Source"),
    FieldSpec(name="LeftId", role="dimension", label="Record ID"),
    FieldSpec(name="RightSource", role="dimension", label="Other Source"),
    FieldSpec(name="RightId", role="dimension", label="Other Record ID"),
    FieldSpec(name="Score", role="measure", label="Score", format="0.00"),
    FieldSpec(name="State", role="dimension", label="State"),
    FieldSpec(name="Reasons", role="dimension", label="Reasons"),
    FieldSpec(name="LeftCustomer", role="dimension", label="Customer ID"),
    FieldSpec(name="RightCustomer", role="dimension", label="Other Customer ID"),
)


def publish(match: Match, result: Result, store: Store, notes: Mapping[str, Any], now: dt.datetime) -> None:
    """Write both datasets, at one stroke.

    Raises:
        StoreError: the disk refused, or somebody else writes one of them; both are as before then.
    """
    with store.transaction(created=now) as change:
        made = {NOTES: dict(notes)}
        change.write(match.result, _record_rows(result), _RECORDS, label=match.label, notes=made, cluster=False)
        label = f"{match.label}: pairs"
        change.write(match.pairs, _pair_rows(result), _PAIRS, label=label, notes=made, cluster=False)


def _record_rows(result: Result) -> pa.Table:
    confidence, by = _ties(result)
    sizes = np.bincount(result.labels, minlength=len(result.labels))[result.labels]
    records = result.records
    return pa.table(
        {
            "Source": _sources(records, records.source),
            "RecordId": records.ids,
            "CustomerId": result.customers,
            "Confidence": pa.array(confidence, mask=np.isnan(confidence)),
            "MatchedBy": by,
            "Records": pa.array(sizes.astype(np.int64)),
        }
    )


def _ties(result: Result) -> tuple[Array, pa.StringArray]:
    """Return for each record the score of the pair that ties it to its customer the most, and what speaks for that."""
    scores = result.scores.copy()
    scores[result.decided] = 1.0
    inside = np.flatnonzero(result.labels[result.left] == result.labels[result.right])
    order = inside[np.argsort(scores[inside], kind="stable")]
    best = np.full(len(result.labels), -1, np.int64)
    ends = np.stack([result.left[order], result.right[order]], axis=1).ravel()
    best[ends] = np.repeat(order, 2)
    known = best >= 0
    confidence = np.where(known, np.append(scores, np.nan)[best], np.nan)
    decided = np.zeros(len(scores) + 1, np.bool_)
    decided[result.decided] = True
    places = np.where(decided[best], len(result.reasons), best)
    texts = pa.concat_arrays([result.reasons, pa.array([DECIDED], pa.string())])
    return confidence, texts.take(pa.array(places, mask=~known))


def _pair_rows(result: Result) -> pa.Table:
    records, ends = result.records, {"Left": result.left, "Right": result.right}
    order = pa.array(np.lexsort((result.right, result.left, -result.scores)))
    columns: dict[str, pa.Array] = {}
    for side, places in ends.items():
        columns[f"{side}Source"] = _sources(records, records.source[places])
        columns[f"{side}Id"] = records.ids.take(pa.array(places))
    columns["Score"] = pa.array(np.round(result.scores, 4))
    columns["State"] = pa.array(STATES).take(pa.array(result.states.astype(np.int64)))
    columns["Reasons"] = result.reasons
    for side, places in ends.items():
        columns[f"{side}Customer"] = result.customers.take(pa.array(places))
    return pa.table(columns).take(order)


def _sources(records: Records, source: Array) -> pa.StringArray:
    return pa.array(records.datasets, pa.string()).take(pa.array(source))
