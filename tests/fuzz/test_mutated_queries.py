"""Broken queries: whatever is done to a text, the language answers with a tree or with diagnostics.

`SWELL_EXAMPLES` multiplies the number of mutated queries: 1 is what CI tries, the same each time; more are others each
time. 20 is a nightly run of 100,000.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import saql
from engine.plan.build import Setting, build
from engine.rules.driver import optimize
from saql.check import check
from saql.date_parts import date_part_fields
from saql.diagnostics import Diagnostic
from saql.format import format_query
from saql.messages import MESSAGES
from saql.render import render, to_dict
from saql.schema import Field, Schema
from saql.types import Type

TIMES = int(os.environ.get("SWELL_EXAMPLES", "1"))
MUTATED = 5_000
ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "conformance"
NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
ROLES = {"dimension": Type.TEXT, "measure": Type.NUMBER, "multivalue": Type.MULTIVALUE, "date": Type.DATE}
TOKEN = re.compile(r"\s+|\w+|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|--[^\n]*|==|!=|<=|>=|&&|\|\||::|\.\.|.", re.S)
STRANGE = "\x00\t\r\n\u2028\ufeff\ud800é日😀\u202e\\'\";()[]{}.,=<>!&|+-*/%:0123456789_aZ~`@#$^?"
WORDS = (
    "load filter foreach generate group cogroup by all rollup as order limit offset union join augment semi anti asc "
    "flatten self "
    "desc nulls first last in not and or like matches is null case when then else end over partition within left "
    "right full sum( count() avg( median( rank() grouping( date( dateRange([2018,1,1],[2018,2,30]) toDate( substr( "
    "coalesce( [..] [-1..1] [.. 0] ( ) [ ] , ; ;; = == != 0 1 -1 99999999999999999999 1e5 .5 1. \"\" '' \" ' /* */ -- "
    '// {{ }} "current day" "99999999 years ago" "1 year ago + 3 months" fill timeseries with dateCols select where'
).split(" ")


@dataclass(frozen=True)
class Seed:
    """A query that is right, or nearly so, and the fields that its datasets have."""

    text: str
    fields: tuple[Field, ...]


class EveryDataset:
    """A catalog in which every name is that of a dataset, of the same fields; also the datasets themselves."""

    version = 1
    name = "dataset"

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = Schema(tuple(fields))

    def names(self) -> Sequence[str]:
        return ("D1", "D2")

    def schema(self, name: str) -> Schema | None:
        return None if name.startswith("Z") else self.fields


@dataclass(frozen=True)
class Loaded:
    """A dataset as plans see it."""

    name: str
    version: int
    schema: Schema


def fields_of(roles: dict[str, str]) -> tuple[Field, ...]:
    fields = {name: Field(name, ROLES[role]) for name, role in roles.items()}
    for name, role in roles.items():
        for part in date_part_fields(name) if role == "date" else ():
            fields.setdefault(part.name, part)
    return tuple(fields.values())


def built_in() -> list[Seed]:
    """Return the queries of the demo, the docs and the text tests; their fields have the roles that names suggest."""
    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("swell/demo/queries/*.saql"))]
    for page in sorted(ROOT.glob("docs/language/*.md")):
        texts += re.findall(r"```saql\n(.*?)```", page.read_text("utf-8"), re.S)
    for file in sorted(ROOT.glob("tests/logic/*.test")):
        texts += re.findall(r"^query.*\n((?:.+\n)+?)----", file.read_text("utf-8"), re.M)
    return [Seed(text, fields_of(guessed(text))) for text in texts]


def guessed(text: str) -> dict[str, str]:
    names = dict.fromkeys(re.findall(r"[A-Za-z]\w*", text))
    dates = {name.rsplit("_", 1)[0] for name in names if re.search(r"_(Year|Month|Day|Quarter|Week)$", name)}
    numbers = set(re.findall(r"(?:sum|avg|min|max|median)\('?(\w+)", text))
    roles = {}
    for name in names:
        dated = name in dates or "Date" in name
        roles[name] = "date" if dated else "measure" if name in numbers else "dimension"
    return roles


def deployed() -> list[Seed]:
    """Return the queries of the conformance cases, none where these are not beside the checkout."""
    found = []
    for name in ("queries", "semantics"):
        path = CASES / f"{name}.jsonl"
        for line in path.read_text("utf-8").splitlines() if path.exists() else ():
            case = json.loads(line)
            roles = case.get("fields") or guessed(case["query"])
            found.append(Seed(case["query"], fields_of(roles)))
    return found


def delete(parts: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(parts))
    del parts[place : place + chance.choice((1, 1, 1, 2, 5))]


def duplicate(parts: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(parts))
    parts[place:place] = parts[place : place + chance.choice((1, 1, 3, 9))]


def swap(parts: list[str], chance: random.Random) -> None:
    first, second = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[first], parts[second] = parts[second], parts[first]


def insert(parts: list[str], chance: random.Random) -> None:
    strange = chance.choice(STRANGE) if chance.random() < 0.3 else f" {chance.choice(WORDS)} "
    parts.insert(chance.randrange(len(parts) + 1), strange)


def replace(parts: list[str], chance: random.Random) -> None:
    parts[chance.randrange(len(parts))] = chance.choice(WORDS) if chance.random() < 0.7 else chance.choice(STRANGE)


def move(parts: list[str], chance: random.Random) -> None:
    parts.insert(chance.randrange(len(parts)), parts.pop(chance.randrange(len(parts))))


def repeat(parts: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(parts))
    parts[place] = parts[place] * chance.choice((2, 3, 200))


def cut_off(parts: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(parts))
    parts[:] = parts[:place] if chance.random() < 0.7 else parts[place:]


MUTATIONS: tuple[Callable[[list[str], random.Random], None], ...] = (
    *(delete, duplicate, swap, insert, replace, move),
    *(delete, swap, insert, replace, repeat, cut_off),
)


def mutated(seeds: Sequence[Seed], chance: random.Random) -> Seed:
    """Return a seed with one to four changes of its tokens or characters, or two seeds spliced."""
    seed = chance.choice(seeds)
    text = seed.text if len(seed.text) < 4_000 else seed.text[:4_000]
    if chance.random() < 0.15:
        other = chance.choice(seeds).text[:4_000]
        text = text[: chance.randrange(len(text) + 1)] + other[chance.randrange(len(other) + 1) :]
    parts = list(text) if chance.random() < 0.35 else TOKEN.findall(text)
    for _ in range(chance.choice((1, 1, 2, 4))):
        if parts:
            chance.choice(MUTATIONS)(parts, chance)
    return Seed("".join(parts), seed.fields)


def look_at(diagnostics: tuple[Diagnostic, ...], text: str) -> None:
    """Fail where there are none, or one that can't be shown."""
    assert diagnostics
    for each in diagnostics:
        assert each.code in MESSAGES
        assert 0 <= each.span.start <= each.span.end <= len(text), each
        assert render(each, text, "query")
        assert to_dict(each, text)["code"] == each.code
    assert str(saql.SaqlError(diagnostics, text))


def answer(seed: Seed) -> str:
    """Return how far a query comes; what is not valid must say so by diagnostics alone."""
    stage = "parsed"
    try:
        query = saql.parse(seed.text)
        stage = "checked"
        checked = check(query, EveryDataset(seed.fields))
    except saql.SaqlError as error:
        look_at(error.diagnostics, seed.text)
        return f"not {stage}"
    assert format_query(seed.text)
    schema = Schema(seed.fields)
    optimize(build(checked, Setting(lambda name: Loaded(name, 1, schema), NOW, dt.UTC)))
    return "planned"


@pytest.mark.parametrize("source", [built_in, deployed], ids=["built-in", "deployed"])
def test_a_mutated_query_gives_a_plan_or_diagnostics(source: Callable[[], list[Seed]]) -> None:
    seeds = source()
    if not seeds:
        pytest.skip("needs the cases in ../shared/conformance")
    chance = random.Random(5 if TIMES == 1 else None)
    found: Counter[str] = Counter()
    for _ in range(MUTATED // 2 * TIMES):
        seed = mutated(seeds, chance)
        try:
            found[answer(seed)] += 1
        except Exception as error:
            raise AssertionError(f"{type(error).__name__}: {error}\n{seed.text!r}") from error
    assert min(found["not parsed"], found["not checked"], found["planned"]) > MUTATED // 50, found
    print(dict(found))  # noqa: T201
