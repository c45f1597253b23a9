"""What is computed over dictionaries is what plain strings give, whatever the dictionaries are."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.columns import Column, Frame, TextColumn
from engine.kernels import codes as texts
from engine.kernels.keys import group_rows
from engine.physical import plain
from engine.physical.decode import decode_column
from engine.physical.expressions import Evaluator
from saql.span import NOWHERE
from saql.typed.expressions import Call, Case, Expression, Literal, Membership
from saql.typed.expressions import Column as Read
from saql.types import Type

WORDS = ["", "a", "b", "ab", "B", "é", "zeta"]


def read(name: str, kind: Type = Type.TEXT) -> Read:
    return Read(name, kind, NOWHERE)


def text(value: str | None) -> Literal:
    return Literal(value, Type.TEXT, NOWHERE)


def call(function: str, kind: Type, *arguments: Expression) -> Call:
    return Call(function, arguments, kind, NOWHERE)


EXPRESSIONS: tuple[Expression, ...] = (
    call("upper", Type.TEXT, read("s")),
    call("len", Type.NUMBER, read("s")),
    call("equal", Type.BOOLEAN, read("s"), read("t")),
    call("concat", Type.TEXT, read("s"), call("concat", Type.TEXT, text("-"), read("t"))),
    call("coalesce", Type.TEXT, read("s"), read("t"), text("none")),
    call("is_null", Type.BOOLEAN, read("s")),
    Membership(read("s"), (text("a"), text("é")), ((text("b"), text("c")),), NOWHERE),
    Membership(read("s"), (text("a"), text(None)), (), NOWHERE),
    Case(
        ((call("less", Type.BOOLEAN, read("s"), read("t")), read("s")),),
        call("upper", Type.TEXT, read("t")),
        Type.TEXT,
        NOWHERE,
    ),
    Case(
        ((call("greater", Type.BOOLEAN, read("n", Type.NUMBER), Literal(0, Type.NUMBER, NOWHERE)), read("s")),),
        text(None),
        Type.TEXT,
        NOWHERE,
    ),
    Case(
        ((call("equal", Type.BOOLEAN, read("s"), text("a")), read("n", Type.NUMBER)),),
        Literal(1, Type.NUMBER, NOWHERE),
        Type.NUMBER,
        NOWHERE,
    ),
)


@st.composite
def columns(draw: st.DrawFn, rows: int, extra: int) -> TextColumn:
    """Draw a text column; its dictionary is in any order and may hold texts that no row has, `extra` more of them."""
    dictionary = [*draw(st.permutations(WORDS)), *(f"unused {each}" for each in range(extra))]
    codes = draw(st.lists(st.integers(0, len(WORDS)), min_size=rows, max_size=rows))
    kind = texts.code_type(len(dictionary))
    return TextColumn(np.array(codes, kind), pa.array(dictionary, pa.string()))


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    rows = draw(st.integers(0, 12))
    extra = draw(st.sampled_from([0, 0, 300, 5000]))
    numbers = draw(st.lists(st.one_of(st.none(), st.floats(-5, 5)), min_size=rows, max_size=rows))
    both: dict[str, Column] = {"s": draw(columns(rows, extra)), "t": draw(columns(rows, extra))}
    return Frame({**both, "n": pa.array(numbers, pa.float64())}, rows)


@settings(max_examples=150, deadline=None)
@given(frame=frames(), expression=st.sampled_from(EXPRESSIONS))
def test_expressions_over_codes_are_those_over_strings(frame: Frame, expression: Expression) -> None:
    strings = {name: decode_column(column) for name, column in frame.columns.items()}
    expected = plain.as_array(plain.evaluate(expression, plain.Rows(strings, frame.rows, dt.UTC)), frame.rows)
    found = decode_column(Evaluator(frame, dt.UTC).column(expression))
    assert found.to_pylist() == expected.to_pylist()


@settings(max_examples=100, deadline=None)
@given(frame=frames(), names=st.lists(st.sampled_from(["s", "t", "n"]), max_size=3), null_keys=st.booleans())
def test_groups_are_distinct_keys_in_order(frame: Frame, names: list[str], null_keys: bool) -> None:
    strings = [decode_column(frame.columns[name]).to_pylist() for name in names]
    rows = [tuple(column[row] for column in strings) for row in range(frame.rows)]
    rows = [row for row in rows if null_keys or None not in row]
    groups = group_rows([frame.columns[name] for name in names], frame.rows, null_keys)
    keys = list(zip(*(decode_column(key).to_pylist() for key in groups.keys), strict=True)) if names else None
    expected = sorted(set(rows), key=lambda row: [(each is None, each) for each in row])
    assert len(groups) == len(expected)
    assert keys is None or keys == expected
    assert groups.sizes[groups.order].tolist() == [rows.count(row) for row in expected]


@pytest.mark.parametrize("count", [3, 6])
def test_many_large_keys_make_the_same_groups(count: int) -> None:
    rng = np.random.default_rng(count)
    rows = 500
    dictionary = pa.array([f"{each:05}" for each in range(60_000)])
    drawn = [rng.integers(0, 3, rows).astype(np.uint16) * 29_999 for _ in range(count)]
    groups = group_rows([TextColumn(codes, dictionary) for codes in drawn], rows, null_keys=True)
    expected = sorted(
        {tuple(f"{code - 1:05}" if code else None for code in row) for row in zip(*drawn, strict=True)},
        key=lambda row: [(each is None, each) for each in row],
    )
    found = list(zip(*(decode_column(key).to_pylist() for key in groups.keys), strict=True))
    assert found == expected
    assert groups.sizes[groups.order].sum() == rows


@given(st.lists(st.text("aA\0ß😀", max_size=20), unique=True))
def test_texts_have_ranks_in_the_order_of_code_points(some: list[str]) -> None:
    ranks = texts.ranks(pa.array(["before", *some], pa.string()).slice(1))
    assert list(ranks) == [len(some), *(sorted(some).index(each) for each in some)]
