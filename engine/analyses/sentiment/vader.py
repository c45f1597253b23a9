"""The sentiment of an English text by VADER (Hutto and Gilbert, ICWSM 2014), with the words that decide it."""

from __future__ import annotations

from typing import Any

from engine.query_errors import MissingExtraError
from saql.record import record

THRESHOLD = 0.05
"""Scores from here on are positive, and from minus this down negative, as the authors of VADER say."""

_MOST_WORDS = 3


@record
class Feeling:
    """What a text says.

    Args:
        score: from -1, very negative, to 1, very positive.
        words: the words that count most, each with (+) or (-) for what it does there: "not good" has a "good (-)".
    """

    score: float
    words: tuple[str, ...]


class Vader:
    """Scores texts one by one; it keeps its lexicon. Threads may not share it."""

    def __init__(self) -> None:
        """Load the lexicon.

        Raises:
            MissingExtraError: VADER is not installed.
        """
        try:
            from vaderSentiment import vaderSentiment
        except ImportError as error:
            raise MissingExtraError("The sentiment of texts", "vaderSentiment", "models") from error
        self._tokens = vaderSentiment.SentiText
        self._analyzer = vaderSentiment.SentimentIntensityAnalyzer()
        self._told: tuple[list[float], str] = ([], "")
        self._sum = self._analyzer.score_valence
        self._analyzer.score_valence = self._listen

    def _listen(self, valences: list[float], text: str) -> Any:
        """Take down what the words of a text weigh, on the way from VADER to its sum."""
        self._told = valences, text
        return self._sum(valences, text)

    def feeling(self, text: str) -> Feeling:
        """Return what an English text says."""
        score = float(self._analyzer.polarity_scores(text)["compound"])
        valences, read = self._told
        if not any(valences):
            return Feeling(score, ())
        words = self._tokens(read).words_and_emoticons
        heavy = sorted((-abs(valence), at) for at, valence in enumerate(valences) if valence)
        told = (f"{words[at].lower()} ({'+' if valences[at] > 0 else '-'})" for _, at in heavy)
        return Feeling(score, tuple(dict.fromkeys(told))[:_MOST_WORDS])
