"""Every message has an example, which gets that message and no other."""

import datetime as dt
import runpy
from pathlib import Path

import pytest

import saql
import swell
from saql.message_examples import MESSAGE_EXAMPLES
from saql.messages import MESSAGES, WARNINGS

DOCS = Path(__file__).parents[2] / "docs"
NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> swell.Workspace:
    generate = runpy.run_path(str(DOCS / "generate.py"))
    workspace = swell.open(tmp_path_factory.mktemp("examples"))
    for found in generate["DATASET"].finditer((DOCS / "language" / "index.md").read_text("utf-8")):
        workspace.write(found["name"], generate["_table"](found["table"]))
    return workspace


def test_every_message_has_an_example() -> None:
    assert list(MESSAGE_EXAMPLES) == sorted(MESSAGES)


def test_every_message_has_its_place_on_the_page() -> None:
    page = (DOCS / "language" / "errors.md").read_text("utf-8")
    assert [line.removeprefix("### ") for line in page.splitlines() if line.startswith("### ")] == sorted(MESSAGES)


@pytest.mark.parametrize("code", MESSAGE_EXAMPLES)
def test_an_example_gets_its_message_and_no_other(workspace: swell.Workspace, code: str) -> None:
    try:
        found = workspace.query(MESSAGE_EXAMPLES[code], now=NOW).warnings
    except saql.SaqlError as error:
        found = error.diagnostics
    assert [(each.code, each.severity) for each in found] == [(code, "warning" if code in WARNINGS else "error")]
