"""The pages of the language and the short texts of `swell help` say the same."""

import re
from pathlib import Path

import pytest

from saql.service.guide import PARAMETERS, STATEMENTS, StatementGuide

PAGES = Path(__file__).parents[2] / "docs" / "language"
NAMES = {"limit": "limit-and-offset", "offset": "limit-and-offset"}


def page(name: str) -> str:
    return (PAGES / f"{NAMES.get(name, name)}.md").read_text("utf-8")


@pytest.mark.parametrize("guide", [each for each in STATEMENTS.values() if each.name not in PARAMETERS])
def test_a_page_begins_with_what_the_statement_does_and_its_forms(guide: StatementGuide) -> None:
    text = page(guide.name)
    forms = "\n".join(guide.forms)
    assert f"{guide.summary}\n\n```\n{forms}\n```\n" in text
    assert "## Nulls" in text
    assert "## Common mistakes" in text


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_page_has_all_parameters_of_its_statement(name: str) -> None:
    text = page(name) + page("timeseries")
    assert [each for each in PARAMETERS[name] if f"{each}=" not in text and f"`{each}`" not in text] == []


def test_the_index_leads_to_every_page() -> None:
    linked = set(re.findall(r"\]\((\S+\.md)\)", (PAGES / "index.md").read_text("utf-8")))
    assert {each.name for each in PAGES.glob("*.md")} - {"index.md"} <= linked
