"""The pipeline forecast: what will be won by month and quarter, in all, by owner and by segment."""

from __future__ import annotations

import numpy as np

from engine.analyses.pipeline.backtest import Trial, back_test, trials_json, trials_of
from engine.analyses.pipeline.deals import Deals, Steps
from engine.analyses.pipeline.forecast import Expected, first_day, forecast
from engine.analyses.pipeline.forecast_report import forecast_report, usable
from engine.analyses.pipeline.months import month_of
from engine.analyses.pipeline.outlook import look_back
from engine.analyses.pipeline.read import day_of, read_pipeline
from engine.analyses.pipeline.source import SETTINGS, Source, read_source
from engine.analyses.pipeline.tables import backtest_table, forecast_table
from engine.json_value import JsonValue
from engine.models.kind import Made, Surroundings, Trained
from engine.models.settings import check_settings
from saql.record import record

_MONTHS = 6
_SIMULATIONS = 10_000


@record(kw_only=True)
class Settings:
    """What a file says: the model's name, where deals are, how many months are forecast, and from how many futures."""

    name: str
    source: Source
    months: int
    simulations: int


class _Pipeline:
    name = "pipeline"
    about = "What open deals, and those still to come, will bring by month and quarter, tried on 24 past months."

    def read(self, name: str, file: JsonValue) -> Settings:
        check_settings(file, *SETTINGS, "months", "simulations")
        return Settings(
            name=name,
            source=read_source(file),
            months=file["months"].whole(_MONTHS, 1, 24),
            simulations=file["simulations"].whole(_SIMULATIONS, 100, 100_000),
        )

    def loads(self, settings: Settings) -> tuple[str, ...]:
        return settings.source.loads

    def train(self, settings: Settings, surroundings: Surroundings) -> Trained:
        deals, steps = read_pipeline(settings.source, surroundings.session, surroundings.now)
        surroundings.log(f"{len(deals):,} deals, {len(steps.at):,} changes of them")
        now = day_of(surroundings.now)
        month = first_day(int(month_of(np.array([now]))[0]))
        past = look_back(deals, steps, float(month), settings.months)
        trials = back_test(past, settings.source.first_month, surroundings.seed)
        rows = _forecast(settings, deals, steps, surroundings)
        reason = usable(trials)
        report = forecast_report(settings.name, settings.source, rows, trials, steps)
        return Trained(state={"trials": trials_json(trials)}, report=report, usable=not reason, reason=reason)

    def score(self, settings: Settings, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        deals, steps = read_pipeline(settings.source, surroundings.session, surroundings.now)
        rows = _forecast(settings, deals, steps, surroundings)
        trials: tuple[Trial, ...] = trials_of(trained.state["trials"])
        return (
            forecast_table(settings.name, settings.source, rows),
            backtest_table(settings.name, trials, settings.source.first_month),
        )


def _forecast(settings: Settings, deals: Deals, steps: Steps, surroundings: Surroundings) -> tuple[Expected, ...]:
    return forecast(
        deals,
        steps,
        day_of(surroundings.now),
        months=settings.months,
        first_month=settings.source.first_month,
        simulations=settings.simulations,
        seed=surroundings.seed,
    )


KIND = _Pipeline()
