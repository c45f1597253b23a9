"""How long the language takes: `python -m benchmarks.language`.

Parses, checks, plans and optimizes every query of the demo and the docs, and those of `../shared/conformance` where
these are there: each phase warm, the best of five; then `import saql` and a first parse in fresh processes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import saql
from engine.plan.build import Setting, build
from engine.rules.driver import optimize
from saql.check import check
from saql.date_parts import date_part_fields
from saql.schema import Field, Schema
from saql.types import Type

ROOT = Path(__file__).parents[1]
CASES = ROOT.parent / "shared" / "conformance" / "queries.jsonl"
NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
ROLES = {"dimension": Type.TEXT, "measure": Type.NUMBER, "multivalue": Type.MULTIVALUE, "date": Type.DATE}
PHASES = ("parse", "check", "plan", "optimize")
MEDIAN_BAR, LONGEST_BAR, COLD_BAR = 4.0, 60.0, 120.0
"""Milliseconds: parse, check and plan of the median and of the longest real query; `import saql` and a first parse."""

FIRST_PARSE = """
import time
start = time.perf_counter()
import saql
saql.parse('q = load "deals"; q = group q by Stage; q = foreach q generate Stage, sum(Amount) as s; q = limit q 9;')
print(time.perf_counter() - start)
"""


@dataclass(frozen=True)
class Dataset:
    """A dataset as a catalog and as plans see it; every name is one of the same fields."""

    schema_: Schema
    name: str = "deals"
    version: int = 1

    @property
    def schema(self) -> Schema:
        return self.schema_


class Catalog:
    def __init__(self, roles: dict[str, str]) -> None:
        fields = {name: Field(name, ROLES[role]) for name, role in roles.items()}
        for name, role in roles.items():
            for part in date_part_fields(name) if role == "date" else ():
                fields.setdefault(part.name, part)
        self.dataset = Dataset(Schema(tuple(fields.values())))

    def names(self) -> Sequence[str]:
        return ("deals",)

    def schema(self, name: str) -> Schema | None:
        return self.dataset.schema


def real_queries() -> Iterator[tuple[str, Catalog]]:
    for line in CASES.read_text("utf-8").splitlines() if CASES.exists() else ():
        case = json.loads(line)
        if case["sure"]:
            yield case["query"], Catalog(case["fields"])


def built_in_queries() -> Iterator[tuple[str, Catalog]]:
    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("swell/demo/queries/*.saql"))]
    for page in sorted(ROOT.glob("docs/language/*.md")):
        texts += re.findall(r"```saql\n(.*?)```", page.read_text("utf-8"), re.S)
    for text in texts:
        yield text, Catalog(_guessed(text))


def _guessed(text: str) -> dict[str, str]:
    """Return the roles that the names of a query's fields suggest."""
    names = dict.fromkeys(re.findall(r"[A-Za-z]\w*", text))
    numbers = set(re.findall(r"(?:sum|avg|min|max|median)\('?(\w+)", text)) | {"Amount"}
    dates = {name.rsplit("_", 1)[0] for name in names if re.search(r"_(Year|Month|Day|Quarter)$", name)}
    return {
        name: "date" if name in dates else "measure" if name in numbers else "dimension" for name in (*names, *dates)
    }


def phases(text: str, catalog: Catalog) -> dict[str, float]:
    """Return the milliseconds of each phase of a query, the best of five. Raises `SaqlError` where it is not valid."""
    setting = Setting(lambda name: catalog.dataset, NOW, dt.UTC)
    best: dict[str, float] = {}
    for _ in range(5):
        value: Any = text
        steps: tuple[Callable[[Any], Any], ...] = (
            saql.parse,
            lambda query: check(query, catalog),
            lambda checked: build(checked, setting),
            optimize,
        )
        for phase, step in zip(PHASES, steps, strict=True):
            start = time.perf_counter()
            value = step(value)
            took = (time.perf_counter() - start) * 1000
            best[phase] = min(best.get(phase, took), took)
    return best


def measure(queries: Iterator[tuple[str, Catalog]]) -> tuple[int, dict[str, list[float]]]:
    """Return how many queries are not valid, and the milliseconds of the others by phase, all but the last summed."""
    found: dict[str, list[float]] = {phase: [] for phase in (*PHASES, "parse + check + plan")}
    refused = 0
    for text, catalog in queries:
        try:
            took = phases(text, catalog)
        except saql.SaqlError:
            refused += 1
            continue
        for phase in PHASES:
            found[phase].append(took[phase])
        found["parse + check + plan"].append(sum(took[phase] for phase in PHASES[:3]))
    return refused, found


def cold(times: int = 9) -> float:
    """Return the median milliseconds of `import saql` and a first parse in fresh processes, byte code cached."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder, "XDG_CACHE_HOME": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        taken = []
        for _ in range(times + 1):
            answer = subprocess.run(
                [sys.executable, "-c", FIRST_PARSE],
                env=environment,
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
            )
            taken.append(float(answer.stdout) * 1000)
    return statistics.median(taken[1:])  # the first run fills the caches


def show(title: str, queries: Iterator[tuple[str, Catalog]]) -> tuple[float, float] | None:
    """Print a table; return the median and the longest of parse, check and plan, or None where there is no query."""
    refused, found = measure(queries)
    total = found["parse + check + plan"]
    if not total:
        print(f"{title}: none here")
        return None
    print(f"{title}: {len(total)} valid queries ({refused} are not)")
    print(f"  {'milliseconds':<22}{'median':>9}{'longest':>9}")
    for phase, taken in found.items():
        print(f"  {phase:<22}{statistics.median(taken):>9.2f}{max(taken):>9.2f}")
    return statistics.median(total), max(total)


def main() -> int:
    """Print the figures; return 1 where one is over its bar and `--check` was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a figure is over its bar")
    arguments = parser.parse_args()
    show("built-in queries", built_in_queries())
    real = show("real queries", real_queries())
    first = cold()
    print(f"import saql and a first parse, cold: {first:.0f} ms (bar {COLD_BAR:.0f})")
    over = first > COLD_BAR
    if real is not None:
        print(f"parse + check + plan: median bar {MEDIAN_BAR:.0f} ms, longest bar {LONGEST_BAR:.0f} ms")
        over = over or real[0] > MEDIAN_BAR or real[1] > LONGEST_BAR
    return int(over and arguments.check)


if __name__ == "__main__":
    sys.exit(main())
