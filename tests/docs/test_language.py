"""Every example of the language pages gives the rows that the page shows."""

import datetime as dt
import re
from pathlib import Path

import pyarrow as pa
import pytest

import swell

PAGES = Path(__file__).parents[2] / "docs" / "language"
NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
EXAMPLE = re.compile(r"```saql\n(?P<query>.*?)```\n\n(?P<table>(?:\|[^\n]*\n)+)", re.S)
DATASET = re.compile(r"\*\*(?P<name>\w+)\*\*\n\n(?P<table>(?:\|.*\n)+)")


def rows(table: str) -> list[dict[str, object]]:
    lines = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines()]
    return [dict(zip(lines[0], map(value, line), strict=True)) for line in lines[2:]]


def value(text: str) -> object:
    if text == "null":
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def examples() -> list[object]:
    return [
        pytest.param(found["query"], found["table"], id=f"{page.stem}-{number}")
        for page in sorted(PAGES.glob("*.md"))
        for number, found in enumerate(EXAMPLE.finditer(page.read_text("utf-8")), 1)
    ]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> swell.Workspace:
    workspace = swell.open(tmp_path_factory.mktemp("language"))
    for found in DATASET.finditer((PAGES / "index.md").read_text("utf-8")):
        workspace.write(found["name"], pa.Table.from_pylist(rows(found["table"])))
    return workspace


def test_there_are_examples() -> None:
    assert len(examples()) > 10


@pytest.mark.parametrize(("query", "table"), examples())
def test_an_example_gives_the_rows_shown(workspace: swell.Workspace, query: str, table: str) -> None:
    assert workspace.query(query, now=NOW).rows() == rows(table)


def test_every_saql_block_is_an_example() -> None:
    for page in PAGES.glob("*.md"):
        text = page.read_text("utf-8")
        assert text.count("```saql") == len(EXAMPLE.findall(text)), page.name
