"""Statements: positions, schemas, and what the result must be."""

from saql.typed.statements import Join, Limit, Load, Offset, Order, Union
from saql.types import Type

DEALS = 'q = load "deals"; '


def test_statements_refer_to_each_other_by_position(checked):
    query = checked(
        DEALS + "q = filter q by 'Amount' > 1; r = foreach q generate 'Owner'; q = foreach q generate 'Owner' as 'o';"
        " r = limit r 5; r = offset r 2;"
    )
    assert [getattr(each, "input", None) for each in query.statements] == [None, 0, 1, 1, 2, 4]
    assert isinstance(query.statements[4], Limit)
    assert isinstance(query.statements[5], Offset)
    assert query.schema.names == ("Owner",)


def test_the_last_statement_needs_no_name(checked):
    query = checked(DEALS + "q = foreach q generate 'Owner'; limit q 5;")
    assert query.statements[-1].count == 5


def test_a_load_keeps_its_name_and_sample(checked):
    load = checked("q = load \"deals@3\" sample(10) repeatable(1); q = foreach q generate 'Owner';").statements[0]
    assert load == Load("deals@3", 10.0, 1, load.schema)


def test_nulls_are_greatest_unless_the_order_says_where_they_go(checked):
    query = checked(
        DEALS + "q = foreach q generate 'Owner', 'Stage', 'Amount';"
        " q = order q by ('Owner', 'Stage' desc, 'Amount' desc nulls last);"
    )
    order = query.statements[-1]
    assert isinstance(order, Order)
    assert [(each.descending, each.nulls_first) for each in order.keys] == [(False, False), (True, True), (True, False)]


def test_a_union_has_the_fields_of_all_and_null_takes_the_other_type(checked):
    query = checked(
        "a = load \"deals\"; a = foreach a generate 'Owner' as 'k', null as 'n';"
        " b = load \"accounts\"; b = foreach b generate 'Staff' as 'n', 'Since' as 's'; u = union a, b;"
    )
    assert isinstance(query.statements[-1], Union)
    assert {field.name: field.type for field in query.schema} == {
        "k": Type.TEXT,
        "n": Type.NUMBER,
        "s": Type.DATE,
    }


def test_a_join_gives_the_rows_of_the_left_stream(checked):
    query = checked(
        "a = load \"deals\"; b = load \"accounts\"; a = join a by 'Owner' anti, b by 'Name';"
        " a = foreach a generate 'Owner';"
    )
    join = query.statements[2]
    assert isinstance(join, Join)
    assert (join.kind, join.input, join.other, join.keys[0].name, join.other_keys[0].name) == (
        "anti",
        0,
        1,
        "Owner",
        "Name",
    )


def test_projected_streams_join_on_measures(checked):
    query = checked(
        "a = load \"deals\"; a = foreach a generate 'Amount'; b = load \"accounts\"; b = foreach b generate 'Staff';"
        " a = join a by 'Amount' semi, b by 'Staff';"
    )
    assert query.schema.names == ("Amount",)


def test_a_projected_stream_is_grouped_again(checked):
    query = checked(
        DEALS + "q = group q by 'Owner'; q = foreach q generate 'Owner', sum('Amount') as 's'; q = group q by all;"
        " q = foreach q generate avg('s') as 'a';"
    )
    assert query.schema.names == ("a",)


def test_conditions_can_be_shown(checked):
    query = checked(DEALS + "q = foreach q generate 'Amount' > 1 as 'big'; q = filter q by 'big' == \"true\";")
    assert query.schema.get("big").type is Type.BOOLEAN
