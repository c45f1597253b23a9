"""Which scores are looked at, and by what they are told apart."""

from __future__ import annotations

from typing import Literal

from saql.record import record

Period = Literal["month", "quarter", "year"]


@record(kw_only=True)
class Satisfaction:
    """The settings of a model of satisfaction.

    Args:
        name: the model's name, after which its dataset is called.
        dataset: the dataset with the scores.
        csat: the field with scores of satisfaction, mostly from 1 to 5; None where there is none.
        content: scores from this on are those of content customers: the two highest boxes of five.
        nps: the field with how likely customers are to recommend, from 0 to 10; None where there is none.
        date: the date of the answer; None where there is none.
        period: what answers are put together by.
        by: fields by which they are told apart: product, agent.
        where: a SAQL condition on the rows; None for all.
    """

    name: str
    dataset: str
    csat: str | None = None
    content: float = 4
    nps: str | None = None
    date: str | None = None
    period: Period = "month"
    by: tuple[str, ...] = ()
    where: str | None = None
