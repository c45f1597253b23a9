"""A journey from its datasets to what was found out about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from engine.analyses.journeys.events import Steps, steps_of
from engine.analyses.journeys.funnel import FunnelStage, funnel_of
from engine.analyses.journeys.order import learn_order
from engine.analyses.journeys.progress import Progress, progress_of
from engine.analyses.journeys.reading import read_events
from engine.analyses.journeys.segments import Differences, Segment, differences
from engine.analyses.journeys.settings import Journey
from engine.analyses.journeys.ways import Ways, steps_back, ways_of
from engine.kernels.arrays import Array
from engine.session import Session
from saql.record import record

LOST_NAME = "Lost"


@record(eq=False)
class Findings:
    """What was found out about a journey.

    Args:
        journey: its settings, with the order of the stages.
        ids: the ids of all records.
        steps: the steps of all records.
        progress: how far each record came.
        segments: how the rows of the progress are split.
        funnel: the stages.
        ways: the ways of all records.
        back: how many steps led from each stage back to each, stages by stages.
        differences: the segments that differ.
    """

    journey: Journey
    ids: Array
    steps: Steps
    progress: Progress
    segments: tuple[Segment, ...]
    funnel: tuple[FunnelStage, ...]
    ways: Ways
    back: Array
    differences: Differences

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages in order."""
        return self.journey.stages


def analyse(journey: Journey, session: Session, now: dt.datetime) -> Findings:
    """Return what the datasets say of a journey.

    Args:
        journey: its settings; stages that are not given are put in order as records enter them.
        session: answers queries over all rows.
        now: the present moment, with its zone; later events do not count.

    Raises:
        ModelError: there are no events, or the stages do not fit them.
        SaqlError: a dataset, field or condition is wrong.
    """
    read = read_events(journey, session, now)
    stages = journey.stages or learn_order(read.events, journey.lost)
    steps = steps_of(read.events, stages, journey.lost)
    moment = int(now.timestamp() * 1000)
    progress = progress_of(steps, len(stages), moment, journey.quiet_days)
    segments = tuple(replace(each, codes=each.codes[progress.record]) for each in read.segments)
    back = steps_back(steps, len(stages))
    lost = journey.lost[0] if len(journey.lost) == 1 else LOST_NAME
    return Findings(
        journey=replace(journey, stages=stages),
        ids=read.events.ids.to_numpy(zero_copy_only=False),
        steps=steps,
        progress=progress,
        segments=segments,
        funnel=funnel_of(progress, stages, back),
        ways=ways_of(steps, stages, lost).of_records(progress.record),
        back=back,
        differences=differences(progress, segments),
    )
