"""What became of the pipeline: the open deals of this period and the last one, change by change."""

from __future__ import annotations

from typing import Literal, cast

import numpy as np

from engine.analyses.pipeline.change import Change, change_of
from engine.analyses.pipeline.change_report import change_report, change_table
from engine.analyses.pipeline.deals import Deals
from engine.analyses.pipeline.forecast import Period, first_day
from engine.analyses.pipeline.months import QUARTER, month_of, quarter_of
from engine.analyses.pipeline.read import day_of, read_pipeline, read_texts
from engine.analyses.pipeline.source import SETTINGS, Source, read_source
from engine.json_value import JsonValue
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from saql.record import record


@record(kw_only=True)
class Settings:
    """What a file says: the model's name, where deals are, and which periods are looked at."""

    name: str
    source: Source
    period: Literal["quarter", "month"]


class _PipelineChange:
    name = "pipeline_change"
    about = "What became of the open deals of this quarter and the last: created, moved, grown, won and lost."

    def read(self, name: str, file: JsonValue) -> Settings:
        check_settings(file, *SETTINGS, "period")
        period = file["period"].one_of(("quarter", "month"), "quarter")
        return Settings(name=name, source=read_source(file), period=cast(Literal["quarter", "month"], period))

    def loads(self, settings: Settings) -> tuple[str, ...]:
        return settings.source.loads

    def train(self, settings: Settings, surroundings: Surroundings) -> Trained:
        _, changes = _changes(settings, surroundings)
        return Trained(state={}, report=change_report(settings.name, settings.source, changes))

    def score(self, settings: Settings, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        source = settings.source
        deals, changes = _changes(settings, surroundings)
        called = read_texts(source, surroundings.session, surroundings.now, deals, (source.name,))[source.name]
        return (change_table(settings.name, source, deals, called, changes),)


def _changes(settings: Settings, surroundings: Surroundings) -> tuple[Deals, tuple[Change, ...]]:
    source, now = settings.source, day_of(surroundings.now)
    deals, steps = read_pipeline(source, surroundings.session, surroundings.now)
    month = month_of(np.array([now]))
    whole = settings.period == "quarter"
    start = int((quarter_of(month, source.first_month) if whole else month)[0])
    months = QUARTER if whole else 1
    found = []
    for begins in (start, start - months):
        period = Period(length="Quarter" if whole else "Month", start=begins, end=begins + months)
        until = min(now, float(first_day(period.end)))
        found.append(change_of(deals, steps, period, float(first_day(begins)), until, now))
    return deals, tuple(found)


KIND = _PipelineChange()
