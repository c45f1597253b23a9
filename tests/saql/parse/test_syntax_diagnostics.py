"""What is said of a query that can't be parsed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import saql
from saql.messages import MESSAGES, diagnostic
from saql.render import render

Golden = Callable[[str, Callable[[str], str]], None]
CASES = [*(Path(__file__).parents[2] / "golden" / "diagnostics").glob("*.txt")]


def said_of(text: str) -> str:
    try:
        found = saql.parse(text).warnings
    except saql.SaqlError as error:
        found = error.diagnostics
    return "\n\n".join(render(each, text, "query") for each in found)


def broken(text: str) -> saql.SaqlError:
    with pytest.raises(saql.SaqlError) as caught:
        saql.parse(text)
    return caught.value


def codes(text: str) -> list[str]:
    return [each.code for each in broken(text).diagnostics]


def test_each_mistake_is_told_as_in_the_golden_file(golden: Golden) -> None:
    golden("diagnostics/syntax.txt", said_of)


def test_every_code_of_syntax_is_raised_by_a_case() -> None:
    cases = "\n".join(each.read_text("utf-8") for each in CASES)
    raised = set(re.findall(r"^(?:error|warning)\[(\w+)\]", cases, re.MULTILINE))
    assert {code for code in MESSAGES if code.startswith("SAQL1")} <= raised


def test_a_message_lacks_none_of_its_parameters() -> None:
    with pytest.raises(KeyError):
        diagnostic("SAQL100", saql.Span(0, 1), found="x")


def test_a_part_of_the_query_in_a_message_is_not_read_as_a_template() -> None:
    assert broken("{0} {x}").diagnostics[0].message == "unexpected character `{`"


def test_every_broken_statement_is_reported_and_a_good_one_between_them_is_not() -> None:
    text = 'q = load opportunity;\nq = filter q by \'a\' == "x;y";\nq = group q "b";\nq = limit q ten;'
    assert codes(text) == ["SAQL120", "SAQL112", "SAQL117"]
    assert [broken(text).text[each.span.start : each.span.end] for each in broken(text).diagnostics] == [
        "opportunity",
        '"b"',
        "ten",
    ]


def test_what_follows_a_missing_semicolon_is_checked_as_well() -> None:
    assert codes('q = load "a" q = filter q x; q = limit q') == ["SAQL107", "SAQL112", "SAQL117"]


def test_a_missing_semicolon_is_a_warning_and_both_statements_are_there() -> None:
    query = saql.parse('q = load "a" -- note\nq = filter q by x == 1 q = limit q 1')
    assert [type(each).__name__ for each in query.statements] == ["Load", "Filter", "Limit"]
    assert [(each.code, each.severity, each.span.start) for each in query.warnings] == [
        ("SAQL107", "warning", 21),
        ("SAQL107", "warning", 44),
    ]


def test_doubled_quotes_in_a_text_are_quotes_and_an_odd_one_is_warned_of() -> None:
    query = saql.parse('q = filter q by x in ["<img width=""10""/>", ""];')
    assert not query.warnings
    assert [each.value for each in query.statements[0].predicate.values.elements] == ['<img width="10"/>', ""]
    assert [each.code for each in saql.parse('q = filter q by x in ["a""b"];').warnings] == ["SAQL130"]


def test_a_text_that_is_not_closed_does_not_swallow_the_next_statement() -> None:
    assert codes('q = filter q by x == "a;\nq = group q "b";') == ["SAQL102", "SAQL112"]
    assert codes('q = foreach q generate "a as x,\n  y as z;\nq = group q "b";') == ["SAQL102", "SAQL112"]


def test_a_mistake_in_quotes_or_comments_is_none() -> None:
    assert len(saql.parse("q = load \"a = ;\"; -- q = selec (\nq = limit 'x ( ;' 1;").statements) == 2


def test_diagnostics_stop_after_fifty() -> None:
    assert len(codes("q = foo;" * 200)) == 50


@pytest.mark.parametrize(
    ("word", "statement"),
    [
        ("load", '{} "a"'),
        ("sample", 'load "a" {}(1)'),
        ("repeatable", 'load "a" sample(1) {}(1)'),
        ("by", "filter q {} x"),
        ("generate", "foreach q {} x"),
        ("and", "filter q by x {} y"),
        ("in", "filter q by x {} [1]"),
        ("when", "foreach q generate case {} x then 1 end as x"),
        ("then", "foreach q generate case when x {} y end as z"),
        ("as", "foreach q generate x {} y"),
        ("desc", "order q by x {}"),
        ("over", "foreach q generate sum(x) {} ([..])"),
        ("semi", "join a by x {}, b by x"),
        ("generate", "augment a by x, b by y {} z"),
        ("generate", "flatten a by x, y with self {} path"),
        ("with", "timeseries q generate a as b {} (length=1)"),
    ],
)
def test_a_keyword_in_capitals_is_told(word: str, statement: str) -> None:
    assert len(saql.parse(f"q = {statement.format(word)}").statements) == 1
    (found,) = broken(f"q = {statement.format(word.upper())}").diagnostics
    assert (found.code, found.hints) == ("SAQL114", (f"write `{word}`",))


def test_an_error_names_the_file_that_it_was_given() -> None:
    with pytest.raises(saql.SaqlError) as caught:
        saql.parse("\n foo;", name="queries/won.saql")
    assert "--> queries/won.saql:2:2" in str(caught.value)
