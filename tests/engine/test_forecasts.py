"""timeseries and arimax as queries: rows that come out, their dates, parts, intervals, and what can go wrong."""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from engine.errors import SwellError
from engine.session import Session
from engine.store import FieldSpec, Store
from saql import SaqlError

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
GROUPED = """q = load "sales";
q = group q by (Sold_Year, Sold_Month, Type);
q = foreach q generate Sold_Year as Year, Sold_Month as Month, Type, sum(Amount) as Amount, sum(Heat) as Heat;
"""
MONTHLY = GROUPED + 'q = filter q by Type == "a"; q = foreach q generate Year, Month, Amount, Heat;'
DATES = 'dateCols=(Year, Month, "Y-M")'
AMOUNTS = {"a": [100 + 2 * each + 30 * (each % 4) for each in range(24)], "b": [50 + each for each in range(12)]}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Monthly amounts of two types: `a` for two years from November 2021 on, `b` for the second of them."""
    store = Store(tmp_path_factory.mktemp("store"))
    rows: list[dict[str, Any]] = []
    for name, amounts in AMOUNTS.items():
        for place, amount in enumerate(amounts):
            month = 2021 * 12 + 10 + place + (12 if name == "b" else 0)
            day = dt.datetime(month // 12, month % 12 + 1, 5)
            rows.append({"Type": name, "Amount": float(amount), "Heat": float(place % 5), "Sold": day})
    store.write("sales", pa.Table.from_pylist(rows), created=NOW, cluster=False)
    short = {"Y": ["2020", "2021", "2023"], "T": ["x", "x", "y"], "N": [1.0, 2.0, None], "O": [2.0, 1.0, 3.0]}
    fields = [FieldSpec(name=name, role="measure" if name in "NO" else "dimension") for name in short]
    store.write("short", pa.table(short), fields, created=NOW, cluster=False)
    return Session(store)


def rows(session: Session, text: str) -> list[dict[str, Any]]:
    return session.query(text, now=NOW).table.to_pylist()


def test_new_rows_go_on_with_the_dates_and_have_no_measures(session: Session) -> None:
    found = rows(session, f"{MONTHLY} q = timeseries q generate Amount as f with (length=4, {DATES});")
    assert len(found) == 28
    assert [(each["Year"], each["Month"]) for each in found[22:]] == [
        *(("2023", "09"), ("2023", "10"), ("2023", "11"), ("2023", "12"), ("2024", "01"), ("2024", "02")),
    ]
    assert [(each["Amount"], each["Heat"]) for each in found[24:]] == [(None, None)] * 4
    assert [each["Amount"] for each in found[:24]] == AMOUNTS["a"]


def test_a_season_goes_on_and_the_past_has_fitted_values(session: Session) -> None:
    found = rows(session, f"{MONTHLY} q = timeseries q generate Amount as f with (length=4, {DATES});")
    expected = [100 + 2 * each + 30 * (each % 4) for each in range(28)]
    assert [each["f"] for each in found] == pytest.approx(expected, rel=1e-3)


def test_an_interval_is_about_what_comes(session: Session) -> None:
    with_intervals = "q = timeseries q generate Heat as f with (length=3, predictionInterval=[80, 95], model=None"
    found = rows(session, f"{MONTHLY} {with_intervals}, {DATES});")
    assert list(found[0])[4:] == ["f", "f_low_80", "f_high_80", "f_low_95", "f_high_95"]
    assert {each["f_low_95"] for each in found[:24]} == {None}
    for each in found[24:]:
        assert each["f_low_95"] < each["f_low_80"] < each["f"] < each["f_high_80"] < each["f_high_95"]


def test_parts_are_forecast_on_their_own(session: Session) -> None:
    both = rows(session, f"{GROUPED} q = timeseries q generate Amount as f with (length=2, {DATES}, partition=Type);")
    assert [(each["Type"], each["Month"]) for each in both if each["Amount"] is None] == [
        *(("a", "11"), ("a", "12"), ("b", "11"), ("b", "12")),
    ]
    for name in ("a", "b"):
        alone = rows(
            session,
            f'{GROUPED} q = filter q by Type == "{name}";'
            f" q = timeseries q generate Amount as f with (length=2, {DATES}, partition=Type);",
        )
        assert [each for each in both if each["Type"] == name] == alone


def test_the_last_period_can_be_left_out(session: Session) -> None:
    text = f"q = timeseries q generate Amount as f with (length=2, {DATES}, ignoreLast={{}}, predictionInterval=80);"
    broken = (
        MONTHLY + ' q = foreach q generate Year, Month, case when Year == "2023" && Month == "10" then 0 else Amount'
    )
    broken += " end as Amount;"
    found = rows(session, broken + text.format("true"))
    assert len(found) == 26
    assert found[23]["Amount"] == 0
    assert [each["f"] for each in found[23:]] == pytest.approx([236, 148, 180], rel=1e-2)
    assert found[23]["f_low_80"] is not None
    assert rows(session, broken + text.format("false"))[23]["f_low_80"] is None


def test_a_model_and_a_season_can_be_asked_for(session: Session) -> None:
    text = f"{MONTHLY} q = timeseries q generate Amount as f with (length=4, {DATES}, {{}});"
    line = [each["f"] for each in rows(session, text.format("seasonality=0"))[24:]]
    assert np.ptp(np.diff(line)) == pytest.approx(0, abs=1e-6)
    assert [each["f"] for each in rows(session, text.format("model=Additive, seasonality=4"))[24:]] == pytest.approx(
        [148, 180, 212, 244], rel=1e-3
    )
    assert {each["f"] for each in rows(session, text.format("seasonality=13"))} == {None}


def test_several_measures_are_forecast_at_once(session: Session) -> None:
    found = rows(session, f"{MONTHLY} q = timeseries q generate (Amount as f, Heat as g) with (length=2, {DATES});")
    assert list(found[0]) == ["Year", "Month", "Amount", "Heat", "f", "g"]
    assert found[24]["g"] == pytest.approx(4, abs=0.3)


def test_rows_without_dates_are_taken_in_an_order(session: Session) -> None:
    text = 'q = load "sales"; q = filter q by Type == "b"; q = foreach q generate Amount, Sold;'
    found = rows(session, f"{text} q = timeseries q generate Amount as f with (length=2, order=(Sold desc));")
    assert [each["Amount"] for each in found] == [*reversed(AMOUNTS["b"]), None, None]
    assert [each["Sold"] for each in found[12:]] == [None, None]
    assert [each["f"] for each in found[12:]] == pytest.approx([49, 48])


def test_filled_gaps_are_forecast_like_the_rest(session: Session) -> None:
    text = MONTHLY + ' q = filter q by Month != "06"; '
    fill = f"q = fill q by ({DATES}); "
    forecast = f"q = timeseries q generate Amount as f with (length=4, {DATES});"
    found = rows(session, text + fill + forecast)
    assert [each["f"] for each in found if each["Amount"] is None] == pytest.approx(
        [204, 228, 148, 180, 212, 244], rel=1e-2
    )
    assert rows(session, text + forecast) == found


def test_gaps_are_filled_in_each_part(session: Session) -> None:
    text = GROUPED + 'q = filter q by Type == "a" || Month != "06"; '
    forecast = f"q = timeseries q generate Amount as f with (length=1, {DATES}, partition=Type);"
    fill = f"q = fill q by ({DATES}, partition=Type); "
    found = rows(session, text + forecast)
    assert len(found) == 38
    assert found == rows(session, text + fill + forecast)


def test_arimax_refuses_a_gap_and_the_hint_is_a_fill_that_can_be_pasted(session: Session) -> None:
    text = GROUPED + 'q = filter q by Type == "a" || Month != "06"; '
    forecast = f"q = arimax q generate Amount as f with (length=1, {DATES}, partition=Type, arimaOrder=(1, 0, 0));"
    with pytest.raises(SaqlError) as caught:
        rows(session, text + forecast)
    (found,) = caught.value.diagnostics
    assert found.message == "arimax needs every period, and 2023-06 is missing where 'Type' is \"b\""
    fill = found.hints[0].split("`")[1]
    bridged = "q = foreach q generate Year, Month, Type, coalesce(Amount, 0) as Amount; "
    assert len(rows(session, text + fill + bridged + forecast)) == 38


def test_too_little_data_has_no_forecast_and_nothing_stays_nothing(session: Session) -> None:
    text = 'q = load "short"; q = foreach q generate Y, T, N; '
    forecast = 'q = timeseries q generate N as f with (length=2, dateCols=(Y, "Y"), partition=T);'
    assert [(each["Y"], each["T"], each["f"]) for each in rows(session, text + forecast)] == [
        ("2020", "x", pytest.approx(1)),
        ("2021", "x", pytest.approx(2)),
        ("2022", "x", pytest.approx(3)),
        ("2023", "x", pytest.approx(4)),
        ("2023", "y", None),
        ("2024", "y", None),
        ("2025", "y", None),
    ]
    assert rows(session, text + "q = filter q by N > 5; " + forecast) == []


def test_what_follows_reads_only_what_it_needs(session: Session) -> None:
    text = (
        f"{MONTHLY} q = timeseries q generate (Amount as f, Heat as g) with (length=2, predictionInterval=95, {DATES});"
    )
    few = rows(session, text + 'q = foreach q generate Year + "~~~" + Month as Month, coalesce(Amount, f) as Amount;')
    assert [each["Month"] for each in few[23:]] == ["2023~~~10", "2023~~~11", "2023~~~12"]
    assert [each["Amount"] for each in few[24:]] == [each["f"] for each in rows(session, text)[24:]]
    total = rows(session, text + "q = group q by all; q = foreach q generate count() as Rows;")
    assert total == [{"Rows": 26}]


def test_weeks_follow_the_calendar_of_their_date(tmp_path: Path) -> None:
    days = [dt.datetime(2020, 12, 1) + dt.timedelta(days=each) for each in range(28)]
    store = Store(tmp_path)
    store.write("days", pa.table({"At": pa.array(days, pa.timestamp("ms")), "N": [1.0] * 28}), created=NOW)
    found = rows(
        Session(store),
        'q = load "days"; q = group q by (At_Year, At_Week); q = foreach q generate At_Year, At_Week, sum(N) as N;'
        ' q = timeseries q generate N as f with (length=3, dateCols=(At_Year, At_Week, "Y-W"));',
    )
    assert [(each["At_Year"], each["At_Week"]) for each in found[-3:]] == [
        ("2020", "53"),
        ("2021", "01"),
        ("2021", "02"),
    ]


def test_days_that_are_none_are_told(session: Session) -> None:
    text = 'q = load "short"; q = foreach q generate T, N; '
    with pytest.raises(SaqlError, match='"x" is no year'):
        rows(session, text + 'q = timeseries q generate N as f with (length=2, dateCols=(T, "Y"));')


def test_periods_end_with_the_calendar(session: Session) -> None:
    text = 'q = load "short"; q = filter q by T == "x"; q = foreach q generate Y, N; '
    with pytest.raises(SwellError, match="beyond the year 9999"):
        rows(session, text + 'q = timeseries q generate N as f with (length=9000, dateCols=(Y, "Y"));')


def test_arimax_forecasts_with_its_dates_and_intervals(session: Session) -> None:
    found = rows(
        session,
        f"{MONTHLY} q = arimax q generate Amount as f with (length=4, {DATES}, arimaOrder=(0, 0, 0),"
        " seasonalOrder=(0, 1, 0, 4), predictionInterval=95);",
    )
    assert [each["Month"] for each in found[24:]] == ["11", "12", "01", "02"]
    assert [each["f"] for each in found[24:]] == pytest.approx([148, 180, 212, 244], rel=0.02)
    assert [each["f"] is None for each in found] == [True] * 4 + [False] * 24
    assert all(each["f_low_95"] <= each["f"] <= each["f_high_95"] for each in found[24:])


def test_arimax_takes_outside_variables_and_their_futures(session: Session) -> None:
    text = (
        f"{MONTHLY} q = foreach q generate Year, Month, 10 * Heat + 5 as Sales, Heat;"
        f" q = arimax q generate Sales as f with (length=2, {DATES}, arimaOrder=(0, 0, 0), xreg=(Heat)"
    )
    found = rows(session, text + ", xregFutures=(Heat: [100, 0]));")
    assert [each["f"] for each in found[24:]] == pytest.approx([1005, 5], rel=1e-3)
    assert [each["Heat"] for each in found[24:]] == [None, None]
    unknown = rows(session, text + ", ignoreLast=true);")
    assert unknown[23]["f"] == pytest.approx(10 * unknown[23]["Heat"] + 5, rel=1e-3)


def test_arimax_shows_its_models(session: Session) -> None:
    text = f"{GROUPED} q = arimax q generate Amount as f with (length=1, {DATES}, partition=Type"
    text += ", seasonalOrder=(0, 0, 0, 0)"
    found = rows(session, text + ', showParams="multi");')
    assert list(found[0]) == ["Type", "Measure", "ArimaOrder", "SeasonalOrder", "BIC"]
    assert [each["Type"] for each in found] == ["a"] * 3 + ["b"] * 3
    assert {(each["Measure"], each["SeasonalOrder"]) for each in found} == {("Amount", "(0,0,0,0)")}
    assert [each["BIC"] for each in found[:3]] == sorted(each["BIC"] for each in found[:3])
    assert rows(session, text + ', showParams="top");') == [found[0], found[3]]


def test_arimax_takes_no_nulls(session: Session) -> None:
    text = 'q = load "short"; q = foreach q generate Y, N; '
    with pytest.raises(SaqlError, match="arimax takes no nulls, and 'N' has some"):
        rows(session, text + "q = arimax q generate N as f with (length=2, order=Y, arimaOrder=(1, 0, 0));")


def test_arimax_without_its_library_names_the_extra(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.tsa.statespace.sarimax", None)
    with pytest.raises(SwellError, match=r"pip install 'swell\[models\]'"):
        rows(session, f"{MONTHLY} q = arimax q generate Amount as f with (length=1, {DATES}, arimaOrder=(1, 0, 0));")
