"""Each construct of the language, with the tree that it gives."""

from collections.abc import Callable
from typing import Any

import pytest

import saql
from saql.syntax.expressions import Name, Number, Text
from saql.syntax.statements import Foreach, Limit, Load

Golden = Callable[[str, Callable[[str], str]], None]
Sketch = Callable[[Any], str]


def projected(text: str) -> Any:
    """The expression of a foreach with one projection."""
    (statement,) = saql.parse(f"q = foreach q generate {text} as x;").statements
    assert isinstance(statement, Foreach)
    return statement.projections[0].expression


def test_every_construct_gives_the_tree_of_the_golden_file(golden: Golden, sketch: Sketch) -> None:
    golden("syntax/statements.txt", lambda text: "\n".join(sketch(each) for each in saql.parse(text).statements))


@pytest.mark.parametrize(
    "text", ["a.'miles'", "a.miles", "a['miles']", "a[miles]", "a::miles", "'a'::'miles'", "a . miles"]
)
def test_the_spellings_of_a_qualified_name_mean_the_same(text: str, sketch: Sketch) -> None:
    assert sketch(projected(text)) == "a.'miles'"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"a\nb"', "a\nb"),
        (r'"a\r\tb"', "a\r\tb"),
        (r'"say \"hi\""', 'say "hi"'),
        (r'"it\'s"', "it's"),
        (r'"a\\b"', r"a\b"),
        (r'"100\% of a\_b"', r"100\% of a\_b"),
        ('"-- no comment; /* none */ // none"', "-- no comment; /* none */ // none"),
        ('"日本 😀"', "日本 😀"),
        ('""', ""),
    ],
)
def test_a_text_holds_what_its_escapes_stand_for(text: str, value: str) -> None:
    assert isinstance(projected(text), Text)
    assert projected(text).value == value


@pytest.mark.parametrize(
    ("text", "name"),
    [(r"'Today\'s Date'", "Today's Date"), ("'a; b -- c'", "a; b -- c"), ("'A~~~B'", "A~~~B"), ("_x1", "_x1")],
)
def test_a_name_holds_what_its_quotes_enclose(text: str, name: str) -> None:
    assert isinstance(projected(text), Name)
    assert projected(text).name == name


@pytest.mark.parametrize(("text", "value"), [("16", 16), ("3.14159", 3.14159), (".50", 0.5), ("007", 7)])
def test_a_number_is_an_int_where_it_has_no_point(text: str, value: float) -> None:
    number = projected(text)
    assert isinstance(number, Number)
    assert (number.value, type(number.value)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a or b and c", "a or (b and c)"),
        ("a and b or c", "(a and b) or c"),
        ("a || b && c", "a or (b and c)"),
        ("not a and b", "(not a) and b"),
        ("not a == b", "not (a == b)"),
        ("not not a", "not (not a)"),
        ("!a == b", "(!a) == b"),
        ("a == b + c", "a == (b + c)"),
        ("a < b == c", "(a < b) == c"),
        ("a - b - c", "(a - b) - c"),
        ("a / b * c", "(a / b) * c"),
        ("a + b * c", "a + (b * c)"),
        ("a % b + c", "(a % b) + c"),
        ("-a * b", "(-a) * b"),
        ("a - -b", "a - (-b)"),
        ("a + b in [1]", "(a + b) in [1]"),
        ("a is null and b", "(a is null) and b"),
        ("not a in [1]", "not (a in [1])"),
        ('a + b matches "x" or c', '((a + b) matches "x") or c'),
        ('not a like "x%" && b', '(not (a like "x%")) and b'),
        ("case when a then b end + 1", "(case when a then b end) + 1"),
    ],
)
def test_operators_bind_as_tightly_as_the_language_says(text: str, same: str, sketch: Sketch) -> None:
    assert sketch(projected(text)) == sketch(projected(same))
    assert projected(text) != projected("a")


def test_a_long_chain_of_conditions_gives_a_tree_of_little_depth(sketch: Sketch) -> None:
    assert sketch(projected("a or b or c or d or e")) == "((('a' or 'b') or 'c') or ('d' or 'e'))"
    assert len(saql.parse("q = filter q by " + " or ".join(["x == 1"] * 9000)).statements) == 1


def test_comments_go_anywhere_and_are_kept() -> None:
    text = 'q = load /* which? */ "a"; -- the data; all\n// more;\n-- end'
    query = saql.parse(text)
    assert [type(each) for each in query.statements] == [Load]
    assert [each.text for each in query.comments] == ["/* which? */", "-- the data; all", "// more;", "-- end"]
    assert [text[each.span.start : each.span.end] for each in query.comments] == [each.text for each in query.comments]


@pytest.mark.parametrize("text", ["", "  \n", ";", ";;\n;", "-- nothing", "/* a; b */ ;"])
def test_a_text_without_statements_is_an_empty_query(text: str) -> None:
    assert saql.parse(text).statements == ()


def test_semicolons_may_be_doubled_and_the_last_one_left_out() -> None:
    query = saql.parse('q = load "a";; q = limit q 1;;; limit q 2')
    assert [type(each) for each in query.statements] == [Load, Limit, Limit]
    assert [each.target is None for each in query.statements] == [False, False, True]


def test_a_byte_order_mark_and_any_line_end_are_white_space() -> None:
    assert len(saql.parse('\ufeffq = load "a";\r\nq = limit q 1;\rq = limit q 2;\u00a0').statements) == 3


@pytest.mark.parametrize(
    "text", ["'Revenue'>100", "('a' > 4000 || 'b' == \"c\") && 'd' != \"False\"", "'x' in [\"$User.Id\"]", "false"]
)
def test_an_expression_alone_is_a_query_without_statements(text: str) -> None:
    assert saql.parse(text).statements == ()
