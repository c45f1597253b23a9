"""Where functions may stand, and the conditions that the documentation of CRM Analytics names as errors."""

import pytest

import saql
from saql.functions.define import split_example
from saql.functions.registry import AGGREGATES, RANKINGS, REGISTRY

L = 'q = load "deals"; '
G = L + "q = group q by 'Owner'; "
A = 'a = load "deals"; b = load "accounts"; '
SUM = "sum('Amount')"
END = " q = foreach q generate 'Owner';"

EXPRESSIONS = [
    split_example(example)[0]
    for function in REGISTRY.values()
    for example in function.examples
    if (function.spellings or function.symbol) and "([" not in example
]
ROW_PLACES = {
    "a foreach": "q = foreach q generate {} as 'x';",
    "a filter": "q = filter q by {} is not null; q = foreach q generate 'Owner';",
    "a filter of groups": "q = group q by 'Owner'; q = filter q by {} is not null; q = foreach q generate 'Owner';",
    "the keys of a group": "q = group q by ({}, 'Owner'); q = foreach q generate 'Owner';",
    "an order": "q = order q by {}; q = foreach q generate 'Owner';",
    "a foreach over groups": "q = group q by 'Owner'; q = foreach q generate {} as 'x';",
    "an aggregate": "q = group q by 'Owner'; q = foreach q generate unique({}) as 'x';",
    "a case": "q = foreach q generate case when 'Amount' > 1 then {} end as 'x';",
}


@pytest.mark.parametrize("place", ROW_PLACES)
def test_functions_of_a_row_may_stand_wherever_an_expression_may(place, problems):
    for expression in EXPRESSIONS:
        assert not problems(L + ROW_PLACES[place].format(expression)), expression


AGGREGATE_CALLS = {
    "count": "count()",
    "percentile_cont": "percentile_cont(0.5) within group (order by 'Amount')",
    "percentile_disc": "percentile_disc(0.5) within group (order by 'Amount')",
    "grouping": "grouping('Owner')",
    "collect": "len(mv_to_string(collect('Owner')))",
    **{name: f"{name}('Amount', 'Seats')" for name in ("regr_slope", "regr_intercept", "regr_r2")},
}


def call_of(name):
    return AGGREGATE_CALLS.get(name, f"{name}('Amount')")


@pytest.mark.parametrize("name", AGGREGATES)
def test_aggregates_stand_in_a_foreach_and_in_the_order_of_groups(name, problems):
    assert not problems(f"{G}q = foreach q generate {call_of(name)} as 'x';")
    assert not problems(f"{G}q = foreach q generate case when {call_of(name)} > 1 then 1 else 0 end as 'x';")
    assert not problems(f"{G}q = order q by {call_of(name)} desc;{END}")
    assert not problems(f"{L}q = foreach q generate {call_of(name)} as 'x';")


@pytest.mark.parametrize("name", AGGREGATES)
@pytest.mark.parametrize("place", ["a filter", "a filter of groups", "the keys of a group", "an order"])
def test_aggregates_are_refused_where_there_are_no_groups(name, place, problems):
    assert [each.code for each in problems(L + ROW_PLACES[place].format(call_of(name)))] == ["SAQL402"]


@pytest.mark.parametrize("name", [*(each.name for each in AGGREGATES.values() if each.windowed), *RANKINGS])
def test_windows_stand_over_groups_and_those_that_are_added_over_rows_too(name, problems):
    places = ("rank", "dense_rank", "cume_dist", "row_number", "count")
    call = f"{name}({'4' if name == 'ntile' else '' if name in places else SUM})"
    if name.startswith("percentile"):
        call = f"{name}(0.5) within group (order by sum('Amount'))"
    frame = "[..]" if name in RANKINGS else "[.. 0]"
    window = f"{call} over ({frame} partition by 'Owner' order by sum('Amount'))"
    assert not problems(f"{G}q = foreach q generate {window} as 'x', 1 - {window} as 'y';")
    is_added = name in RANKINGS and RANKINGS[name].extension
    codes = [each.code for each in problems(f"{L}q = foreach q generate {window} as 'x';")]
    assert codes == ([] if is_added else ["SAQL410"])
    codes = [each.code for each in problems(f"{L}q = filter q by {window} > 1;{END}")]
    assert codes == (["SAQL418"] if is_added else ["SAQL410"])


@pytest.mark.parametrize("name", [each.name for each in AGGREGATES.values() if not each.in_rollup])
def test_rollup_takes_few_aggregates(name, problems):
    found = problems(f"{L}q = group q by rollup('Owner'); q = foreach q generate {call_of(name)} as 'x';")
    assert [each.code for each in found] == ["SAQL407"]


CONDITIONS = {
    "a measure as a key of a join": (
        "SAQL441",
        A + "a = join a by 'Amount' semi, b by 'Staff'; q = foreach a generate 1 as x;",
    ),
    "a duplicate alias": ("SAQL423", L + "q = foreach q generate 'Owner', 'Stage' as 'Owner';"),
    "the alias none": ("SAQL424", L + "q = foreach q generate 'Owner' as none;"),
    "a double-quoted name": ("SAQL111", L + 'q = group q by "Owner";' + END),
    "an order by a field that is gone": ("SAQL203", L + "q = foreach q generate 'Owner'; q = order q by 'Stage';"),
    "a limit by a field": ("SAQL117", L + "q = limit q 'Amount';" + END),
    "a stream in a cogroup twice": ("SAQL430", L + "q = cogroup q by 'Owner', q by 'Owner';" + END),
    "a measure without its stream": (
        "SAQL417",
        A + "q = cogroup a by 'Owner', b by 'Owner'; q = foreach q generate sum('Amount') as x;",
    ),
    "a window without groups": (
        "SAQL410",
        L + "q = foreach q generate sum('Amount') over ([.. 0] partition by all) as x;",
    ),
    "a window over two streams": (
        "SAQL413",
        A + "q = cogroup a by 'Owner', b by 'Owner';"
        " q = foreach q generate sum(sum(a.'Amount')) over ([.. 0] partition by b.'Owner') as x;",
    ),
    "an ordered window of all rows": (
        "SAQL412",
        G + "q = foreach q generate avg(sum('Amount')) over ([..] partition by all order by 'Owner') as x;",
    ),
    "a position below one": ("SAQL305", L + "q = foreach q generate index_of('Owner', \"a\", 0) as x;"),
    "a missing foreach": ("SAQL401", G),
    "null as a limit": ("SAQL117", L + "q = limit q null;" + END),
    "null as a relative date's end": ("SAQL312", L + "q = filter q by 'Close' in [dateRange(null, [2026,1,1])];" + END),
    "rounding by too many digits": ("SAQL305", L + "q = foreach q generate round('Amount', 16) as x;"),
    "a percentile above one": (
        "SAQL305",
        G + "q = foreach q generate percentile_cont(1.5) within group (order by 'Amount') as x;",
    ),
    "regression in a cogroup": (
        "SAQL408",
        A + "q = cogroup a by 'Owner', b by 'Owner'; q = foreach q generate regr_r2(a.'Amount', a.'Seats') as x;",
    ),
    "rollup in a cogroup": (
        "SAQL432",
        A + "q = cogroup a by rollup('Owner'), b by 'Owner'; q = foreach q generate 1 as x;",
    ),
    "keys of different types": (
        "SAQL433",
        A + "q = cogroup a by 'Owner', b by 'Staff'; q = foreach q generate 1 as x;",
    ),
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_documented_condition_is_an_error(condition, checked):
    code, text = CONDITIONS[condition]
    with pytest.raises(saql.SaqlError) as caught:
        checked(text)
    assert code in [each.code for each in caught.value.diagnostics]
