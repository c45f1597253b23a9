"""The dataset of sentiment: a row for each record that has a text."""

from __future__ import annotations

import pyarrow as pa

from engine.analyses.sentiment.analysis import Findings
from engine.analyses.sentiment.reading import MONTH
from engine.analyses.sentiment.scoring import BANDS
from engine.kernels import arrays
from engine.models.kind import Made
from engine.models.rows import texts_of
from engine.session import Session
from engine.store.fields import FieldSpec


def sentiment_rows(findings: Findings, session: Session) -> Made:
    """Return the dataset of the texts' sentiment, with the fields that it is told apart by."""
    sentiment, text = findings.sentiment, arrays.array(findings.texts.text)
    kept = [each for each in findings.texts.rows.column_names if each != MONTH]
    columns = {each: findings.texts.rows[each] for each in kept}
    valid = findings.band >= 0
    columns["Sentiment"] = arrays.array(findings.score, valid)
    columns["Band"] = texts_of(findings.band, BANDS)
    columns["Language"] = pa.array(findings.feelings.language, pa.string()).take(text)
    words = [sorted(each) or None for each in findings.feelings.words]
    columns["DecidedBy"] = pa.array(words, pa.list_(pa.string())).take(text)
    return Made(
        name=sentiment.name,
        rows=pa.table(columns),
        fields=[*_known(sentiment.dataset, kept, session), *_FIELDS],
        key=(sentiment.key,),
        label=sentiment.name.replace("_", " ").capitalize(),
        description=f"What the texts of {sentiment.dataset} say, from -1 (very negative) to 1 (very positive).",
    )


_FIELDS = (
    FieldSpec(name="Sentiment", role="measure", label="Sentiment (-1 to 1)", format="0.00"),
    FieldSpec(name="Band", role="dimension", label="Sentiment"),
    FieldSpec(name="Language", role="dimension", label="Language"),
    FieldSpec(name="DecidedBy", role="multivalue", label="Words That Decided It"),
)


def _known(dataset: str, names: list[str], session: Session) -> list[FieldSpec]:
    """Return what is known of fields that are taken over from a dataset."""
    with session.store.open(dataset) as opened:
        found = [opened.field(each) for each in names]
    return [
        FieldSpec(
            name=each.name,
            role=each.role,
            label=each.label,
            format=each.format,
            multiplier=each.multiplier,
            calendar=each.calendar,
            members=each.members,
        )
        for each in found
    ]
