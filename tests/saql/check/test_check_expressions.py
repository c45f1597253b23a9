"""What expressions over rows become."""

import datetime as dt

import pytest

from saql.typed.expressions import Call, Case, Column, Literal, Membership
from saql.types import Type


def show(node):
    """An expression as one line: calls by name, columns by name, constants as Python shows them."""
    match node:
        case Column(name=name, side=side):
            return f"{name}@{side}" if side else name
        case Literal(value=dt.datetime() | dt.date() as value):
            return str(value)
        case Literal(value=value):
            return repr(value)
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(show, arguments))})"
        case Case(branches=branches, otherwise=otherwise):
            shown = "; ".join(f"{show(condition)}: {show(result)}" for condition, result in branches)
            return f"case({shown}; {show(otherwise)})"
        case Membership(operand=operand, values=values, ranges=ranges):
            ends = [f"{show(low) if low else ''}..{show(high) if high else ''}" for low, high in ranges]
            return f"{show(operand)} in [{', '.join([*map(show, values), *ends])}]"
    return repr(node)


@pytest.mark.parametrize(
    ("expression", "shown", "kind"),
    [
        ("'Amount' * 2 + 1", "add(multiply(Amount, 2), 1)", Type.NUMBER),
        ("-'Amount' % 3", "modulo(negate(Amount), 3)", Type.NUMBER),
        ("-5", "-5", Type.NUMBER),
        ("null + 4", "add(None, 4)", Type.NUMBER),
        ("'Owner' + \"-\" + 'Stage'", "concat(concat(Owner, '-'), Stage)", Type.TEXT),
        ("null + 'Owner'", "concat(None, Owner)", Type.TEXT),
        ("'Close' + \"!\"", "concat(date_text(Close), '!')", Type.TEXT),
        ("'Tags' + \"!\"", "concat(first_value(Tags), '!')", Type.TEXT),
        ("'Tags'", "first_value(Tags)", Type.TEXT),
        ("upper('Start')", "upper(day_text(Start))", Type.TEXT),
        ("mv_to_string('Tags')", "mv_to_string(Tags)", Type.TEXT),
        ("round('Amount', -1)", "round(Amount, -1)", Type.NUMBER),
        ("coalesce(null, 'Amount', 0)", "coalesce(None, Amount, 0)", Type.NUMBER),
        ("coalesce('Close', 'Start')", "coalesce(Close, day_start(Start))", Type.DATE),
        ("average('Amount')", "Amount", Type.NUMBER),
        ("toDate('Close_sec_epoch')", "epoch_date(Close_sec_epoch)", Type.DATE),
        ("toDate('Owner', \"yyyy\")", "parse_date(Owner, 'yyyy')", Type.DATE),
        ("daysBetween('Start', now())", "days_between(day_start(Start), now())", Type.NUMBER),
        ("toString('Close', \"yyyy\")", "date_to_string(Close, 'yyyy')", Type.TEXT),
        ("year('Close')", "year(Close)", Type.NUMBER),
        ("fiscalYear('Close')", "fiscal_year(Close, 1, False, 1)", Type.NUMBER),
        ("month_first_day('Start')", "month_first_day(Start)", Type.DAY),
        ("starts_with('Owner', \"A\")", "starts_with(Owner, 'A')", Type.BOOLEAN),
        ("case when 'Amount' > 1 then \"a\" end", "case(greater(Amount, 1): 'a'; None)", Type.TEXT),
        ("case 'Stage' when \"a\" then 1 else null end", "case(equal(Stage, 'a'): 1; None)", Type.NUMBER),
        ("case when 'Won' == \"true\" then null else 2.5 end", "case(equal(Won, 'true'): None; 2.5)", Type.NUMBER),
        ("case when 1 == 1 then 'Close' else \"none\" end", "case(equal(1, 1): date_text(Close); 'none')", Type.TEXT),
    ],
)
def test_an_expression_is_typed_and_its_operators_are_functions(expression, shown, kind, item):
    found = item(expression)
    assert (show(found), found.type) == (shown, kind)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("'Won' == \"true\"", "equal(Won, 'true')"),
        ("'Won' == true", "equal(Won, 'true')"),
        ("('Amount' > 1) == \"true\"", "equal(greater(Amount, 1), True)"),
        ('starts_with(\'Owner\', "A") == "no"', "equal(boolean_text(starts_with(Owner, 'A')), 'no')"),
        ("'Close' >= \"2018-01-01\"", "greater_equal(day_of(Close), 2018-01-01)"),
        ("\"2018-01-01\" < 'Close'", "less(2018-01-01, day_of(Close))"),
        ("'Close' == \"2018-01-01T10:00:00Z\"", "equal(Close, 2018-01-01 10:00:00+00:00)"),
        ("'Close' == \"2018-01-01 10:00:00\"", "equal(Close, 2018-01-01 10:00:00+00:00)"),
        ("'Start' == \"2018-01-01T10:00:00Z\"", "equal(day_start(Start), 2018-01-01 10:00:00+00:00)"),
        ("'Close' != \"\"", "not_equal(date_text(Close), '')"),
        ("'Close' > 'Start'", "greater(Close, day_start(Start))"),
        ("'Close_Year' == 2019", "equal(Close_Year, '2019')"),
        ("'Close_Month' in [1..3]", "Close_Month in ['01'..'03']"),
        ("'Tags' == \"a\"", "Tags in ['a']"),
        ("'Tags' != \"a\"", "not(Tags in ['a'])"),
        ("'Tags' matches \"ab\"", "matches(Tags, 'ab')"),
        ("'Owner' like \"a%\"", "like(Owner, 'a%')"),
        ("'Owner' is not null", "not(is_null(Owner))"),
        ("'Owner' == null", "equal(Owner, None)"),
        ('\'Owner\' in ["a", "b"]', "Owner in ['a', 'b']"),
        ("'Owner' in []", "Owner in []"),
        ("'Owner' in [null, \"a\"]", "Owner in ['a']"),
        ("'Owner' in [null..\"a\"]", "Owner in []"),
        ("'Owner' not in [\"a\"]", "not(Owner in ['a'])"),
        ("'Amount' in [1..5, -2, 7..]", "Amount in [-2, 1..5, 7..]"),
        ("'Owner' in all", "True"),
        ("!('Amount' > 1) || 'Won' == \"a\"", "or(not(greater(Amount, 1)), equal(Won, 'a'))"),
        (
            "'Close_day_epoch' <= (date_to_epoch(now()) / 86400) - 30",
            "less_equal(Close_day_epoch, subtract(divide(date_to_epoch(now()), 86400), 30))",
        ),
    ],
)
def test_a_predicate_is_typed(text, shown, predicate):
    found = predicate(text)
    assert (show(found), found.type) == (shown, Type.BOOLEAN)


def test_a_long_chain_of_conditions_is_not_deep(predicate):
    found = predicate(" || ".join(f"'Amount' == {number}" for number in range(64)))
    depth = 0
    while isinstance(found, Call) and found.function == "or":
        found, depth = found.arguments[0], depth + 1
    assert depth == 6


def test_each_row_is_its_own_group_where_nothing_is_grouped(item):
    assert show(item("count()")) == "1"
    assert show(item("sum('Amount') + 1")) == "add(Amount, 1)"
    assert show(item("unique('Owner')")) == "case(is_null(Owner): 0; 1)"
    assert show(item("stddev('Amount')")) == "None"
    assert show(item("stddevp('Amount')")) == "case(is_null(Amount): None; 0)"
    assert show(item("percentile_cont(0.5) within group (order by 'Amount')")) == "Amount"


def test_names_keep_their_case(problems):
    assert [each.code for each in problems("q = load \"deals\"; q = foreach q generate 'owner';")] == ["SAQL203"]


@pytest.mark.parametrize("name", ["q.'Owner'", "q['Owner']", "q[Owner]", "q::Owner", "p.'Owner'"])
def test_a_field_may_be_qualified_with_any_name_that_its_stream_has_had(name, item):
    assert show(item(name, before="p = filter q by 'Amount' > 1; q = order p by 'Owner';")) == "Owner"


def test_spans_point_into_the_text(checked):
    text = "q = load \"deals\"; q = foreach q generate round('Amount') as 'x';"
    call = checked(text).statements[1].items[0][1]
    assert text[call.span.start : call.span.end] == "round('Amount')"
    assert text[call.arguments[0].span.start : call.arguments[0].span.end] == "'Amount'"
