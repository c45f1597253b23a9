"""When something is due, by clocks that jump."""

import datetime as dt
import itertools
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import SwellError
from swell.jobs.times import Rule, read_rule

ZONES = ("UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia")
moments = st.datetimes(dt.datetime(2010, 1, 1), dt.datetime(2035, 1, 1)).map(lambda each: each.replace(tzinfo=dt.UTC))
clocks = st.tuples(st.integers(0, 23), st.integers(0, 59))
daily = st.builds(
    Rule,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    monthly=st.just(False),
    at=st.lists(clocks, min_size=1, max_size=3, unique=True).map(lambda each: tuple(sorted(each))),
    zone=st.sampled_from(ZONES),
)
spans = st.builds(Rule, minutes=st.integers(1, 3000))
rules = st.one_of(daily, spans)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@given(rules, moments)
def test_the_next_time_is_later_and_none_is_skipped(rule: Rule, moment: dt.datetime) -> None:
    following = rule.after(moment)
    assert following > moment
    halfway = moment + (following - moment) / 2
    assert rule.after(halfway) == following


@given(daily, moments)
def test_a_day_has_each_of_its_times_once(rule: Rule, moment: dt.datetime) -> None:
    zone = zoneinfo.ZoneInfo(rule.zone)
    found = [moment]
    while found[-1] < moment + dt.timedelta(days=20):
        found.append(rule.after(found[-1]))
    local = [each.astimezone(zone) for each in found[1:]]
    first, last = local[0].date(), local[-1].date()
    between = [each for each in local if first < each.date() < last]
    days = {first + dt.timedelta(days=n) for n in range(1, (last - first).days)}
    wanted = sum(day.weekday() in rule.weekdays for day in days) * len(rule.at)
    moved = _days_without(rule, zone, first, last)
    assert len(between) in range(wanted - moved * len(rule.at), wanted + moved * len(rule.at) + 1)
    if not moved:
        assert len(between) == wanted


def _days_without(rule: Rule, zone: zoneinfo.ZoneInfo, first: dt.date, last: dt.date) -> int:
    """Return how many days of a span have a jump of the clock, at which times may fall together or out of the day."""
    offsets = [
        dt.datetime.combine(first + dt.timedelta(days=n), dt.time(), zone).utcoffset()
        for n in range(-1, (last - first).days + 3)
    ]
    return sum(one != other for one, other in itertools.pairwise(offsets))


def test_a_time_that_spring_skips_comes_as_much_later_as_the_clock_jumps() -> None:
    rule = read_rule("day", "02:30", "Europe/Vienna", "x")
    assert rule.after(at("2026-03-28T12:00")) == at("2026-03-29T01:30")  # 03:30 in summer time
    assert rule.after(at("2026-03-29T01:30")) == at("2026-03-30T00:30")


def test_a_time_that_autumn_has_twice_counts_once() -> None:
    rule = read_rule("day", "02:30", "Europe/Vienna", "x")
    assert rule.after(at("2026-10-24T12:00")) == at("2026-10-25T00:30")
    assert rule.after(at("2026-10-25T00:30")) == at("2026-10-26T01:30")


@pytest.mark.parametrize(
    ("every", "clock", "moment", "due"),
    [
        ("15 minutes", None, "2026-03-02T09:07", "2026-03-02T09:15"),
        ("2 hours", None, "2026-03-02T10:00", "2026-03-02T12:00"),
        ("1 day", "02:00, 14:00", "2026-03-02T09:00", "2026-03-02T14:00"),
        ("weekday", "8:00", "2026-03-06T08:00", "2026-03-09T08:00"),
        ("Monday, Thursday", "07:30", "2026-03-03T00:00", "2026-03-05T07:30"),
        ("month", "00:05", "2026-03-02T00:00", "2026-04-01T00:05"),
    ],
)
def test_what_people_write(every: str, clock: str | None, moment: str, due: str) -> None:
    assert read_rule(every, clock, "UTC", "x").after(at(moment)) == at(due)


@pytest.mark.parametrize(
    ("every", "clock", "zone"),
    [("often", None, "UTC"), ("15 minutes", "02:00", "UTC"), ("0 hours", None, "UTC"), ("day", "25:00", "UTC"),
     ("day", "02:00", "Mars/Base"), (None, None, "UTC"), ("day", 2, "UTC"), ("day", "", "UTC"), ("", "02:00", "UTC")],
)  # fmt: skip
def test_what_is_no_rule_says_so(every: object, clock: object, zone: str) -> None:
    with pytest.raises(SwellError, match="swell"):
        read_rule(every, clock, zone, "swell.toml")
