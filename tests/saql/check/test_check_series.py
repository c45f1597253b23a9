"""fill, timeseries and arimax as they are checked: parameters in every form, defaults, and the fields that come out."""

import pytest

from saql.schema import Schema
from saql.typed.forecasts import Arima, Periods, Smoothing
from saql.typed.statements import Fill, Forecast
from saql.types import Type

DEALS = (
    "q = load \"deals\"; q = foreach q generate 'Close_Year' as 'Y', 'Close_Quarter', 'Close_Week', "
    "'Close_Month' as M, 'Close_Day' as D, 'Owner', 'Stage', 'Amount', 'Seats'; "
)


@pytest.fixture
def filled(checked):
    """Give a function: the parameters of a fill to its checked form."""

    def of(parameters):
        statement = checked(f"{DEALS} q = fill q by ({parameters});").statements[-1]
        assert isinstance(statement, Fill)
        return statement

    return of


@pytest.fixture
def forecast(checked):
    """Give a function: what follows the name of a forecast's stream to its checked form."""

    def of(rest, model="timeseries"):
        statement = checked(f"{DEALS} q = {model} q {rest};").statements[-1]
        assert isinstance(statement, Forecast)
        return statement

    return of


@pytest.mark.parametrize(
    ("fields", "shape"),
    [
        ("Y", "Y"),
        ("Y, Close_Quarter", "Y-Q"),
        ("'Y', M", "Y-M"),
        ("q.'Y', 'Close_Week'", "Y-W"),
        ("'Y', 'M', 'D'", "Y-M-D"),
    ],
)
def test_a_fill_takes_every_format_and_fields_in_any_spelling(fields, shape, filled):
    statement = filled(f'dateCols=({fields}, "{shape}")')
    assert isinstance(statement.periods, Periods)
    assert statement.periods.format == shape
    assert len(statement.periods.columns) == len(shape.split("-"))
    assert (statement.start, statement.end, statement.partition) == (None, None, ())


def test_a_fill_keeps_the_fields_and_the_calendar_of_its_weeks(filled):
    statement = filled("dateCols=(Y, Close_Week, \"Y-W\"), partition=('Owner', Stage)")
    assert statement.schema.names == ("Y", "Close_Quarter", "Close_Week", "M", "D", "Owner", "Stage", "Amount", "Seats")
    assert statement.periods.calendar.first_weekday == 1
    assert [each.name for each in statement.partition] == ["Owner", "Stage"]


@pytest.mark.parametrize(
    ("columns", "text", "period"),
    [
        ('Y, "Y"', '"2020"', (2020,)),
        ('Y, "Y"', "2020", (2020,)),
        ('Y, Close_Quarter, "Y-Q"', '"2020-4"', (2020, 4)),
        ('Y, M, "Y-M"', '"2020-10"', (2020, 10)),
        ('Y, M, "Y-M"', '"2020-3"', (2020, 3)),
        ('Y, Close_Week, "Y-W"', '"2020-53"', (2020, 53)),
        ('Y, M, D, "Y-M-D"', '"2020-02-29"', (2020, 2, 29)),
    ],
)
def test_start_and_end_are_periods_of_the_format(columns, text, period, filled):
    assert filled(f"dateCols=({columns}), startDate={text}").start == period
    assert filled(f"dateCols=({columns}), endDate={text}").end == period


def test_a_forecast_adds_its_columns_to_those_of_the_stream(forecast):
    statement = forecast(
        "generate (Amount as fA, 'Seats' as 'fS') with (length=3, predictionInterval=[95, 80], dateCols=(Y, \"Y\"))"
    )
    assert statement.schema.names[-10:] == (
        *("fA", "fA_low_80", "fA_high_80", "fA_low_95", "fA_high_95"),
        *("fS", "fS_low_80", "fS_high_80", "fS_low_95", "fS_high_95"),
    )
    assert {each.type for each in statement.schema.fields[-10:]} == {Type.NUMBER}
    assert statement.schema.names[:2] == ("Y", "Close_Quarter")


def test_a_forecast_without_more_parameters_searches_its_model(forecast):
    statement = forecast('generate Amount as f with (length=3, dateCols=(Y, "Y"))')
    assert statement.model == Smoothing(kind=None, season=None)
    assert (statement.series.ignore_last, statement.series.intervals, statement.series.partition) == (False, (), ())


@pytest.mark.parametrize("model", ["None", '"None"', "'None'"])
def test_a_model_is_named_bare_or_in_quotes(model, forecast):
    statement = forecast(f"generate Amount as f with (length=3, order=Y, model={model}, seasonality = 0)")
    assert statement.model == Smoothing("None", 0)


def test_rows_are_ordered_by_fields_where_there_are_no_periods(forecast):
    series = forecast("generate Amount as f with (length=3, order=(Y desc, M), ignoreLast=true)").series
    assert [(key.expression.name, key.descending) for key in series.position] == [("Y", True), ("M", False)]
    assert series.ignore_last


@pytest.mark.parametrize("intervals", ["95", "[95]", "(95)"])
def test_an_interval_stands_alone_or_in_a_list(intervals, forecast):
    statement = forecast(f"generate Amount as f with (length=3, order=Y, predictionInterval={intervals})")
    assert statement.series.intervals == (95,)


def test_an_arimax_has_its_orders_and_the_futures_of_its_variables(forecast):
    statement = forecast(
        "generate Amount as f with (length=2, order=Y, arimaOrder=(0, 1, 1), seasonalOrder=(0, 1, 1, 12),"
        " xreg=('Seats'), xregFutures=(Seats: [1, -2.5]))",
        "arimax",
    )
    assert isinstance(statement.model, Arima)
    assert statement.model.order == (0, 1, 1)
    assert statement.model.seasonal_order == (0, 1, 1, 12)
    assert statement.model.futures == ((1.0, -2.5),)


def test_a_table_of_models_has_its_own_fields(forecast):
    statement = forecast(
        'generate Amount as f with (length=2, order=Y, partition=Owner, arimaOrder=(0, 1, 1), showParams="multi")',
        "arimax",
    )
    texts = [(name, Type.TEXT) for name in ("Owner", "Measure", "ArimaOrder", "SeasonalOrder")]
    assert statement.schema == Schema.of([*texts, ("BIC", Type.NUMBER)])


def test_a_mistake_in_a_forecast_does_not_spread(problems):
    text = f"{DEALS} q = timeseries q generate Amuont as f with (length=2, order=Y); q = foreach q generate f, f_low;"
    assert [each.code for each in problems(text)] == ["SAQL203"]


def test_a_mistake_in_a_fill_does_not_spread(problems):
    text = f'{DEALS} q = fill q by (dateCols=(Yaer, "Y")); q = foreach q generate Amount, Nothing;'
    assert [each.code for each in problems(text)] == ["SAQL203", "SAQL203"]
