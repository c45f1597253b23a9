"""How people and teams stand, with numbers worked by hand."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analyses.goals.people import tree_of
from engine.analyses.goals.periods import Calendar
from engine.analyses.goals.standing import Rows, Standing, standings, sums_of

MONTHS = Calendar(period=1)
TREE = tree_of({"a": ("Ann", "m"), "b": ("Bo", "m"), "m": ("Mia", None)}, [])  # Mia, Ann, Bo


def number(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def rows(*found: tuple[str, str, float]) -> Rows:
    return Rows(
        np.array([TREE.names.index(name) for name, _, _ in found], dtype=np.int64),
        np.array([number(day) for _, day, _ in found], dtype=np.int64),
        np.array([amount for _, _, amount in found], dtype=np.float64),
    )


def stand(targets: Rows, won: Rows, still_open: Rows, today: str) -> dict[tuple[str, str], Standing]:
    day = number(today)
    sums = sums_of(TREE, MONTHS, targets, won, still_open, day)
    found = standings(TREE, MONTHS, sums, day)
    return {(TREE.names[each.place], MONTHS.label(each.period)): each for each in found}


TARGETS = rows(
    ("Ann", "2026-05-01", 210), ("Bo", "2026-05-31", 100), ("Ann", "2026-04-01", 50), ("Bo", "2026-06-01", 70)
)
WON = rows(
    ("Ann", "2026-05-04", 40),
    ("Ann", "2026-05-05", 20),
    ("Bo", "2026-05-05", 12),
    ("Ann", "2026-04-30", 50),
    ("Ann", "2025-05-02", 30),
    ("Bo", "2025-05-30", 90),
    ("Bo", "2026-04-02", 5),
)
OPEN = rows(("Ann", "2026-05-20", 80), ("Bo", "2026-06-02", 33), ("Ann", "2026-04-20", 999))


def test_a_person_in_the_present_period() -> None:
    ann = stand(TARGETS, WON, OPEN, "2026-05-06")["Ann", "2026-05"]
    # 3 of the 21 working days of May 2026 have gone; 60 of 210 are reached.
    assert (ann.target, ann.actual, ann.is_current, ann.level) == (210, 60, True, "Person")
    assert ann.attainment == pytest.approx(60 / 210)
    assert ann.gone == pytest.approx(3 / 21)
    assert ann.pace == pytest.approx(2.0)
    assert ann.gap == 150
    assert ann.run_rate == pytest.approx(60 * 21 / 3)
    assert (ann.pipeline, ann.forecast) == (80, 140)
    # After three working days of May 2025 it was the 30 of the 2nd.
    assert (ann.last_year, ann.last_year_to_date) == (30, 30)
    assert ann.state == "on pace"


def test_a_person_who_is_behind_and_sold_late_last_year() -> None:
    bo = stand(TARGETS, WON, OPEN, "2026-05-14")["Bo", "2026-05"]
    # 9 of 21 working days have gone, 12 of 100 are reached.
    assert bo.pace == pytest.approx(0.12 / (9 / 21))
    assert bo.state == "behind"
    assert (bo.last_year, bo.last_year_to_date) == (90, 0)


def test_the_team_is_all_below_it() -> None:
    mia = stand(TARGETS, WON, OPEN, "2026-05-06")["Mia", "2026-05"]
    assert (mia.level, mia.target, mia.actual, mia.pipeline) == ("Company", 310, 72, 80)
    assert mia.pace == pytest.approx(72 / 310 * 7)


def test_what_is_over_is_reached_or_missed_and_its_open_deals_bring_nothing() -> None:
    found = stand(TARGETS, WON, OPEN, "2026-05-06")
    ann, bo = found["Ann", "2026-04"], found["Bo", "2026-04"]
    assert (ann.state, ann.gone, ann.pipeline, ann.forecast, ann.gap) == ("reached", 1, 0, 50, 0)
    assert (bo.state, bo.target, bo.actual, bo.attainment, bo.gap) == ("no target", None, 5, None, None)
    assert stand(TARGETS, WON, OPEN, "2026-07-01")["Bo", "2026-05"].state == "missed"


def test_what_is_to_come_has_no_pace() -> None:
    bo = stand(TARGETS, WON, OPEN, "2026-05-06")["Bo", "2026-06"]
    assert (bo.state, bo.pace, bo.run_rate, bo.gone, bo.forecast) == ("to come", None, None, 0, 33)


def test_too_early_a_run_rate_is_not_given() -> None:
    # One of 21 working days has gone by the 4th.
    ann = stand(TARGETS, WON, OPEN, "2026-05-04")["Ann", "2026-05"]
    assert ann.run_rate is None
    assert ann.gone == pytest.approx(1 / 21)


def test_who_has_neither_target_nor_success_is_left_out() -> None:
    assert ("Bo", "2026-04") not in stand(TARGETS, rows(("Ann", "2026-05-04", 40)), OPEN, "2026-05-06")


AMOUNTS = st.lists(
    st.tuples(
        st.sampled_from(["Ann", "Bo", "Mia"]),
        st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)).map(str),
        st.integers(0, 1000),
    ),
    max_size=20,
)


@given(AMOUNTS, st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
def test_the_company_is_the_sum_of_its_people(won: list[tuple[str, str, float]], today: dt.date) -> None:
    targets = rows(*((name, f"2026-{month:02}-01", 100) for name in ("Ann", "Bo") for month in range(1, 13)))
    found = stand(targets, rows(*won), rows(), str(today))
    for month in range(1, 13):
        label = f"2026-{month:02}"
        of_mia = sum(amount for name, day, amount in won if name == "Mia" and day.startswith(label))
        people = [found[name, label] for name in ("Ann", "Bo")]
        assert found["Mia", label].actual == sum(each.actual for each in people) + of_mia
        assert found["Mia", label].target == 200
        assert all(each.last_year_to_date <= each.last_year for each in people)
