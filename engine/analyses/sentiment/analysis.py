"""Sentiment from a dataset's texts to what was found out about it."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.analyses.sentiment.agreement import Agreement, agreement
from engine.analyses.sentiment.groups import Groups, grouped
from engine.analyses.sentiment.reading import MONTH, Texts, read_texts
from engine.analyses.sentiment.scoring import Feelings, feelings
from engine.analyses.sentiment.settings import Sentiment
from engine.kernels.arrays import Array
from engine.models.rows import numbers, texts
from engine.session import Session
from saql.record import record


@record
class Sample:
    """How many distinct texts are looked at, and the seed of which ones."""

    texts: int
    seed: int


@record(eq=False)
class Findings:
    """What was found out about the texts of a dataset.

    Args:
        sentiment: the settings.
        texts: the texts and their records.
        feelings: what each distinct text says.
        months: the texts by month; None where they have no date.
        groups: the texts by each field that they are told apart by.
        agreement: how they go with the scores that customers gave; None where too few gave one.
    """

    sentiment: Sentiment
    texts: Texts
    feelings: Feelings
    months: Groups | None
    groups: tuple[Groups, ...]
    agreement: Agreement | None

    @property
    def score(self) -> Array:
        """The score of each record, NaN where there is none."""
        scores: Array = self.feelings.score[self.texts.text]
        return scores

    @property
    def band(self) -> Array:
        """The band of each record, -1 where there is none."""
        band: Array = self.feelings.band[self.texts.text]
        return band


def analyse(sentiment: Sentiment, session: Session, now: dt.datetime, most: Sample | None = None) -> Findings:
    """Return what the texts of a dataset say.

    Args:
        sentiment: the settings.
        session: answers queries over all rows.
        now: the present moment, with its zone.
        most: of how many distinct texts a sample is taken; None to look at all.

    Raises:
        MissingExtraError: VADER is not installed.
        ModelError: no record has a text.
        SaqlError: a dataset, field or condition is wrong.
    """
    read = read_texts(sentiment, session, now)
    if most is not None and len(read.distinct) > most.texts:
        read = read.sample(most.texts, most.seed)
    found = feelings(read.distinct)
    score, band = found.score[read.text], found.band[read.text]
    months = None if sentiment.date is None else grouped(sentiment.date, *texts(read.rows[MONTH]), score, band)
    given = sentiment.score
    return Findings(
        sentiment=sentiment,
        texts=read,
        feelings=found,
        months=months,
        groups=tuple(grouped(each, *texts(read.rows[each]), score, band) for each in sentiment.by),
        agreement=None
        if given is None
        else agreement(score, band, numbers(read.rows[given.field]), given.discontent, given.content),
    )


def languages(findings: Findings) -> list[tuple[str, int]]:
    """Return how many records have a text of each language, the most frequent first."""
    distinct, codes = np.unique(np.array(findings.feelings.language), return_inverse=True)
    counts = np.bincount(codes[findings.texts.text], minlength=len(distinct))
    return sorted(((str(name), int(each)) for name, each in zip(distinct, counts, strict=True)), key=lambda e: -e[1])
