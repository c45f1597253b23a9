"""Diagnostics on a terminal and on the web page."""

from saql import Diagnostic, Span
from saql.render import WIDEST, render, to_dict, width

TEXT = "q = load \"a\";\nq = group q by 'Regoin';\n"
FOUND = Diagnostic("SAQL201", "no field 'Regoin' in dataset \"a\"", Span(29, 37), ("did you mean 'Region'?",))


def test_the_text_shows_the_line_with_carets_under_the_place() -> None:
    assert render(FOUND, TEXT, "won.saql").splitlines() == [
        "error[SAQL201]: no field 'Regoin' in dataset \"a\"",
        " --> won.saql:2:16",
        "  |",
        "2 | q = group q by 'Regoin';",
        "  |                ^^^^^^^^",
        "  = help: did you mean 'Region'?",
    ]


def test_the_data_counts_in_utf_16() -> None:
    text = "-- 😀\nq = 'é😀x'"
    found = to_dict(Diagnostic("SAQL100", "m", Span(9, 14), ("h",), "warning"), text)
    assert found == {
        "code": "SAQL100",
        "severity": "warning",
        "message": "m",
        "hints": ["h"],
        "start": 10,
        "end": 16,
        "line": 2,
        "column": 5,
    }


def carets(text: str, start: int, end: int) -> tuple[str, str]:
    """The line shown, and the part of it that stands over the carets, measured in columns."""
    _, _, _, shown, marks, *_ = render(Diagnostic("SAQL100", "m", Span(start, end)), text, "q").splitlines()
    shown, marks = shown.split(" | ", 1)[1], marks.split(" | ", 1)[1]
    over, column = "", 0
    for character in shown:
        if marks[column : column + 1] == "^":
            over += character
        column += width(character)
    return shown, over


def test_wide_characters_and_tabs_keep_the_carets_in_place() -> None:
    text = "\tq = '日本' == 'e\u0301x' + 5"
    assert carets(text, text.index("=="), text.index("==") + 2) == ("    q = '日本' == 'e\u0301x' + 5", "==")
    assert carets(text, 5, 9)[1] == "'日本'"
    assert carets(text, text.index("5"), len(text))[1] == "5"


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    text = "a" * 500 + " here " + "b" * 500
    shown, over = carets(text, 501, 505)
    assert over == "here"
    assert (shown[0], shown[-1], width(shown)) == ("…", "…", WIDEST)


def test_a_place_longer_than_the_line_is_cut() -> None:
    shown, over = carets("x" + "y" * 500, 1, 501)
    assert width(shown) <= WIDEST
    assert over == "y" * 49 + "…"


def test_a_place_over_several_lines_is_marked_on_the_first() -> None:
    assert carets("ab\ncd\nef", 1, 8) == ("ab", "b")


def test_a_place_at_the_end_of_the_text_has_a_caret_after_it() -> None:
    assert render(Diagnostic("SAQL100", "m", Span(2, 2)), "ab", "q").splitlines()[-1] == "  |   ^"
    assert "q:1:1" in render(Diagnostic("SAQL100", "m", Span(0, 0)), "", "q")


def test_control_characters_of_the_query_do_not_reach_the_terminal() -> None:
    text = "q = \x1b[31m'\u202ex'\x07"
    shown = render(Diagnostic("SAQL101", f"unexpected {text}", Span(4, 5), (text,)), text, "q")
    assert not {"\x1b", "\u202e", "\x07"} & set(shown)


def test_line_numbers_of_several_digits_widen_the_margin() -> None:
    text = "\n" * 11 + "foo"
    assert render(Diagnostic("SAQL100", "m", Span(11, 14)), text, "q").splitlines()[1:] == [
        "  --> q:12:1",
        "   |",
        "12 | foo",
        "   | ^^^",
    ]
