"""The canonical text: one example a rule."""

import pytest

from saql import SaqlError
from saql.format import WIDTH, format_query


def assert_stays(text: str) -> None:
    assert format_query(text) == text


def test_each_statement_is_on_a_line_of_its_own() -> None:
    assert format_query('q=load "a";q  =  limit q\n5 ;') == 'q = load "a";\nq = limit q 5;\n'


def test_of_empty_lines_between_statements_one_stays() -> None:
    text = '\n\n q = load "a";\n\n\n\nq = limit q 5;\nq = offset q 1;\n\n\n'

    assert format_query(text) == 'q = load "a";\n\nq = limit q 5;\nq = offset q 1;\n'


@pytest.mark.parametrize("text", ['q = load "a"', 'q = load "a";;', '; ;q = load "a"; ;'])
def test_a_statement_ends_with_one_semicolon(text: str) -> None:
    assert format_query(text) == 'q = load "a";\n'


def test_a_semicolon_that_is_missing_between_statements_is_added() -> None:
    text = 'q = load "a" -- all\nq = limit q 5 q = offset q 1'

    assert format_query(text) == 'q = load "a"; -- all\nq = limit q 5;\nq = offset q 1;\n'


def test_doubled_quotes_stay() -> None:
    assert_stays('q = filter q by a == "<b x=""1""/>";\n')


@pytest.mark.parametrize("text", ["", " \n ", ";"])
def test_a_text_without_anything_becomes_empty(text: str) -> None:
    assert format_query(text) == ""


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("'a'==1&&'b'!=2", "'a' == 1 && 'b' != 2"),
        ("a  .  'b'<1", "a.'b' < 1"),
        ("a [ 'b' ] < 1", "a['b'] < 1"),
        ("a :: b < 1", "a::b < 1"),
        ("! ( 'a' like \"b%\" )", "!('a' like \"b%\")"),
        ("not( a==1 )", "not (a == 1)"),
        ("a is  not\tnull", "a is not null"),
        ("a not  in[1,2 , 3]", "a not in [1, 2, 3]"),
        ("a in[ 1 .. 2,3 .. ,.. 4]", "a in [1..2, 3.., ..4]"),
        ("a in  all", "a in all"),
        ("- 1<+ a", "-1 < +a"),
        ("a - - 1 == - - b", "a - -1 == - -b"),
        ("a*b/c%d+e<f", "a * b / c % d + e < f"),
        ("a<.50", "a < .50"),
        ("'It\\'s' == \"  kept  as it -- is \"", "'It\\'s' == \"  kept  as it -- is \""),
    ],
)
def test_spaces_inside_an_expression(written: str, canonical: str) -> None:
    assert format_query(f"q = filter q by {written};") == f"q = filter q by {canonical};\n"


def test_and_and_or_are_written_as_most_queries_write_them() -> None:
    assert format_query("q = filter q by a == 1 and b == 2 or c == 3;") == (
        "q = filter q by a == 1 && b == 2 || c == 3;\n"
    )


def test_not_is_no_other_spelling_of_an_exclamation_mark_which_binds_tighter() -> None:
    assert_stays("q = filter q by not a == 1 && !(b == 2);\n")


def test_names_that_are_keywords_elsewhere_stay_names() -> None:
    assert_stays("q = foreach q generate count as and, in + or as as, first(end) as with, order as by;\n")


@pytest.mark.parametrize(
    "text",
    [
        'q = load "a" sample(10.5) repeatable(3);\n',
        "q = group q by all;\n",
        "q = group q by rollup('a', 'b');\n",
        "q = cogroup a by 'x' full, b by ('y') left, c by 'z';\n",
        "q = join a by (x, y) semi, b by (x, y);\n",
        "q = augment a by (x, y), b by (x, y) generate b.'z' as 'z', w;\n",
        "augment = augment augment by augment, augment by augment generate augment as augment;\n",
        "q = flatten q by 'a', b with self generate ancestors as 'c', path;\n",
        "flatten = flatten flatten by self, self generate path as path;\n",
        "q = order q by ('a' desc nulls last, 'b' asc, c);\n",
        "q = foreach q generate percentile_cont(0.5) within group (order by 'a' desc) as 'm';\n",
        "q = foreach q generate rank() over ([..] partition by ('a', 'b') order by sum('c') desc) as 'r';\n",
        "q = foreach q generate sum(sum('c')) over ([-1..0] partition by all order by 'a') as 'r';\n",
        "q = foreach q generate case when a == 1 then 2 else 3 end as 'b', case a when 1 then 2 end as c;\n",
        "q = filter q by date('Y', 'M', 'D') in [dateRange([2020, 1, 1], [2020, 12, 31])];\n",
        "q = fill q by (dateCols=(Y, M, \"Y-M\"), partition='a');\n",
        "q = timeseries q generate ('a' as 'b', 'c' as 'd') with (length=6, order=('D' desc, 'E'));\n",
        "q = arimax q generate 'a' as 'b' with (length=2, xregFutures=(x: [1, 2]), ignoreLast=true);\n",
        "limit q 5;\n",
        "'a' == 1 && 'b' in [1]\n",
    ],
)
def test_what_is_canonical_stays(text: str) -> None:
    assert_stays(text)


@pytest.mark.parametrize(("length", "lines"), [(WIDTH, 1), (WIDTH + 1, 3)])
def test_a_statement_is_on_one_line_up_to_the_width(length: int, lines: int) -> None:
    text = "q = foreach q generate a as b, cd;"
    text = text.replace("cd", "c" * (length - len(text) + 2))

    assert len(format_query(text).splitlines()) == lines


def test_a_long_foreach_has_an_item_a_line() -> None:
    assert_stays(
        "q = foreach q generate\n"
        "    'Account.Industry' as 'Account.Industry',\n"
        "    sum('Amount') as 'sum_Amount',\n"
        "    'Close_Year' + \"~~~\" + 'Close_Month' as 'Close_Year~~~Close_Month';\n"
    )


def test_a_long_filter_has_a_condition_a_line_by_its_loosest_operators() -> None:
    assert_stays(
        "q = filter q by\n"
        "    'Account.Industry' == \"Energy\"\n"
        "    && ('Amount' > 1000 || 'Probability' > 50)\n"
        "    && (\n"
        "        'StageName' matches \"Closed Won\"\n"
        "        || 'StageName' matches \"Closed Lost\"\n"
        "        || 'StageName' matches \"Negotiation and Review\"\n"
        "    );\n"
    )


def test_operators_that_bind_tighter_end_lines_only_where_they_must() -> None:
    assert_stays(
        "q = filter q by\n"
        "    'Account.Industry' == \"Energy\" && 'Amount' > 1000\n"
        "    || 'Account.BillingAddress.Country' == \"Switzerland\"\n"
        "        && 'Account.BillingAddress.PostalCode' == \"8000\"\n"
        "        && 'Account.Owner.Manager.Name' == \"Someone\";\n"
    )


def test_a_long_list_fills_its_lines() -> None:
    values = ", ".join(f'"value {number}"' for number in range(12))

    assert format_query(f"q = filter q by a in [{values}];") == (
        "q = filter q by a in [\n"
        '    "value 0", "value 1", "value 2", "value 3", "value 4", "value 5", "value 6", "value 7",\n'
        '    "value 8", "value 9", "value 10", "value 11"\n'
        "];\n"
    )


def test_a_long_case_has_a_branch_a_line() -> None:
    assert_stays(
        "q = foreach q generate\n"
        "    case\n"
        "        when 'Amount' > 1000000 then \"very large\"\n"
        "        when 'Amount' > 100000 then \"large\"\n"
        '        else "all the others"\n'
        "    end as 'Size',\n"
        "    sum(case\n"
        "        when 'StageName' == \"Closed Won\" && 'Account.Industry' == \"Energy\" then 'Amount'\n"
        "        else 0\n"
        "    end) as 'Won';\n"
    )


def test_a_long_branch_has_its_result_below_its_condition() -> None:
    assert_stays(
        "q = foreach q generate\n"
        "    case 'StageName'\n"
        '        when "Closed Won"\n'
        "            then coalesce('Account.Owner.Manager.Name', 'Account.Owner.Name', 'Owner.Name', \"none\")\n"
        "        else case when 'Amount' > 100 then 1 else 2 end\n"
        "    end as 'Who';\n"
    )


def test_long_calls_and_sums_end_lines_at_their_outermost_places() -> None:
    assert_stays(
        "q = foreach q generate\n"
        "    toString(\n"
        "        toDate(coalesce('Created_sec_epoch', 'Modified_sec_epoch', 'Activity_sec_epoch')),\n"
        '        "MM/dd/yyyy"\n'
        "    ) as 'Day',\n"
        "    sum('Amount of the first quarter') / sum('Amount of the first quarter of the last year')\n"
        "        - sum('Amount of the second quarter') as 'Growth',\n"
        "    sum(sum('Amount of the first quarter')) over (\n"
        "        [..0]\n"
        "        partition by ('Account.Industry', 'Account.Region')\n"
        "        order by 'Close_Year' desc\n"
        "    ) as 'Running';\n"
    )


def test_long_statements_of_streams_and_parameters() -> None:
    assert_stays(
        "q = group q by (\n"
        "    'Account.Industry',\n"
        "    'Account.BillingAddress.Country',\n"
        "    'Account.Owner.Name',\n"
        "    'Account.Type'\n"
        ");\n"
        "r = cogroup\n"
        "    opportunities by ('Account.Industry', 'Owner.Name') full,\n"
        "    activities by ('What.Industry', 'Owner.Name');\n"
        "r = order r by (\n"
        "    'Account.Industry' desc nulls first,\n"
        "    'Account.BillingAddress.Country' asc,\n"
        "    'Account.Owner.Name'\n"
        ");\n"
        "r = fill r by (\n"
        "    dateCols=('CloseDate_Year', 'CloseDate_Month', \"Y-M\"),\n"
        '    startDate="2020-01",\n'
        "    partition='Account.Industry'\n"
        ");\n"
        "r = timeseries r generate 'Amount' as 'Forecast' with (\n"
        "    length=12,\n"
        "    dateCols=('CloseDate_Year', 'CloseDate_Month', \"Y-M\"),\n"
        "    ignoreLast=true\n"
        ");\n"
        "r = timeseries r generate\n"
        "    'Amount' as 'Amount forecast',\n"
        "    'Count' as 'Count forecast'\n"
        "with (length=12, dateCols=('CloseDate_Year', 'CloseDate_Month', \"Y-M\"));\n"
    )


def test_a_name_longer_than_the_line_stays_whole() -> None:
    name = "'" + "a" * 120 + "'"

    assert format_query(f"q = group q by {name};") == f"q = group q by {name};\n"


def test_a_byte_order_mark_and_windows_line_ends_go() -> None:
    assert format_query('\ufeffq = load "a";\r\n\r\nq = limit q 5;\r\n') == 'q = load "a";\n\nq = limit q 5;\n'


@pytest.mark.parametrize("text", ['q = loda "a";', "q = filter q by {{filter}};", 'q = load "a'])
def test_a_text_that_is_no_query_is_refused(text: str) -> None:
    with pytest.raises(SaqlError):
        format_query(text)


@pytest.mark.parametrize(("inner", "levels"), [("({})", 150), ("abs({})", 140), ("case when a then {} end", 70)])
def test_deeply_nested_expressions_are_formatted(inner: str, levels: int) -> None:
    text = "x"
    for _ in range(levels):
        text = inner.format(text)

    assert format_query(f"q = foreach q generate {text} as y;")


def test_brackets_without_end_are_refused_at_the_place_where_they_are_too_many() -> None:
    with pytest.raises(SaqlError) as caught:
        format_query(f"q = foreach q generate {'(' * 2000}x{')' * 2000} as y;", "deep.saql")

    (found,) = caught.value.diagnostics
    assert found.code == "SAQL121"
    assert found.span.start == len("q = foreach q generate ") + 150


@pytest.mark.parametrize("statement", ["group q by ('Stage')", "filter q by ('Amount' > 1)", "order q by ('Stage')"])
def test_a_missing_semicolon_goes_behind_the_closing_bracket(statement: str) -> None:
    text = f'q = load "deals";\nq = {statement} -- why\nq = foreach q generate 1 as one;\n'
    assert f"q = {statement.split('(')[0]}" in format_query(text)
    assert format_query(text) == format_query(text.replace(" -- why", "; -- why"))
