"""A match, from datasets to datasets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.kernels.arrays import Array
from engine.matching.blocking import Candidates, Cut, Pairs, find_candidates
from engine.matching.clusters import Clusters, Rulings, find_clusters
from engine.matching.decisions import Decision, Decisions, Key
from engine.matching.identity import Known, customer_ids
from engine.matching.normalise import normalise
from engine.matching.records import Records, read_records
from engine.matching.results import NOTES, STATES, Result, publish
from engine.matching.scoring import Scored, Scorer, joined, reasons
from engine.matching.specification import Match
from engine.store import Store
from saql.record import record

LINKED, REVIEW, APART = range(len(STATES))


@record
class Outcome:
    """What came of a match.

    Args:
        records: how many records there are.
        customers: how many customers they are.
        candidates: pairs that were looked at.
        linked, review: pairs that are one customer, and that somebody should look at.
        cuts: blocks that were left out.
        contradicted: decisions that do not count, because later ones say otherwise.
    """

    records: int
    customers: int
    candidates: int
    linked: int
    review: int
    cuts: tuple[Cut, ...]
    contradicted: tuple[Decision, ...]


def run_match(
    match: Match,
    store: Store,
    decisions: Decisions,
    now: dt.datetime,
    threads: int = 1,
    report: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Match records, and publish what was found.

    Args:
        match: what to match.
        store: has the records, and takes the results.
        decisions: what people decided.
        now: the moment that the results are of.
        threads: threads that compare.
        report: takes a line for each stage, without any value; it may raise to stop.

    Raises:
        MatchingError: it can't be done; the message says why.
        StoreError: a dataset can't be read or written.
        After any error the datasets are as before.
    """
    mark, versions = decisions.mark(match.name), {each.dataset: store.newest(each.dataset) for each in match.sources}
    decided = decisions.of(match.name)
    records = read_records(match, store)
    report(f"{len(records):,} records of {', '.join(records.datasets)}")
    normal = normalise(records, match.kind)
    candidates = find_candidates(normal)
    report(f"{len(candidates.pairs):,} pairs share a key")
    scorer = Scorer(normal, match.kind, threads)
    scored = scorer.score(candidates.pairs, match.review)
    rulings, places = _rulings(records, decided)
    links = scored.take(scored.scores >= match.link)
    clusters = find_clusters(len(records), links, rulings, scorer)
    report(f"{len(scored.bits):,} pairs score {match.review} or more")
    result = _result(match, records, scored, clusters, rulings, scorer, _known(match, store))
    contradicted = tuple(decided[places[each]] for each in clusters.contradicted)
    outcome = _outcome(result, candidates, contradicted)
    publish(match, result, store, _notes(match, outcome, versions, mark, now), now)
    return outcome


def _rulings(records: Records, decided: Sequence[Decision]) -> tuple[Rulings, list[int]]:
    """Return the decisions about records that are there, and which ones they are."""
    wanted = [each for each in decided if each.verdict in ("same", "different")]
    ends = [_keys([getattr(each, side) for each in wanted]) for side in ("left", "right")]
    keys = records.keys()
    left, right = (pc.index_in(each, keys).to_pylist() for each in ends)
    pairs, same, places = [], [], []
    for each, a, b in zip(wanted, left, right, strict=True):
        if a is not None and b is not None:
            pairs.append((min(a, b), max(a, b)))
            same.append(each.verdict == "same")
            places.append(decided.index(each))
    return Rulings(pairs, same), places


def _keys(of: Sequence[Key]) -> pa.StringArray:
    return pa.array([f"{each.source}\x1f{each.id}" for each in of], pa.string())


def _known(match: Match, store: Store) -> Known | None:
    """Return what the last run said, None where there was none."""
    if match.result not in store:
        return None
    with store.open(match.result) as dataset:
        if NOTES not in dataset.manifest.notes:
            return None
        batches = list(dataset.batches(["Source", "RecordId", "CustomerId"], rows=max(dataset.rows, 1)))
    rows = pa.Table.from_batches(batches).combine_chunks()
    source, id_, customer = (rows.column(each).chunk(0) for each in range(3))
    return Known(pc.binary_join_element_wise(source, id_, "\x1f"), customer)


def _result(
    match: Match,
    records: Records,
    scored: Scored,
    clusters: Clusters,
    rulings: Rulings,
    scorer: Scorer,
    known: Known | None,
) -> Result:
    """Return what is published: pairs that are likely, and those that somebody decided about."""
    count = len(records)
    ruled = np.array(rulings.pairs, np.int64).reshape(-1, 2)
    missing = ruled[~np.isin(ruled[:, 0] * count + ruled[:, 1], _codes(scored.pairs, count))]
    extra = scorer.score(Pairs(missing[:, 0].astype(np.int32), missing[:, 1].astype(np.int32)))
    whole = joined([scored, extra])
    pairs, scores, labels = whole.pairs, whole.scores, clusters.labels
    together = labels[pairs.left] == labels[pairs.right]
    codes = _codes(pairs, count)
    same = np.array(rulings.same, np.bool_)
    different = np.isin(codes, _of(ruled[~same], count))
    states = np.where(together, LINKED, np.where((scores >= match.link) | different, APART, REVIEW))
    return Result(
        records=records,
        customers=customer_ids(records.keys(), labels, known),
        labels=labels,
        left=pairs.left,
        right=pairs.right,
        scores=scores,
        reasons=reasons(whole, match.kind),
        states=states,
        decided=np.flatnonzero(np.isin(codes, _of(ruled[same], count)) & together),
    )


def _codes(pairs: Pairs, count: int) -> Array:
    return pairs.left.astype(np.int64) * count + pairs.right


def _of(ruled: Array, count: int) -> Array:
    return ruled[:, 0] * count + ruled[:, 1]


def _outcome(result: Result, candidates: Candidates, contradicted: tuple[Decision, ...]) -> Outcome:
    return Outcome(
        records=len(result.records),
        customers=len(np.unique(result.labels)),
        candidates=len(candidates.pairs),
        linked=int(np.count_nonzero(result.states == LINKED)),
        review=int(np.count_nonzero(result.states == REVIEW)),
        cuts=candidates.cuts,
        contradicted=contradicted,
    )


def _notes(match: Match, outcome: Outcome, versions: dict[str, int], mark: str, now: dt.datetime) -> dict[str, Any]:
    return {
        "match": match.name,
        "sources": versions,
        "decisions": mark,
        "ran": now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "records": outcome.records,
        "customers": outcome.customers,
        "linked": outcome.linked,
        "review": outcome.review,
        "cuts": [[each.kind, each.blocks, each.records] for each in outcome.cuts],
        "contradicted": len(outcome.contradicted),
    }
