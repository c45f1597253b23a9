"""The sales cycle: how long deals take, which kinds are won sooner, and which open ones take too long."""

from __future__ import annotations

from engine.analyses.pipeline.cycle import cycle_of
from engine.analyses.pipeline.cycle_report import cycle_report
from engine.analyses.pipeline.cycle_tables import curve_table, old_table
from engine.analyses.pipeline.read import day_of, read_deals, read_texts
from engine.analyses.pipeline.source import SETTINGS, Source, read_source
from engine.analyses.pipeline.speed import speeds
from engine.json_value import JsonValue
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from saql.record import record

_COMPARED = ("LeadSource", "Type", "Account.Industry", "Account.Region")
"""What is known of opportunities when they are made."""


@record(kw_only=True)
class Settings:
    """What a file says: the model's name, where deals are, and the fields whose values are compared."""

    name: str
    source: Source
    compare: tuple[str, ...]


class _Cycle:
    name = "cycle"
    about = "How long deals take until they are won, which kinds are won sooner, and which open ones take too long."

    def read(self, name: str, file: JsonValue) -> Settings:
        check_settings(file, *SETTINGS, "compare")
        source = read_source(file)
        given = file["compare"].texts()
        default = _COMPARED if file["dataset"].text() is None else ()
        segment = (source.segment,) if source.segment and not given else ()
        return Settings(name=name, source=source, compare=(*segment, *(given or default)))

    def loads(self, settings: Settings) -> tuple[str, ...]:
        return (settings.source.dataset,)

    def train(self, settings: Settings, surroundings: Surroundings) -> Trained:
        source, session, now = settings.source, surroundings.session, surroundings.now
        deals = read_deals(source, session, now)
        texts = read_texts(source, session, now, deals, (source.name, *settings.compare))
        found = cycle_of(deals, day_of(now))
        compared = {each: texts[each] for each in settings.compare}
        faster = speeds(found.age, found.outcome, deals.created, compared) if compared else ()
        with session.store.open(source.dataset) as dataset:
            labels = {each.name: each.label for each in dataset.fields}
        called = texts[source.name]
        report = cycle_report(settings.name, source, deals, found, called, faster, labels, day_of(now))
        return Trained(state={}, report=report)

    def score(self, settings: Settings, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        source, session, now = settings.source, surroundings.session, surroundings.now
        deals = read_deals(source, session, now)
        called = read_texts(source, session, now, deals, (source.name,))[source.name]
        found = cycle_of(deals, day_of(now))
        return (curve_table(settings.name, found), old_table(settings.name, source, deals, found, called))


KIND = _Cycle()
