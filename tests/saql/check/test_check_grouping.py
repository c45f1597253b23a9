"""Groups: keys, aggregates over members, sides of a cogroup, rollup."""

import pytest

from saql.typed.expressions import Aggregate, Call, Column
from saql.typed.statements import Filter, Group, Order
from saql.types import Type

OWNERS = "q = group q by 'Owner';"
COGROUP = "a = load \"deals\"; b = load \"accounts\"; c = cogroup a by 'Owner' left, b by 'Name'; "


def shape(node):
    match node:
        case Column(name=name, side=side):
            return f"{name}@{side}"
        case Aggregate(function=function, arguments=arguments, side=side):
            return f"{function}({', '.join(map(shape, arguments))})@{side}"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(shape, arguments))})"
    return repr(node.value)


def items(query):
    return {name: shape(expression) for name, expression in query.statements[-1].items}


def test_keys_stand_bare_and_aggregates_are_over_members(checked):
    query = checked(
        f"q = load \"deals\"; {OWNERS} q = foreach q generate 'Owner', count() as n, sum('Amount' / 2) as s,"
        " first('Stage') + \"!\" as t;"
    )
    assert items(query) == {
        "Owner": "Owner@0",
        "n": "count()@0",
        "s": "sum(divide(Amount@0, 2))@0",
        "t": "concat(first(Stage@0)@0, '!')",
    }
    assert [field.type for field in query.schema] == [Type.TEXT, Type.NUMBER, Type.NUMBER, Type.TEXT]


def test_a_field_that_is_no_key_stands_for_its_first_value(item):
    assert shape(item("'Stage'", before=OWNERS)) == "first(Stage@0)@0"
    assert shape(item("'Tags'", before=OWNERS)) == "first(first_value(Tags@0))@0"


def test_an_aggregate_keeps_the_type_of_what_it_picks(item):
    kinds = [item(f"{each}('Close')", before=OWNERS).type for each in ("min", "max", "first", "last", "unique")]
    assert kinds == [Type.DATE] * 4 + [Type.NUMBER]


@pytest.mark.parametrize("counted", ["count()", "count(q)", "count('q')"])
def test_count_may_name_the_stream(counted, item):
    assert shape(item(counted, before=OWNERS)) == "count()@0"


def test_a_percentile_has_its_order(item):
    found = item("percentile_cont(0.25) within group (order by 'Amount' desc)", before=OWNERS)
    assert found.arguments[0].value == 0.25
    assert (found.order.expression.name, found.order.descending) == ("Amount", True)


def test_measures_may_be_keys(checked):
    query = checked("q = load \"deals\"; q = group q by ('Amount', 'Owner'); q = foreach q generate 'Amount';")
    assert [field.type for field in query.statements[1].schema] == [Type.NUMBER, Type.TEXT]


def test_a_function_of_a_date_may_be_a_key_and_is_repeated_in_the_foreach(checked):
    query = checked(
        "q = load \"deals\"; q = group q by (year('Close'), month('Close'));"
        " q = foreach q generate year('Close') as 'y', month(q.'Close') + 1 as 'm', year(max('Close')) as 'z';"
    )
    assert query.statements[1].sides[0].names == ("year('Close')", "month('Close')")
    assert items(query) == {
        "y": "year('Close')@0",
        "m": "add(month('Close')@0, 1)",
        "z": "year(max(Close@0)@0)",
    }


def test_sides_of_a_cogroup_are_told_by_their_streams(checked):
    query = checked(
        COGROUP + "c = foreach c generate a.'Owner' as o, b.'Name' as n, sum(a.'Amount') as s, max(b.'Staff') as m,"
        " count(b) as k, first(b.'Since') as f, b.'Staff' as g;"
    )
    assert items(query) == {
        "o": "Owner@0",
        "n": "Name@1",
        "s": "sum(Amount@0)@0",
        "m": "max(Staff@1)@1",
        "k": "count()@1",
        "f": "first(Since@1)@1",
        "g": "first(Staff@1)@1",
    }
    group = query.statements[2]
    assert isinstance(group, Group)
    assert [(side.join, side.names) for side in group.sides] == [("left", ("Owner",)), ("inner", ("Name",))]


def test_an_unqualified_key_of_a_cogroup_is_that_of_the_sides_that_have_it(checked):
    shared = COGROUP.replace("'Name'", "'Owner'")
    assert items(checked(shared + "c = foreach c generate 'Owner';")) == {"Owner": "coalesce(Owner@0, Owner@1)"}
    assert items(checked(COGROUP + "c = foreach c generate 'Name';")) == {"Name": "Name@1"}


def test_streams_cut_from_one_are_told_apart_by_their_own_names_only(checked, problems):
    start = (
        "q = load \"deals\"; x = filter q by 'Amount' > 1; y = filter q by 'Amount' < 1; c = group x by all, y by all;"
    )
    assert items(checked(start + " c = foreach c generate sum(y.'Amount') as s;")) == {"s": "sum(Amount@1)@1"}
    found = problems(start + " c = foreach c generate sum(q.'Amount') as s;")
    assert [each.code for each in found] == ["SAQL204"]


def test_a_filter_of_groups_is_about_their_members(checked):
    query = checked(f"q = load \"deals\"; {OWNERS} q = filter q by 'Amount' > 1; q = foreach q generate 'Owner';")
    kept = query.statements[2]
    assert (type(kept), kept.input, kept.side, kept.schema.names) == (Filter, 1, 0, ("Owner",))


def test_a_filter_of_a_cogroup_is_about_the_side_it_names_or_all_that_have_the_field(checked):
    named = checked(COGROUP + "c = filter c by b.'Staff' > 1; c = foreach c generate count(a) as n;")
    assert [each.side for each in named.statements if isinstance(each, Filter)] == [1]
    shared = checked(COGROUP + "c = filter c by 'Owner' == \"x\"; c = foreach c generate count(a) as n;")
    assert [each.side for each in shared.statements if isinstance(each, Filter)] == [0, 1]


def test_groups_are_ordered_by_keys_and_aggregates(checked):
    text = f"q = load \"deals\"; {OWNERS} q = order q by (sum('Amount') desc, 'Owner'); q = foreach q generate 'Owner';"
    query = checked(text)
    order = query.statements[2]
    assert isinstance(order, Order)
    assert [shape(each.expression) for each in order.keys] == ["sum(Amount@0)@0", "Owner@0"]


def test_groups_that_are_grouped_again_give_back_their_members(checked):
    query = checked(
        f"q = load \"deals\"; {OWNERS} q = filter q by 'Amount' > 1; q = group q by 'Stage';"
        " q = foreach q generate 'Stage', sum('Seats') as s;"
    )
    again = query.statements[4]
    assert isinstance(again, Group)
    assert isinstance(query.statements[again.sides[0].input], Filter)
    assert query.statements[again.sides[0].input].input == 0


def test_groups_that_were_cut_are_not_grouped_again(problems):
    found = problems(
        f"q = load \"deals\"; {OWNERS} q = limit q 5; q = group q by 'Stage'; q = foreach q generate 'Stage';"
    )
    assert [each.code for each in found] == ["SAQL420"]


def test_rollup_tells_its_subtotals(checked):
    query = checked(
        "q = load \"deals\"; q = group q by rollup('Owner', 'Stage');"
        " q = foreach q generate 'Owner', grouping('Stage') as g, sum('Amount') as s;"
    )
    assert query.statements[1].rollup
    assert items(query)["g"] == "grouping(Stage@0)@0"


def test_group_by_all_has_no_keys(checked):
    query = checked('q = load "deals"; q = group q by all; q = foreach q generate count() as n;')
    assert query.statements[1].sides[0].keys == ()
