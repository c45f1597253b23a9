"""Queries as they are met, and what is left of them after damage."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import saql
from saql.render import to_dict

SCRAPS = (
    "\" ' ; ( ) [ ] , = == /* */ -- \\ \n .. . :: ! - by as case end in not null 1 .5 1e3 \ufeff \0 é 😀 { | over"
).split(" ")
QUERY = """q = load "a"; -- x
q = filter q by date('Y', 'M', 'D') in ["1 year ago".."current day"] && !('x' like "a\\%"); /* y */
q = group q by ('a', 'b') full, z by (c, d);
q = foreach q generate (case when sum(x) > .5 then "é😀" else null end) as 'b c',
  avg(sum(x)) over ([-1..0] partition by all) as d;
q = order q by ('b c' desc nulls last); q = limit q 10;"""


def damaged(query: str, random: random.Random) -> str:
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(query) + 1)
        words = list(re.finditer(r"\w+|\S", query))
        match random.randrange(3):
            case 0:
                query = query[:place] + random.choice(SCRAPS) + query[place:]
            case 1 if words:
                word = random.choice(words)
                query = query[: word.start()] + query[word.end() :]
            case _:
                query = query[:place] + query[place + random.randint(0, 30) :]
    return query


def assert_told_well(text: str) -> bool:
    """Whether it parses; if not, that all diagnostics can be shown and point into the text."""
    try:
        saql.parse(text)
    except saql.SaqlError as error:
        refusal = error
    else:
        return True
    assert refusal.diagnostics
    assert str(refusal)
    for each in refusal.diagnostics:
        assert 0 <= each.span.start < each.span.end <= len(text), (text, each)
        assert json.dumps(to_dict(each, text))
    return False


@pytest.mark.parametrize("seed", range(300))
def test_a_damaged_query_parses_or_says_where_it_does_not(seed: int) -> None:
    assert_told_well(damaged(QUERY, random.Random(seed)))


def test_every_beginning_of_a_query_parses_or_says_where_it_does_not() -> None:
    parsed = [assert_told_well(QUERY[:stop]) for stop in range(len(QUERY) + 1)]
    assert parsed[-1]
    assert 0 < sum(parsed) < len(parsed)


@pytest.mark.parametrize(
    "text",
    [
        "q = filter q by " + "!" * 20_000 + "x;",
        "q = filter q by " + "(" * 20_000 + "x;",
        "q = filter q by " + " + ".join(["x"] * 5_000) + ";",
        "q = foreach q generate " + "case when x then " * 1_000 + "1" + " end" * 1_000 + " as y;",
        "q = x " * 3_000,
        "[{" * 3_000,
        "'" * 3_001,
        "\ud800",
        "\u0661 \u00b2 \u2028",
    ],
)
def test_what_is_no_query_is_refused_in_good_time(text: str) -> None:
    assert not assert_told_well(text)


def cases(folder: Path, kind: str) -> Iterator[dict[str, str]]:
    for line in (folder / f"{kind}.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def test_deployed_queries_parse(conformance: Path) -> None:
    broken = [case["id"] for case in cases(conformance, "queries") if not assert_told_well(case["query"])]
    assert set(broken) <= {"q0115", "q0117", "q0118", "q0531", "q0671", "q0749"}, "these lack a `;` or a quote"


def test_the_fragments_of_the_reference_parse(conformance: Path) -> None:
    broken = [case["id"] for case in cases(conformance, "semantics") if not assert_told_well(case["query"])]
    assert broken == ["tse-003"], "that one is prose"
