import json
import re
from pathlib import Path

import pytest

from dashboards.bindings import Rows, evaluate, parse
from dashboards.bindings.insert import in_json, in_saql, in_text
from dashboards.bindings.nodes import Kind, Source
from dashboards.errors import BindingError
from dashboards.model import Json

STATES = Rows(("state", "sales"), [{"state": s, "sales": n} for s, n in (("CA", 100), ("TX", 200), ("OR", 300))])


class Steps:
    """Two results and three selections."""

    def rows(self, step: str, kind: Kind) -> Rows:
        known = {
            ("s", "result"): STATES,
            ("s", "selection"): Rows(("state", "sales"), [dict(each) for each in STATES.rows[:2]]),
            ("t", "selection"): Rows(
                ("field", "range", "quoted", "null"),
                [{"field": "state", "range": [["year", -2], ["year", 1]], "quoted": 'a"b', "null": None}],
            ),
            ("none", "selection"): Rows((), []),
            ("none", "result"): Rows((), []),
            ("total", "result"): Rows(("sum",), [{"sum": 12.5}]),
            ("same", "result"): Rows(("n",), [{"n": 8.5}] * 1000),
            ("old", "selection"): Rows(
                ("display", "value"), [{"display": "x", "value": {"range": '"1 year ago"..', "n": 1}}]
            ),
        }
        return known[step, kind]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('cell(s.result, 0, "state").asString()', "CA"),
        ('cell(s.result, 1, "sales").asObject()', 200),
        ("cell(s.result,2,'state').asString()", "OR"),
        ('column(s.result, ["state"]).asObject()', ["CA", "TX", "OR"]),
        ("column(s.result, []).asObject()", [["CA", "TX", "OR"], [100, 200, 300]]),
        ('row(s.result, [0], ["sales"]).asObject()', [100]),
        ("row(s.result, [0, 2], []).asObject()", [["CA", 100], ["OR", 300]]),
        ('row(s.result, [], ["state"]).asObject()', [["CA"], ["TX"], ["OR"]]),
        ('cell(none.selection, 0, "x").asObject()', None),
        ('coalesce(cell(none.selection, 0, "x"), 7).asObject()', 7),
        ('column(s.result, column(t.selection, ["field"])).asObject()', ["CA", "TX", "OR"]),
        ('valueAt(column(s.result, ["state"]), -1).asString()', "OR"),
        ('valueAt(column(s.result, ["state"]), 9).asObject()', None),
        ('valueAt(cell(s.result, 0, "state"), 0).asObject()', "CA"),
        ('join(column(s.result, ["state"]), "-").asString()', "CA-TX-OR"),
        ('flatten(row(s.result, [], ["state"])).asObject()', ["CA", "TX", "OR"]),
        ('slice(column(s.result, ["state"]), 1).asObject()', ["TX", "OR"]),
        ('slice(column(s.result, ["state"]), 0, -1).asObject()', ["CA", "TX"]),
        ('toArray("a", cell(s.result, 0, "sales")).asObject()', ["a", 100]),
        ('concat(column(s.result, ["state"]), cell(none.selection, 0, "x"), "z").asObject()', ["CA", "TX", "OR", "z"]),
        ('column(s.selection, ["state"]).asEquality("st\'x")', '\'st\\\'x\' in ["CA", "TX"]'),
        ('cell(s.selection, 0, "sales").asEquality("n")', "'n' == 100"),
        ('column(none.selection, ["a"]).asEquality("a")', "'a' in all"),
        (
            'row(s.selection, [], ["state", "sales"]).asEquality("a", "b")',
            "('a' == \"CA\" && 'b' == 100) || ('a' == \"TX\" && 'b' == 200)",
        ),
        ('toArray(1, 5).asRange("n")', "'n' >= 1 && 'n' <= 5"),
        ('cell(t.selection, 0, "range").asDateRange("D")', '\'D\' in ["2 years ago".."1 year ahead"]'),
        (
            "toArray(1483228800000, 1485820800000).asDateRange(\"date('Y','M','D')\")",
            "date('Y','M','D') in [dateRange([2017, 1, 1], [2017, 1, 31])]",
        ),
        ('toArray("1 month ago", cell(t.selection, 0, "null")).asDateRange("D")', "'D' in [\"1 month ago\"..]"),
        ('cell(none.selection, 0, "x").asDateRange("D")', "'D' in all"),
        ('cell(s.result, 0, "state").asGrouping()', "'CA'"),
        ('column(s.selection, ["state"]).asGrouping()', "('CA', 'TX')"),
        ('cell(none.selection, 0, "x").asGrouping()', "all"),
        ('toArray(toArray("a", "desc"), toArray("b", "asc")).asOrder()', "('a' desc, 'b' asc)"),
        ('toArray("sum(x)", "My Sum").asProjection()', "sum(x) as 'My Sum'"),
        ("selection(s)", ["CA", "TX"]),
        ("no_quote(value(field(selection(s), 'sales')))", [100, 200]),
        ("single_quote(value(selection(s)))", "('CA', 'TX')"),
        ("selection(old)", [{"range": '"1 year ago"..', "n": 1}]),
        ("field(selection(old), 'n')", [1]),
        ("value(results(total)) -0 || 0", 12.5),
        ("value(results(total)) - 2 || 0", 10.5),
        ("value(results(none)) -0 || 0", 0),
        ("value(results(none)) || 7", 7),
        ("value(results(total)) - 12.5 || results(s) || 1", ["CA", "TX", "OR"]),
    ],
)
def test_a_binding_has_this_value(expression: str, value: Json) -> None:
    assert evaluate(parse("{{" + expression + "}}"), Steps()) == value


@pytest.mark.parametrize(
    "expression",
    [
        'cell(s.result, 9, "state").asString()',
        'cell(s.result, "0", "state").asString()',
        'cell(s.result, 0, "nowhere").asString()',
        "s.result",
        "field(selection(s), 'nowhere')",
        "field(selection(old), 'nowhere')",
        'toArray(toArray("a", "sideways")).asOrder()',
    ],
)
def test_what_a_source_with_rows_does_not_have_is_an_error(expression: str) -> None:
    with pytest.raises(BindingError):
        evaluate(parse("{{" + expression + "}}"), Steps())


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('{{row(s.selection, [0], ["a"]).asObject()]}}', 41),
        ("{{cell(s.selection, 0 'a')}}", 22),
        ("{{cell(s.selection", 18),
        ("cell(s.selection, 0, 'a')", 0),
        ("{{cel(s.selection, 0, 'a')}}", 2),
        ("{{cell(s.selected, 0, 'a')}}", 9),
        ("{{cell(s.selection, 0)}}", 2),
        ("{{" + "coalesce(" * 200 + "1" + ")" * 200 + "}}", 0),
    ],
)
def test_a_malformed_binding_is_refused_with_the_place(text: str, position: int) -> None:
    with pytest.raises(BindingError) as caught:
        parse(text)
    assert caught.value.position == position


def test_a_misspelt_function_is_answered_with_the_one_that_was_meant() -> None:
    with pytest.raises(BindingError, match="Did you mean asEquality"):
        parse('{{column(s.selection, ["a"]).asEquallity("a")}}')


def test_a_binding_says_which_steps_it_reads() -> None:
    found = parse("{{coalesce(cell(a.selection, 0, cell(b.result, 0, 'x')), results(c)).asString()}}").sources()
    assert found == {Source("a", "selection"), Source("b", "result"), Source("c", "result")}


def test_quotes_that_are_all_escaped_still_are_quotes() -> None:
    assert evaluate(parse('{{cell(s.result, 0, \\"state\\").asString()}}'), Steps()) == "CA"


def test_a_text_that_is_one_binding_becomes_its_value_and_others_become_text() -> None:
    whole = in_json(
        {"a": [" {{cell(s.result, 0, 'sales').asObject()}} "], "b": "n={{cell(s.result, 0, 'sales').asObject()}}!"},
        Steps(),
    )
    assert whole == {"a": [100], "b": "n=100!"}


def test_a_binding_in_text_may_have_its_quotes_escaped_still() -> None:
    assert in_text('{{cell(s.result, 0, \\"sales\\").asObject()}} sold', Steps()) == "100 sold"


def test_braces_in_the_quotes_of_a_binding_do_not_end_it() -> None:
    assert in_text("{{coalesce(cell(none.selection, 0, 'x'), '}}')}} ok", Steps()) == "}} ok"


def test_a_value_cannot_end_the_quotes_that_it_stands_in() -> None:
    text = 'q = filter q by \'x\' == "{{cell(t.selection, 0, "quoted").asString()}}";'
    assert in_saql(text, Steps()) == 'q = filter q by \'x\' == "a\\"b";'


def test_what_a_binding_itself_puts_between_values_is_not_escaped() -> None:
    text = "q = group q by ('{{join(column(s.selection, [\"state\"]), \"','\").asString()}}');"
    assert in_saql(text, Steps()) == "q = group q by ('CA','TX');"


def test_a_list_in_a_query_is_the_right_side_of_an_in() -> None:
    text = 'q = filter q by x in {{column(s.selection, ["state"]).asString()}};'
    assert in_saql(text, Steps()) == 'q = filter q by x in ["CA", "TX"];'
    text = 'q = filter q by x in ["{{column(s.selection, ["state"]).asString()}}"];'
    assert in_saql(text, Steps()) == 'q = filter q by x in ["CA,TX"];'


@pytest.mark.parametrize(
    ("saql", "filled"),
    [
        ("x in {{selection(none)}}", "x in all"),
        ("x not in {{column(none.selection, ['a']).asObject()}}", "x not in all"),
        ("x in [{{column(s.selection, ['state']).asObject()}}]", 'x in ["CA", "TX"]'),
        ("x in {{column(s.result, ['sales']).asObject()}}", "x in [100, 200, 300]"),
        ("{{value(results(total))}} / 2", "12.5 / 2"),
        ("x <= {{value(results(same))}}", "x <= 8.5"),
        ("coalesce({{coalesce(column(total.result, ['sum']), 0).asObject()}}, 0)", "coalesce(12.5, 0)"),
        ("date('Y') in [{{ no_quote(value(field(selection(old), 'range'))) }}]", "date('Y') in [\"1 year ago\"..]"),
        ("x == {{column(t.selection, ['quoted']).asObject()}}", 'x == "a\\"b"'),
    ],
)
def test_a_value_in_a_query_is_written_by_what_stands_before_it(saql: str, filled: str) -> None:
    assert in_saql(saql, Steps()) == filled


def test_quotes_in_a_comment_of_a_query_are_none() -> None:
    text = "-- it's {{cell(s.result, 0, 'sales')}}\nq = limit q {{cell(s.result, 0, 'sales')}};"
    assert in_saql(text, Steps()) == "-- it's 100\nq = limit q 100;"


def test_every_binding_of_the_conformance_cases_reads_but_the_malformed(conformance: Path) -> None:
    lines = (conformance / "bindings.jsonl").read_text("utf-8").splitlines()
    refused = []
    for text in (json.loads(line)["binding"].replace('\\"', '"') for line in lines):
        try:
            parse(text)
        except BindingError:
            refused.append(text)
    assert all(re.search(r"\]\s*\}\}$", each) for each in refused)
    assert len(refused) < 5
