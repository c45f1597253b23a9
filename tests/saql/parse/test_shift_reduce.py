"""The quick way through the parser's tables makes what Lark makes of them, and stops where Lark does."""

from __future__ import annotations

import re
from pathlib import Path

import lark
import pytest

from saql import tables
from saql.pieces import cut
from saql.shift_reduce import ShiftReduce
from saql.span import Span

LOGIC = Path(__file__).parents[2] / "logic"


@pytest.fixture(scope="module")
def parser() -> lark.Lark:
    return tables.build()


def queries() -> list[str]:
    texts = (file.read_text("utf-8") for file in sorted(LOGIC.glob("*.test")))
    return [found for text in texts for found in re.findall(r"^query.*\n((?:.+\n)+?)----", text, re.M)]


def by_lark(parser: lark.Lark, text: str, span: Span) -> object:
    try:
        return parser.parse(lark.TextSlice(text, span.start, span.end), start="statement")
    except lark.UnexpectedInput:
        return None


def test_both_make_the_same_trees(parser: lark.Lark) -> None:
    quick, compared = ShiftReduce(parser), 0
    for text in queries():
        for span in cut(text).statements:
            expected = by_lark(parser, text, span)
            assert quick.parse(text, span, "statement") == expected
            compared += expected is not None
    assert compared > 300


@pytest.mark.parametrize("text", ["q = load", "q = order q by", 'load "a" q', "q = foreachq generate 1", "#", "q = ^"])
def test_what_lark_refuses_gives_nothing(parser: lark.Lark, text: str) -> None:
    (span,) = cut(text).statements
    assert ShiftReduce(parser).parse(text, span, "statement") is None
    with pytest.raises(lark.UnexpectedInput):
        parser.parse(text, start="statement")
