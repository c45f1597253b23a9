"""Dashboards in characters."""

from typing import Any

import pytest

from dashboards.export.terminal.canvas import Box, Canvas, cut, padded, text_width
from dashboards.export.terminal.charts import draw_bars, draw_columns, draw_lines
from dashboards.export.terminal.matrix import Matrix, Series
from dashboards.export.terminal.page import draw_report


def drawn(canvas: Canvas) -> list[str]:
    return ["".join(text for text, _ in line) for line in canvas.lines()]


def chart(values: dict[str, float | None]) -> Matrix:
    return Matrix([*values], [Series("n", [*values.values()], None)])


def test_bars_are_as_long_as_their_numbers() -> None:
    canvas = Canvas(20)
    draw_bars(canvas, Box(0, 0, 20, 5), chart({"a": 80, "b": 40, "c": 1, "d": 0, "e": None}), stacked=False)

    assert drawn(canvas) == [
        "a ███████████████ 80",
        "b ███████▌ 40",
        "c ▎ 1",
        "d  0",
        "e  –",  # noqa: RUF001
    ]


def test_bars_that_do_not_fit_are_counted() -> None:
    canvas = Canvas(20)
    draw_bars(canvas, Box(0, 0, 20, 3), chart(dict.fromkeys("abcdef", 1.0)), stacked=False)

    assert drawn(canvas)[2] == "… 4 more"
    assert len(drawn(canvas)) == 3


def test_stacks_add_up_and_name_their_parts() -> None:
    canvas = Canvas(30)
    series = [Series("one", [3, 1], None), Series("two", [1, 0], None)]
    draw_bars(canvas, Box(0, 0, 30, 4), Matrix(["a", "b"], series), stacked=True)

    assert drawn(canvas) == [
        "a ████████████████████▓▓▓▓▓▓ 4",
        "b ██████ 1",
        "",
        "█ one  ▓ two",
    ]


def test_columns_rise() -> None:
    canvas = Canvas(8)
    draw_columns(canvas, Box(0, 0, 8, 4), chart({"q1": 16, "q2": 8, "q3": 1, "q4": 0}))

    assert drawn(canvas) == ["16", "█", "█ █ ▁", "q1    q4"]


def test_lines_go_from_the_first_to_the_last_value() -> None:
    canvas = Canvas(14)
    draw_lines(canvas, Box(0, 0, 14, 4), chart({"2024": 0, "2025": 5, "2026": 10}))
    lines = drawn(canvas)

    assert lines[0].startswith("10 ")
    assert lines[2].startswith(" 0 ")
    assert lines[0][-1] > "\u2800"
    assert lines[2][3] > "\u2800"
    assert lines[3] == "   2024   2026"


@pytest.mark.parametrize(
    ("text", "room", "shown"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("日本語", 4, "日…"), ("a\x1bb", 5, "ab")]
)
def test_texts_are_cut_by_the_columns_that_they_take(text: str, room: int, shown: str) -> None:
    assert cut(text, room) == shown
    assert text_width(padded(text, room)) == room


@pytest.mark.parametrize("width", [40, 79, 80, 132])
def test_a_page_is_never_wider_than_the_terminal(look: Any, width: int) -> None:
    lines = drawn(draw_report(look(), width))

    assert max(map(text_width, lines)) <= width
    text = "\n".join(lines)
    assert lines[0].startswith("Deals & more · First")
    for each in ("All", "1,366.5", "Stages/amounts", "Won", "1.2K", "Not shown: There is no"):
        assert each in text


def test_widgets_stand_beside_each_other_where_there_is_room(look: Any) -> None:
    wide, narrow = (drawn(draw_report(look(), width)) for width in (120, 60))

    assert any("Stages/amounts" in line and "Regions" in line for line in wide)
    assert not any("Stages/amounts" in line and "Regions" in line for line in narrow)


def test_another_page_with_selections(look: Any) -> None:
    lines = drawn(draw_report(look({"regions": [{"Region": "South"}]}), 100, "two"))

    assert lines[0].startswith("Deals & more · Second")
    assert "Region: South" in lines
    table = [line for line in lines if ", 2026, " in line and "8:00" in line]
    assert len(table) == 2
