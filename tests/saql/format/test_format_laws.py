"""What holds for every query: its meaning and its comments stay, and formatting twice is formatting once."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saql import SaqlError
from saql.format import WIDTH, format_query
from saql.parser import parse
from saql.span import Span

PART = re.compile(
    r"""--[^\n]*|//[^\n]*|/\*[\s\S]*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d*\.\d+|\w+|==|!=|<=|>=|&&|\|\||::|\.\.|\S"""
)

QUERIES = (
    'q = load "a" sample(10.5) repeatable(1); limit q 5',
    "q = filter q by 'a' == 1 and (b in [1 .. 2, 3..] or not c.'d' like \"x%\") && !(e[f] is not null);",
    'q = filter q by a not in [.. 2] || b in all && c matches "d" or e >= 1 % 2;',
    "q = filter q by date('Y', 'M', 'D') in [dateRange([2020,1,1], [2020,12,31]), \"1 year ago\"..\"current day\"];",
    "q = foreach q generate a, 'b' + \"~\" + c::d as 'e', - -1 * (f - .5) / 2 as g, sum(case when h then 1 end) as i;",
    'q = foreach q generate (case a when 1 then "x" when 2 then case b when 3 then 4 end else "y" end) as \'c\';',
    "q = foreach q generate percentile_cont(0.5) within group (order by 'a' desc) as 'm', count() as n;",
    "q = foreach q generate sum(sum(a)) over ([-1 .. 0] partition by (b, c) order by d desc nulls last) as 'r';",
    "q = cogroup a by 'x' full, b by (y, z) left, c by w; q = group q by rollup(a, b); q = group q by all;",
    "q = augment a by (x, y), b by (z, w) generate b.c as d, e + 1 as f; augment = limit augment 1;",
    "q = flatten q by a, b with self generate ancestors as c, path; q = flatten q by d + e, f generate path;",
    "q = join a by (x, y) semi, b by (z, w); q = union a, b, c;",
    "q = order q by (a desc nulls first, 'b'); q = offset q 2;",
    "q = fill q by (dateCols=('Y', 'M', \"Y-M\"), startDate=\"2020-01\", partition='P');",
    "q = timeseries q generate 'a' as 'b', c as d with (length=6, order=('e' desc, f), ignoreLast=true);",
    "q = arimax q generate ('a' as 'b') with (length=2, xreg=(x), xregFutures=(x: [1, 2]));",
    "'a' == 1 and 'b' in [\"c\", \"d\"]",
)
"""Every construct of the grammar."""


def meaning(node: Any) -> Any:
    """Return a tree without its spans."""
    if isinstance(node, tuple):
        return tuple(map(meaning, node))
    if not hasattr(node, "__slots__"):
        return node
    parts = (getattr(node, name) for name in node.__slots__)
    return type(node), *(meaning(part) for part in parts if not isinstance(part, Span))


def pieces(text: str) -> list[str]:
    """Return tokens and comments in order, without what the formatter may add or move."""
    found = (tidy(piece) for piece in PART.findall(text.replace("\ufeff", " ")))
    return [{"and": "&&", "or": "||"}.get(piece, piece) for piece in found if piece not in (",", ";")]


def tidy(piece: str) -> str:
    return piece.rstrip().replace("\r\n", "\n")


def broken_laws(text: str) -> list[str]:
    formatted = format_query(text)
    before, after = parse(text), parse(formatted)
    laws = {
        "the meaning stays": meaning(after.statements) == meaning(before.statements),
        "tokens and comments stay in order": pieces(formatted) == pieces(text),
        "twice is once": format_query(formatted) == formatted,
        "the last line ends": not formatted or (formatted.endswith("\n") and not formatted.endswith("\n\n")),
        "no line ends in spaces": before.comments != () or not re.search(r"[ \t]$", formatted, re.MULTILINE),
    }
    return [law for law, holds in laws.items() if not holds]


@pytest.mark.parametrize("query", QUERIES)
def test_the_laws_hold_for_every_construct(query: str) -> None:
    assert broken_laws(query) == []


@pytest.mark.slow
@pytest.mark.parametrize("file", ["queries.jsonl", "semantics.jsonl"])
def test_the_laws_hold_for_real_queries(conformance: Path, file: str) -> None:
    formatted = 0
    for line in (conformance / file).read_text("utf-8").splitlines():
        query = json.loads(line)["query"]
        try:
            laws = broken_laws(query)
        except SaqlError:
            continue  # some cases are there to be refused
        assert laws == [], query
        formatted += 1
    assert formatted > 100


def test_no_line_of_a_real_query_is_longer_than_the_width(conformance: Path) -> None:
    """Such a line could be right, for a name or a text that is longer; these queries have none."""
    lines = (conformance / "queries.jsonl").read_text("utf-8").splitlines()
    long = []
    for query in (json.loads(line)["query"] for line in lines[::5]):
        try:
            formatted = format_query(query)
        except SaqlError:
            continue
        long += [line for line in formatted.splitlines() if len(line) > WIDTH and "--" not in line]
    assert long == []


WHITE = st.sampled_from([" ", "\n", "\t", "\n\n\n", "\r\n", "   \n  ", "\ufeff"])
COMMENT = st.sampled_from(
    ["-- note\n", "-- 'b' as \"c\", ;  \n", "--\n", "// x\r\n", "/* a */", "/* b;\n  -- c */", "/**/"]
)


@st.composite
def gaps(draw: st.DrawFn) -> str:
    """White space with comments in it, which never touch a token: `/` and a comment would be another comment."""
    comments = draw(st.lists(COMMENT, max_size=3))
    return draw(WHITE) + "".join(comment + draw(WHITE) for comment in comments)


@st.composite
def respaced(draw: st.DrawFn) -> str:
    """A query with other spaces and with comments between its tokens."""
    query = draw(st.sampled_from(QUERIES))
    changed = draw(st.sets(st.integers(0, 60), max_size=8))
    text, end = "", 0
    for index, match in enumerate(PART.finditer(query)):
        text += draw(gaps()) if index in changed else query[end : match.start()]
        text += match[0]
        end = match.end()
    return text + (draw(gaps()) if draw(st.booleans()) else "")


@settings(max_examples=150, deadline=None)
@given(respaced())
def test_the_laws_hold_whatever_stands_between_the_tokens(query: str) -> None:
    assert broken_laws(query) == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=30), st.integers(1, 60))
def test_the_laws_hold_for_any_texts_and_names(values: list[str], count: int) -> None:
    texts = ['"' + re.sub(r'(["\\])', r"\\\1", value.replace("\n", "\\n")) + '"' for value in values]
    name = "'" + "a'".replace("'", "\\'") * count + "'"

    assert broken_laws(f"q = filter q by {name} in [{', '.join(texts)}] && b == {texts[0]};") == []
