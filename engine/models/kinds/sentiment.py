"""Sentiment of texts: what customers feel by what they write in cases, surveys and mails."""

from __future__ import annotations

from engine.analyses.sentiment.agreement import FEW
from engine.analyses.sentiment.analysis import Findings, Sample, analyse
from engine.analyses.sentiment.datasets import sentiment_rows
from engine.analyses.sentiment.report import sentiment_report
from engine.analyses.sentiment.settings import ScoreField, Sentiment
from engine.json_value import JsonValue
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings

_LOOKED_AT = 50_000
"""The report is about so many distinct texts at most; the dataset is of all."""


class SentimentKind:
    """Without settings it takes the comments of cases."""

    name = "sentiment"
    about = "What customers feel by what they write, in English; other languages are said, and not guessed."

    def read(self, name: str, file: JsonValue) -> Sentiment:
        """Return the settings of a model of sentiment."""
        check_settings(file, "dataset", "key", "texts", "date", "by", "score", "where")
        if file["dataset"].text() is None:
            return Sentiment(
                name=name,
                dataset="cases",
                key="Id",
                texts=("Comments",),
                date="CreatedDate",
                by=("Product2.Family", "Owner.Name"),
                score=ScoreField(field="CSAT"),
            )
        texts = file["texts"].texts()
        if not texts:
            raise file["texts"].error("is missing", "Name the fields with texts.")
        return Sentiment(
            name=name,
            dataset=file["dataset"].required_text(),
            key=file["key"].text() or "Id",
            texts=texts,
            date=file["date"].text(),
            by=file["by"].texts(),
            score=_score(file["score"]),
            where=file["where"].text(),
        )

    def loads(self, settings: Sentiment) -> tuple[str, ...]:
        """Return the name of the dataset with texts."""
        return (settings.dataset,)

    def train(self, settings: Sentiment, surroundings: Surroundings) -> Trained:
        """Report what texts say, and whether that goes with the scores that customers gave; nothing is learnt."""
        sample = Sample(_LOOKED_AT, surroundings.seed)
        found = analyse(settings, surroundings.session, surroundings.now, sample)
        reason = _reason(found)
        return Trained(state={}, report=sentiment_report(found), usable=not reason, reason=reason)

    def score(self, settings: Sentiment, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        """Return the sentiment of all texts."""
        surroundings.log("VADER takes 0.04 to 0.8 ms for each distinct text")
        return (sentiment_rows(analyse(settings, surroundings.session, surroundings.now), surroundings.session),)


def _reason(found: Findings) -> str:
    """Return why sentiment is not to be used; empty where it is."""
    if found.agreement is None or found.agreement.agrees or found.sentiment.score is None:
        return ""
    field = found.sentiment.score.field
    return f"Where at least {FEW} texts have a score in {field}, positive texts do not come with higher scores."


def _score(value: JsonValue) -> ScoreField | None:
    if value.value is None:
        return None
    if isinstance(value.value, str):
        return ScoreField(field=value.required_text())
    value.check_keys(("field", "discontent", "content"))
    field = ScoreField(
        field=value["field"].required_text(),
        discontent=value["discontent"].number(2, -1e9, 1e9),
        content=value["content"].number(4, -1e9, 1e9),
    )
    if field.discontent >= field.content:
        raise value["discontent"].error('should be less than "content"')
    return field


KIND = SentimentKind()
