"""What a journey is made of: which rows are events, the stages in order, and how records are split."""

from __future__ import annotations

from saql.record import record


@record(kw_only=True)
class EventSource:
    """Rows of a dataset that are events.

    Args:
        dataset: its name.
        record: the fields that say whose event it is; of several the first that has a value.
        instant: the date of the event; rows without one are no events.
        stage: the field that names the stage; None where all rows are events of one stage.
        called: that stage's name; None where a field names it.
        where: a SAQL condition on the rows; None for all.
    """

    dataset: str
    record: tuple[str, ...]
    instant: str
    stage: str | None = None
    called: str | None = None
    where: str | None = None


@record(kw_only=True)
class Journey:
    """The settings of a journey.

    Args:
        name: the model's name, after which its datasets are called.
        sources: where the events are.
        stages: the stages in order, the wanted end last; none where the order is to be learnt.
        lost: the stages that end a record outside of these.
        segments: the fields by which records are split, of any source that has them.
        quiet_days: after so many days without a step a record counts as dropped; None where only a loss counts.
    """

    name: str
    sources: tuple[EventSource, ...]
    stages: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    quiet_days: int | None = None
