"""Conditions of alerts, over any course of values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swell.jobs.conditions import Appears, Changes, Condition, Crosses, Firing, State, judge, remember

numbers = st.one_of(st.none(), st.integers(-50, 50).map(float))
courses = st.lists(numbers, max_size=30)
Values = list[tuple[tuple[str, ...], float | None]]


def fired(condition: Condition, course: list[Values]) -> list[list[Firing]]:
    state: State | None = None
    found = []
    for values in course:
        found.append(judge(condition, state, values))
        state = remember(condition, state, values)
    return found


def one(values: list[float | None]) -> list[Values]:
    return [[((), each)] for each in values]


@given(courses, st.integers(-40, 40).map(float), st.booleans())
def test_a_crossing_is_told_once_and_at_the_crossing(course: list[float | None], limit: float, above: bool) -> None:
    """Told exactly where the values that are there go from not beyond to beyond; the first is silent."""
    found = fired(Crosses(above, limit), one(course))
    last: float | None = None
    for place, value in enumerate(course):
        beyond = value is not None and (value > limit if above else value < limit)
        was = last is not None and (last > limit if above else last < limit)
        assert [(each.before, each.after) for each in found[place]] == (
            [(last, value)] if place and beyond and not was else []
        )
        last = last if value is None else value


@given(courses, st.integers(0, 20).map(float))
def test_a_change_is_of_the_last_value_that_was_there(course: list[float | None], by: float) -> None:
    found = fired(Changes(by, "absolute"), one(course))
    last: float | None = None
    for place, value in enumerate(course):
        told = value is not None and last is not None and value != last and abs(value - last) >= by
        assert [(each.before, each.after) for each in found[place]] == ([(last, value)] if told else [])
        last = last if value is None else value


@given(st.lists(st.sets(st.sampled_from("abcdef")), max_size=12))
def test_a_row_appears_where_it_was_not_at_the_last_check(course: list[set[str]]) -> None:
    found = fired(Appears(), [[((key,), None) for key in sorted(keys)] for keys in course])
    for place, keys in enumerate(course):
        expected = sorted(keys - course[place - 1]) if place else []
        assert [each.key for each in found[place]] == [(key,) for key in expected]


@pytest.mark.parametrize(
    ("values", "times"),
    [([100.0, 109.0], 0), ([100.0, 110.0], 1), ([9.0, 8.0], 1), ([0.0, 1.0], 1), ([0.0, 0.0], 0)],
)
def test_percent(values: list[float | None], times: int) -> None:
    assert sum(map(len, fired(Changes(10, "percent"), one(values)))) == times


def test_each_row_crosses_by_itself_and_words_say_from_what_to_what() -> None:
    found = fired(Crosses(True, 10), [[(("Won",), 5.0), (("Lost",), 50.0)], [(("Won",), 1234.5), (("New",), 11.0)]])
    assert [*map(str, found[1])] == ["Won: 5 → 1,234.5", "New: none → 11"]
