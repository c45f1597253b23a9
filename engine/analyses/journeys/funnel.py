"""The funnel: of those that came to a stage, how many moved on, dropped out, or are still there."""

from __future__ import annotations

import numpy as np

from engine.analyses.journeys.progress import DAY, NEVER, Progress
from engine.analyses.journeys.waiting import DROPPED, MOVED, WAITS, Waiting, waiting
from engine.analyses.statistics.proportions import interval
from engine.kernels.arrays import Array
from saql.record import record


@record(kw_only=True)
class FunnelStage:
    """What became of the records that came to a stage: `came` = `moved` + `dropped` + `still`.

    Args:
        name: the stage.
        came: records that began here, or moved on to here or past it.
        began: those that began here.
        passed_over: those that never entered it: they went from an earlier stage to a later one.
        moved: those that came to a later stage.
        dropped: those whose furthest stage this is and that were lost, or quiet for too long.
        still: those whose furthest stage this is, and that are open.
        conversion: `moved` of those that are decided, moved or dropped; None at the last stage, and where none is.
        low: the lower bound of the conversion with 95% certainty.
        high: the upper bound.
        expected: the conversion with those that still wait counted for as long as they have waited.
        median_days: after how many days half of those that move on have done so, unfinished ones counted so too.
        slow_days: the same for nine in ten.
        back: how many steps led from here back to an earlier stage.
    """

    name: str
    came: int
    began: int
    passed_over: int
    moved: int
    dropped: int
    still: int
    conversion: float | None
    low: float | None
    high: float | None
    expected: float | None
    median_days: float | None
    slow_days: float | None
    back: int


def funnel_of(progress: Progress, names: tuple[str, ...], back: Array) -> tuple[FunnelStage, ...]:
    """Return the stages of the funnel in order.

    Args:
        progress: how far each record came.
        names: the stages in order.
        back: how many steps led from each stage back to each, stages by stages.
    """
    beyond = progress.beyond
    return tuple(_stage(progress, at, name, beyond[:, at], int(back[at].sum())) for at, name in enumerate(names))


def came_to(progress: Progress, stage: int) -> Array:
    """Return which records came to a stage, or past it, from where they began."""
    return (progress.began <= stage) & (progress.furthest >= stage)


def waiting_in(progress: Progress, stage: int, beyond: Array) -> Waiting:
    """Return how records leave a stage over time.

    Args:
        progress: how far each record came.
        stage: the stage's place; those that began in a later one do not count.
        beyond: milliseconds: when each record first entered a later stage, `NEVER` where it did not.
    """
    entered = progress.entered[:, stage]
    here = (entered < NEVER) & (progress.began <= stage) & (beyond > entered)
    moved = beyond[here] < NEVER
    until = np.where(moved, beyond[here], progress.until[here])
    fate = np.where(moved, MOVED, np.where(progress.dropped[here], DROPPED, WAITS))
    return waiting(np.maximum(until - entered[here], 0) / DAY, fate)


def _stage(progress: Progress, at: int, name: str, beyond: Array, back: int) -> FunnelStage:
    came = came_to(progress, at)
    ends_here = came & (progress.furthest == at)
    moved, dropped = int(np.count_nonzero(came & ~ends_here)), int(np.count_nonzero(ends_here & progress.dropped))
    is_last, decided = at == progress.last, moved + dropped
    sure = interval(moved, decided) if decided and not is_last else (None, None)
    times = waiting_in(progress, at, beyond)
    return FunnelStage(
        name=name,
        came=int(np.count_nonzero(came)),
        began=int(np.count_nonzero(progress.began == at)),
        passed_over=int(np.count_nonzero(came & (progress.entered[:, at] == NEVER))),
        moved=moved,
        dropped=dropped,
        still=int(np.count_nonzero(ends_here & ~progress.dropped)),
        conversion=moved / decided if decided and not is_last else None,
        low=sure[0],
        high=sure[1],
        expected=None if is_last else _known(times.move_on()),
        median_days=_known(times.days_to_move(0.5)),
        slow_days=_known(times.days_to_move(0.9)),
        back=back,
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
