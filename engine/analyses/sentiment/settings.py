"""Which texts are looked at, and by what their sentiment is told apart."""

from __future__ import annotations

from saql.record import record


@record(kw_only=True)
class ScoreField:
    """A field with the score that customers gave.

    Args:
        field: its name.
        discontent: scores up to this are those of discontent customers.
        content: scores from this on are those of content customers.
    """

    field: str
    discontent: float = 2
    content: float = 4


@record(kw_only=True)
class Sentiment:
    """The settings of a model of sentiment.

    Args:
        name: the model's name, after which its dataset is called.
        dataset: the dataset with the texts.
        key: the field that tells its records apart.
        texts: the fields with texts; several count as one text.
        date: the date of a text; None where there is none.
        by: fields by which it is told apart: product, agent.
        score: the score that customers gave, with which it is compared; None where there is none.
        where: a SAQL condition on the records; None for all.
    """

    name: str
    dataset: str
    key: str
    texts: tuple[str, ...]
    date: str | None = None
    by: tuple[str, ...] = ()
    score: ScoreField | None = None
    where: str | None = None
