"""What a scorecard is to learn."""

from __future__ import annotations

from typing import Literal

from saql.record import record

KEYS = tuple(
    "dataset id target known open when fields excluded actionable allowed carried better outcome high medium".split()
)
"""What files say of scorecards."""


@record(kw_only=True)
class Settings:
    """What a scorecard is to learn; conditions are SAQL.

    Args:
        name: the model's name.
        label: what people call it.
        dataset: the dataset with a row for each record.
        id: the field by which records are told apart.
        target: whether a record has the outcome.
        known: whether it is known of a record if it has the outcome.
        open: which records get a score; None for those whose outcome is not known.
        when: the date by which records are put in order of time.
        fields: what may be learnt from; None for all fields.
        excluded: what may not.
        actionable: fields that people can do something about; changes are proposed of them alone.
        allowed: fields that are used even though they look as if they were known only after the outcome.
        carried: fields that scores have besides, as they are.
        better: whether the outcome is wanted (`higher`) or not (`lower`): changes are to make it so.
        outcome: the outcome in words, such as `a win`.
        high: from which probability the band High begins; None for the fifth with the highest.
        medium: from which Medium does; None for the upper half.
    """

    name: str
    label: str
    dataset: str
    id: str
    target: str
    known: str
    open: str | None = None
    when: str
    fields: tuple[str, ...] | None = None
    excluded: tuple[str, ...] = ()
    actionable: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    better: Literal["higher", "lower"] = "higher"
    outcome: str = "the outcome"
    high: float | None = None
    medium: float | None = None
