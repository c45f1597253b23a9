"""Windows over groups."""

import pytest

from saql.typed.expressions import Aggregate, Column, Window
from saql.types import Type

GROUPED = "q = group q by ('Owner', 'Stage');"
COGROUP = "a = load \"deals\"; b = load \"accounts\"; c = cogroup a by 'Owner', b by 'Owner'; "


def test_a_running_total_has_frame_partition_and_order(item):
    found = item("sum(sum('Amount')) over ([..0] partition by 'Owner' order by ('Stage' desc))", before=GROUPED)
    assert isinstance(found, Window)
    assert (found.function, found.lower, found.upper, found.type) == ("sum", None, 0, Type.NUMBER)
    assert isinstance(found.arguments[0], Aggregate)
    assert [each.name for each in found.partition] == ["Owner"]
    assert [(each.descending, each.nulls_first) for each in found.order] == [(True, True)]


def test_a_window_may_stand_in_arithmetic_and_read_arithmetic(item):
    found = item("sum('Amount') * 100 / avg(coalesce(sum('Amount'), 0)) over ([..] partition by all)", before=GROUPED)
    assert isinstance(found.arguments[1], Window)
    assert found.arguments[1].partition == ()


@pytest.mark.parametrize("name", ["rank", "dense_rank", "cume_dist", "row_number"])
def test_rankings_are_numbers(name, item):
    found = item(f"{name}() over ([..] partition by 'Owner' order by sum('Amount'))", before=GROUPED)
    assert (found.function, found.arguments, found.type) == (name, (), Type.NUMBER)


def test_the_least_and_greatest_of_a_window_keep_their_type(item):
    assert item("max(max('Stage')) over ([..] partition by all)", before=GROUPED).type is Type.TEXT


def test_a_percentile_of_a_window_has_its_fraction_and_its_value(item):
    text = "percentile_disc(0.5) within group (order by sum('Amount')) over ([..] partition by all)"
    found = item(text, before=GROUPED)
    assert found.arguments[0].value == 0.5
    assert isinstance(found.arguments[1], Aggregate)


def test_a_window_over_a_cogroup_reads_one_side(checked):
    text = "c = foreach c generate sum(sum(a.'Amount')) over ([-2..0] partition by a.'Owner' order by a.'Owner') as s;"
    found = checked(COGROUP + text).statements[-1].items[0][1]
    assert isinstance(found.partition[0], Column)
    assert (found.lower, found.upper) == (-2, 0)


@pytest.mark.parametrize(
    "window",
    [
        "rank() over ([..0] partition by all order by 'Owner')",
        "rank() over ([..] partition by all)",
        "min(sum('Amount')) over ([..] partition by all order by 'Owner')",
        "unique(sum('Amount')) over ([..] partition by all)",
        "rank('Amount') over ([..] partition by all order by 'Owner')",
    ],
)
def test_windows_that_mean_nothing_are_refused(window, problems):
    assert problems(f"q = load \"deals\"; {GROUPED} q = foreach q generate {window} as 'x';")
