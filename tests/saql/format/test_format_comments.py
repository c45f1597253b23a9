"""Comments stay, and stay where they are; only a comma or a semicolon goes before one that ends its line."""

import pytest

from saql.format import format_query


@pytest.mark.parametrize(
    "text",
    [
        "-- only a comment\n",
        "/* one */ /* two */\n",
        '-- above\nq = load "a"; -- beside\n-- below\n',
        '-- a section\n\n-- above\nq = load "a";\n\n/* at the\n   end */\n',
        '/* left */ q = load "a" /* inside */; // beside\n',
        "'a' == 1 -- of a predicate\n-- below it\n",
        "q = filter q by a in [1 /* one */, /* two */ 2];\n",
        "q = foreach q generate count( /* nothing */) as n, /* left */ a /* right */ as b;\n",
    ],
)
def test_comments_on_canonical_lines_stay(text: str) -> None:
    assert format_query(text) == text


def test_a_comment_that_ends_its_line_breaks_the_statement_there() -> None:
    text = "q = foreach q generate a as b, -- first\nsum(c) as d -- second\n;"

    assert format_query(text) == ("q = foreach q generate\n    a as b, -- first\n    sum(c) as d; -- second\n")


def test_a_comment_before_a_leading_comma_goes_behind_it() -> None:
    text = "q = foreach q generate a -- first\n   , b\n   -- about c\n   , c;"

    assert format_query(text) == ("q = foreach q generate\n    a, -- first\n    b,\n    -- about c\n    c;\n")


def test_items_that_are_commented_out_stay_in_their_statement() -> None:
    text = "q = foreach q generate\n  a,\n  -- b,\n  c\n  -- , d\n;\nq = limit q 1;\n"

    assert format_query(text) == ("q = foreach q generate\n    a,\n    -- b,\n    c\n    -- , d\n;\nq = limit q 1;\n")


def test_conditions_that_are_commented_out_stay_in_their_filter() -> None:
    text = "q = filter q by a == 1\n  -- && b == 2\n  && c == 3 -- why\n  && d == 4;"

    assert format_query(text) == (
        "q = filter q by\n    a == 1\n    -- && b == 2\n    && c == 3 -- why\n    && d == 4;\n"
    )


def test_comments_in_brackets_and_cases() -> None:
    text = (
        "q = foreach q generate count( -- nothing\n) as a, sum(\n-- what\nb\n-- end\n) as c, case -- kind\n"
        "when d then 1 -- one\n-- else\nelse 2\n-- last\nend as e;"
    )

    assert format_query(text) == (
        "q = foreach q generate\n"
        "    count( -- nothing\n"
        "    ) as a,\n"
        "    sum(\n"
        "        -- what\n"
        "        b\n"
        "        -- end\n"
        "    ) as c,\n"
        "    case -- kind\n"
        "        when d then 1 -- one\n"
        "        -- else\n"
        "        else 2\n"
        "        -- last\n"
        "    end as e;\n"
    )


def test_a_comment_where_no_line_ends_otherwise_is_followed_by_a_continuation() -> None:
    assert format_query('q = -- why\nload\n-- which\n"a";') == 'q = -- why\n    load\n    -- which\n    "a";\n'


def test_comments_do_not_make_a_statement_too_long() -> None:
    text = f"q = foreach q generate a /* {'long ' * 30}*/ as b, c; -- {'long ' * 30}".rstrip() + "\n"

    assert format_query(text) == text


def test_spaces_at_the_end_of_a_comment_go_and_windows_line_ends_in_it() -> None:
    assert format_query("-- a  \r\n/* b\r\n   c */\r\n") == "-- a\n/* b\n   c */\n"
