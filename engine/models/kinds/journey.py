"""Journeys: how many records move on from stage to stage, how long it takes, and where they drop out."""

from __future__ import annotations

from dataclasses import replace

from engine.analyses.journeys.analysis import analyse
from engine.analyses.journeys.datasets import record_rows, stage_rows
from engine.analyses.journeys.report import journey_report
from engine.analyses.journeys.settings import EventSource, Journey
from engine.json_value import JsonValue
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings

_DEALS = (EventSource(dataset="stage_history", record=("OpportunityId",), instant="CreatedDate", stage="StageName"),)
_DEAL_SEGMENTS = ("Account.Segment", "Account.Region", "Account.Industry")


class JourneyKind:
    """Without settings it takes the stage history of Salesforce opportunities."""

    name = "journey"
    about = "A funnel of stages: conversion, drop-off, time between stages, ways, and segments that differ."

    def read(self, name: str, file: JsonValue) -> Journey:
        """Return the settings of a journey."""
        check_settings(file, "events", "stages", "lost", "segments", "quiet_days")
        given = file["events"].value is not None
        quiet = file["quiet_days"]
        return Journey(
            name=name,
            sources=tuple(_source(each) for each in file["events"]) if given else _DEALS,
            stages=file["stages"].texts(),
            lost=file["lost"].texts(() if given else ("Closed Lost",)),
            segments=file["segments"].texts(() if given else _DEAL_SEGMENTS),
            quiet_days=None if quiet.value is None else quiet.whole(0, 1, 10_000),
        )

    def loads(self, settings: Journey) -> tuple[str, ...]:
        """Return the names of the datasets with events."""
        return tuple(each.dataset for each in settings.sources)

    def train(self, settings: Journey, surroundings: Surroundings) -> Trained:
        """Learn the order of the stages where it is not given, and report what became of the records."""
        found = analyse(settings, surroundings.session, surroundings.now)
        return Trained(state={"stages": list(found.stages)}, report=journey_report(found))

    def score(self, settings: Journey, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        """Return the stages and the records."""
        ordered = replace(settings, stages=tuple(trained.state["stages"]))
        found = analyse(ordered, surroundings.session, surroundings.now)
        return stage_rows(found), record_rows(found)


def _source(value: JsonValue) -> EventSource:
    value.check_keys(("dataset", "record", "instant", "stage", "called", "where"))
    stage, called = value["stage"].text(), value["called"].text()
    if (stage is None) == (called is None):
        raise value.error(
            'should have either "stage" or "called"',
            '"stage" is the field that names the stage; "called" is the name of the one stage that all rows are of.',
        )
    record = value["record"]
    return EventSource(
        dataset=value["dataset"].required_text(),
        record=(record.required_text(),) if isinstance(record.value, str) else _some(record),
        instant=value["instant"].required_text(),
        stage=stage,
        called=called,
        where=value["where"].text(),
    )


def _some(value: JsonValue) -> tuple[str, ...]:
    found = value.texts()
    if not found:
        raise value.error("is missing", "Name the field that says whose event it is.")
    return found


KIND = JourneyKind()
