"""Scores: how likely an outcome is for each record, why, and what would help. Wins, leads, churn are the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal, cast

from engine.analyses.scorecards.candidates import Candidates, candidates
from engine.analyses.scorecards.card import card_json, card_of
from engine.analyses.scorecards.learning import learn
from engine.analyses.scorecards.records import Records, read_records
from engine.analyses.scorecards.report import scorecard_report, why_not_used
from engine.analyses.scorecards.scores import MADE, score_fields, scores
from engine.analyses.scorecards.settings import KEYS, Settings
from engine.json_value import JsonValue
from engine.models.errors import ModelError
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from engine.store.fields import DatasetField, FieldSpec
from saql.record import record


@record(kw_only=True)
class Score:
    """A kind of scores. What a file does not say is as in the demo data; fields of that which are not there count not.

    Args:
        name: the kind's name.
        about: what it is for, in a sentence.
        usual: what files of it need not say.
    """

    name: str
    about: str
    usual: Mapping[str, Any]

    def read(self, name: str, file: JsonValue) -> Settings:
        """Return the settings of a file."""
        check_settings(file, *KEYS)

        def text(key: str) -> str:
            return file[key].text() or self.usual.get(key) or file[key].required_text()

        usual_fields = {key: tuple(self.usual.get(key, ())) for key in ("actionable", "carried", "excluded")}
        for each in file["carried"]:
            if each.value in MADE:
                raise each.error(f"is '{each.value}', a field that scores have of their own")
        better = file["better"].one_of(("higher", "lower"), self.usual.get("better", "higher"))
        high, medium = (_chance(file[key]) for key in ("high", "medium"))
        if high is not None and medium is not None and medium > high:
            raise file["medium"].error("is above that of /high")
        return Settings(
            name=name,
            label=file["label"].text() or self.usual.get("label") or name,
            dataset=text("dataset"),
            id=text("id"),
            target=text("target"),
            known=text("known"),
            open=file["open"].text() or self.usual.get("open"),
            when=text("when"),
            fields=file["fields"].texts() or None,
            excluded=file["excluded"].texts(usual_fields["excluded"]),
            actionable=file["actionable"].texts(usual_fields["actionable"]),
            allowed=file["allowed"].texts(),
            carried=file["carried"].texts(usual_fields["carried"]),
            better=cast(Literal["higher", "lower"], better),
            outcome=file["outcome"].text() or self.usual.get("outcome") or "the outcome",
            high=high,
            medium=medium,
        )

    def loads(self, settings: Settings) -> tuple[str, ...]:
        """Return the dataset of the records."""
        return (settings.dataset,)

    def train(self, settings: Settings, surroundings: Surroundings) -> Trained:
        """Learn a scorecard."""
        fields = _fields(settings, surroundings)
        chosen = self._there(settings, fields)
        found = candidates(chosen, fields)
        records = read_records(chosen, surroundings.session, surroundings.now, found.fields, found.dates)
        labels = {each.name: each.label for each in fields}
        before = _before(chosen, surroundings, found)
        learnt = learn(chosen, records, labels, surroundings.seed, surroundings.log, before)
        learnt = dataclasses.replace(learnt, unused=(*learnt.unused, *found.unused))
        return Trained(
            state=card_json(learnt.card),
            report=scorecard_report(chosen, learnt, labels),
            usable=learnt.usable,
            reason=why_not_used(learnt, labels),
        )

    def score(self, settings: Settings, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        """Return the scores of the open records."""
        card = card_of(JsonValue(trained.state, ModelError))
        fields = _fields(settings, surroundings)
        chosen = self._there(settings, fields)
        names = [each.name for each in card.fields]
        records = read_records(chosen, surroundings.session, surroundings.now, names, known=False)
        rows = scores(chosen, card, records, trained.version)
        known = {each.name: FieldSpec(name=each.name, label=each.label, format=each.format) for each in fields}
        made = Made(
            name=f"{settings.name}_scores",
            rows=rows,
            fields=score_fields(chosen, card, known),
            key=(settings.id,),
            label=f"{settings.label}: Scores",
            description=f"For each open record of {settings.dataset} the chance of {settings.outcome}, and why.",
        )
        return (made,)

    def _there(self, settings: Settings, fields: tuple[DatasetField, ...]) -> Settings:
        """Return settings without the usual fields that the dataset does not have."""
        names = {each.name for each in fields}

        def kept(key: str) -> tuple[str, ...]:
            given: tuple[str, ...] = getattr(settings, key)
            return tuple(each for each in given if each in names) if given == tuple(self.usual.get(key, ())) else given

        return dataclasses.replace(
            settings, actionable=kept("actionable"), carried=kept("carried"), excluded=kept("excluded")
        )


def _before(settings: Settings, surroundings: Surroundings, found: Candidates) -> Records | None:
    """Return the records of the oldest kept version of the dataset that has the same fields; None without one."""
    versions = surroundings.session.store.versions(settings.dataset)[:-1]
    names = {settings.id, settings.when, *found.fields, *found.dates, *settings.carried}
    for version in versions:
        with surroundings.session.store.open(settings.dataset, version) as dataset:
            there = names <= {each.name for each in dataset.fields}
        if there:
            older = dataclasses.replace(settings, dataset=f"{settings.dataset}@{version}")
            return read_records(older, surroundings.session, surroundings.now, found.fields, found.dates)
    return None


def _fields(settings: Settings, surroundings: Surroundings) -> tuple[DatasetField, ...]:
    with surroundings.session.store.open(settings.dataset) as dataset:
        return tuple(dataset.fields)


def _chance(value: JsonValue) -> float | None:
    return None if value.value is None else value.number(0.0, 0.0, 1.0)


KIND = Score(
    name="score",
    about="Chances of any outcome, with reasons: the file says of what, and of which records they are known.",
    usual={},
)
