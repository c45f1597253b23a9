"""Writing a query in the browser: what comes up as one types, what a word means, the canonical form."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(page: Any, demo: Any) -> Any:
    page.goto(f"{demo.address}/query")
    content = page.locator("swell-editor .cm-content")
    content.click()
    return content


def accept(page: Any, offered: str) -> None:
    """Take what is offered first, once the list is there; keys pressed right after it came up are not for it."""
    page.locator(".cm-tooltip-autocomplete li[aria-selected]", has_text=offered).wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")


def test_fields_functions_and_datasets_come_up_as_one_types(page: Any, editor: Any) -> None:
    page.keyboard.type('q = load "oppo')
    accept(page, "opportunities")
    page.keyboard.press("End")
    page.keyboard.type(";\nq = group q by Stag")
    accept(page, "StageName")
    page.keyboard.type(";\nq = foreach q generate StageName, sum(Amou")
    accept(page, "Amount")
    assert editor.inner_text().splitlines()[-1].rstrip(")") == "q = foreach q generate StageName, sum(Amount"


def test_a_field_in_quotes_replaces_the_quotes(page: Any, editor: Any) -> None:
    page.keyboard.type('q = load "opportunities";\nq = filter q by \'Stage')
    accept(page, "'StageName'")
    assert editor.inner_text().endswith("q = filter q by 'StageName'")


def test_a_word_under_the_mouse_is_explained(page: Any, editor: Any) -> None:
    page.keyboard.type('q = load "opportunities";\nq = limit q 5;')
    page.keyboard.press("Escape")
    page.locator(".cm-line span", has_text="limit").hover()
    page.locator(".cm-meaning", has_text="Keeps the first rows.").wait_for()


def test_the_format_button_writes_the_query_anew(page: Any, editor: Any) -> None:
    page.keyboard.type('q=load "opportunities" ;q  = limit q 5 ;')
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Format").click()
    page.locator(".cm-line", has_text="q = limit q 5;").wait_for()
    assert editor.inner_text().splitlines() == ['q = load "opportunities";', "q = limit q 5;", ""]


def test_a_broken_query_stays_and_its_mistake_is_shown(page: Any, editor: Any) -> None:
    page.keyboard.type("q = filter q by ;")
    page.get_by_role("button", name="Format").click()
    page.get_by_role("alert").filter(has_text="problem").wait_for()
    assert editor.inner_text() == "q = filter q by ;"


def test_how_a_query_ran_is_shown_beside_its_result(page: Any, editor: Any) -> None:
    page.keyboard.insert_text(
        'q = load "opportunities"; q = filter q by Amount > 10; q = group q by StageName;'
        " q = foreach q generate StageName, count() as n;"
    )
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Run").click()
    page.locator("swell-table").wait_for()
    page.get_by_role("button", name="How it ran").click()
    profile = page.locator("swell-profile")
    profile.get_by_text("Tests ('Amount' > 10) as a range").wait_for()
    assert profile.locator("tbody tr").count() >= 3
    assert profile.get_by_text("optimize").is_visible()
    page.get_by_role("button", name="Table").click()
    page.locator("swell-table").wait_for()
