"""Text tests of queries: each `.test` file here has datasets, queries, and what they give.

A file is made of blocks with an empty line after each; lines that start with `#` are comments between blocks.

    dataset orders
    Stage dimension | Amount measure | Close date
    New             | 10             | 2024-01-05

    query now=2024-05-20 null_keys=false timezone=Europe/Berlin
    q = load "orders";
    ----
    Stage | total
    New   | 10.0

    error
    q = load "none";
    ----
    SAQL201 1:10

Cells are `null`, JSON where they start with a quote or a bracket, else the text as it stands. `python test_logic.py
--complete FILE ..` writes what queries give now into the files; read the difference before it is kept.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from engine.errors import SwellError
from engine.kernels.backend import KernelChoice
from engine.kernels.backend import kernels as kernels_of
from engine.kernels.scan import ScanKernels
from engine.session import Session
from engine.store import FieldSpec, Store
from saql import SaqlError

HERE = Path(__file__).parent
NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
SEPARATOR = "----"
KINDS = {"date": pa.timestamp("ms"), "measure": pa.float64(), "multivalue": pa.list_(pa.string())}


@dataclass(frozen=True)
class Block:
    """A stretch of a file: its first line, the lines up to the separator, those after it, and where it starts."""

    head: str
    body: tuple[str, ...]
    expected: tuple[str, ...]
    line: int

    @property
    def kind(self) -> str:
        return self.head.split()[0]

    @property
    def options(self) -> dict[str, str]:
        return dict(each.split("=", 1) for each in self.head.split()[1:] if "=" in each)


def blocks(text: str) -> Iterator[Block]:
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip() and not (not lines and line.startswith("#")):
            lines.append(line)
        elif not line.strip() and lines:
            yield block(lines, number - len(lines))
            lines = []


def block(lines: list[str], number: int) -> Block:
    head, *rest = lines
    cut = rest.index(SEPARATOR) if SEPARATOR in rest else len(rest)
    return Block(head, tuple(rest[:cut]), tuple(rest[cut + 1 :]), number)


def read_cell(text: str) -> Any:
    if text == "null":
        return None
    return json.loads(text) if text[:1] in ('"', "[") else text


def write_cell(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        plain = value == value.strip() and value and value != "null" and value[0] not in '"[' and "|" not in value
        return value if plain else json.dumps(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, float):
        return f"{value:.12g}" if "e" in f"{value:.12g}" or "." in f"{value:.12g}" else f"{value:.12g}.0"
    return str(value).lower() if isinstance(value, bool) else str(value)


def cells(line: str) -> list[str]:
    return [each.strip() for each in line.split(" | ")]


def read_value(text: str, role: str) -> Any:
    value = read_cell(text)
    if value is None or role in ("dimension", "multivalue"):
        return value
    if role == "measure":
        return float(value)
    return dt.datetime.fromisoformat(value.replace("Z", ""))


def write_dataset(store: Store, given: Block) -> None:
    names, roles = zip(*(each.rsplit(" ", 1) for each in cells(given.body[0])), strict=True)
    rows = [[read_value(cell, role) for cell, role in zip(cells(row), roles, strict=True)] for row in given.body[1:]]
    columns = {
        name: pa.array([row[place] for row in rows], KINDS.get(role, pa.string()))
        for place, (name, role) in enumerate(zip(names, roles, strict=True))
    }
    fields = [FieldSpec(name=name, role=role) for name, role in zip(names, roles, strict=True)]
    store.write(given.head.split(maxsplit=1)[1], pa.table(columns), fields, created=NOW, cluster=False)


def answer(session: Session, asked: Block) -> list[str]:
    """Return what a query gives now, as lines."""
    options = asked.options
    now = dt.datetime.fromisoformat(options["now"]).replace(tzinfo=dt.UTC) if "now" in options else NOW
    zone = zoneinfo.ZoneInfo(options["timezone"]) if "timezone" in options else None
    null_keys = options.get("null_keys", "true") == "true"
    text = "\n".join(asked.body)
    try:
        found = session.query(text, now=now, timezone=zone, null_keys=null_keys)
    except SaqlError as error:
        if asked.kind == "query":
            raise
        return [f"{each.code} {place(text, each.span.start)}" for each in error.diagnostics]
    rows = [list(found.table.column_names), *(list(row.values()) for row in found.table.to_pylist())]
    written = [rows[0], *([write_cell(cell) for cell in row] for row in rows[1:])]
    widths = [max(len(row[column]) for row in written) for column in range(len(rows[0]))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in written]
    return [line.rstrip() for line in lines]


def place(text: str, offset: int) -> str:
    before = text[:offset]
    return f"{before.count(chr(10)) + 1}:{offset - before.rfind(chr(10))}"


def compared(lines: list[str], sort: bool) -> list[list[str]]:
    rows = [cells(line) for line in lines]
    return [*rows[:1], *sorted(rows[1:])] if sort else rows


def cases() -> Iterator[Any]:
    for file in sorted(HERE.rglob("*.test")):
        for each in blocks(file.read_text()):
            if each.kind != "dataset":
                yield pytest.param(file, each, id=f"{file.relative_to(HERE).with_suffix('')}:{each.line}")


@pytest.fixture(scope="module", params=["c", "numpy"])
def sessions(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[Path, Session]:
    kernels = available_kernels(request.param)
    made = {}
    for file in HERE.rglob("*.test"):
        store = Store(tmp_path_factory.mktemp(file.stem))
        for each in blocks(file.read_text()):
            if each.kind == "dataset":
                write_dataset(store, each)
        made[file] = Session(store, kernels=kernels)
    return made


def available_kernels(choice: KernelChoice) -> ScanKernels:
    try:
        return kernels_of(choice)
    except SwellError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize(("file", "asked"), list(cases()))
def test_query_gives_what_its_file_says(file: Path, asked: Block, sessions: dict[Path, Session]) -> None:
    sort = "unordered" in asked.head
    assert compared(answer(sessions[file], asked), sort) == compared(list(asked.expected), sort)


def complete(file: Path) -> None:
    """Write into a file what its queries give now."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        lines = file.read_text().split("\n")
        given = list(blocks(file.read_text()))
        for each in given:
            if each.kind == "dataset":
                write_dataset(store, each)
        session = Session(store)
        for each in reversed(given):
            if each.kind == "dataset":
                continue
            start = each.line - 1 + 1 + len(each.body)
            length = len(each.expected) + (1 if lines[start : start + 1] == [SEPARATOR] else 0)
            lines[start : start + length] = [SEPARATOR, *answer(session, each)]
        file.write_text("\n".join(lines))


if __name__ == "__main__":
    if sys.argv[1:2] != ["--complete"]:
        sys.exit("usage: python tests/logic/test_logic.py --complete FILE ..")
    for path in sys.argv[2:]:
        complete(Path(path))
