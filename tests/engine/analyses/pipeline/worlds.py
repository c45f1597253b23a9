"""Small worlds of deals whose rules are known, for tests of the pipeline."""

import datetime as dt

import numpy as np

from engine.analyses.pipeline.deals import NOT_CLOSED, Deals, Steps, ordered

NOTHING = Steps(deal=np.zeros(0, int), at=np.zeros(0), stage=np.zeros(0, int), amount=np.zeros(0), stated=np.zeros(0))


def day(year: int, month: int, of_month: int = 1) -> float:
    return float((dt.date(year, month, of_month) - dt.date(1970, 1, 1)).days)


def deals(
    created: np.ndarray,
    closed: np.ndarray,
    won: np.ndarray,
    *,
    amount: np.ndarray | None = None,
    owner: np.ndarray | None = None,
    segment: np.ndarray | None = None,
) -> Deals:
    count = len(created)
    nothing = np.zeros(count, int)
    return Deals(
        ids=np.array([f"d{each}" for each in range(count)]),
        created=np.asarray(created, float),
        closed=np.asarray(closed, float),
        won=np.asarray(won, bool),
        amount=np.full(count, 100.0) if amount is None else np.asarray(amount, float),
        stated=np.full(count, np.nan),
        stage=nothing,
        owner=nothing if owner is None else owner,
        segment=nothing if segment is None else segment,
        committed=np.zeros(count, bool),
        stages=("Proposal",),
        owners=("Ada", "Ben"),
        segments=("Large", "Small"),
    )


def coins(now: float, months: int = 30, each_month: int = 60, seed: int = 1) -> Deals:
    """Deals of 100 that end within about two months of their making; a fair coin says how; two owners, two segments."""
    random = np.random.default_rng(seed)
    count = months * each_month
    created = now - random.uniform(0, months * 30.4, count)
    closed = created + random.exponential(40.0, count)
    return deals(
        created,
        np.where(closed <= now, closed, NOT_CLOSED),
        (random.random(count) < 0.5) & (closed <= now),
        owner=random.integers(0, 2, count),
        segment=random.integers(0, 2, count),
    )


def as_known_at(whole: Deals, steps: Steps, now: float) -> tuple[Deals, Steps]:
    """What a system would have held at a moment: later deals, closes and steps taken away."""
    made = whole.created <= now
    place = np.cumsum(made) - 1
    closed = np.where(whole.closed <= now, whole.closed, NOT_CLOSED)[made]
    seen = made[steps.deal] & (steps.at <= now)
    kept = Steps(
        deal=place[steps.deal[seen]],
        at=steps.at[seen],
        stage=steps.stage[seen],
        amount=steps.amount[seen],
        stated=steps.stated[seen],
    )
    arrays = {
        name: getattr(whole, name)[made] for name in ("ids", "created", "amount", "stated", "stage", "owner", "segment")
    }
    names = {name: getattr(whole, name) for name in ("stages", "owners", "segments")}
    known = Deals(
        **arrays, **names, closed=closed, won=whole.won[made] & np.isfinite(closed), committed=whole.committed[made]
    )
    return known, ordered(kept)
