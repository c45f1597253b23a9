"""Stories in the page: asked in a form, kept in the address, opened from a lens."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_a_story_is_asked_and_its_sentences_open_what_is_behind_them(page: Any, demo: Any) -> None:
    page.goto(f"{demo.address}/datasets/opportunities")
    page.get_by_role("link", name="What changed").click()
    page.get_by_role("heading", name="What changed in Opportunities?").wait_for()
    page.get_by_role("combobox", name="Measure").fill("share(IsWon)")
    page.get_by_role("combobox", name="Periods").fill("last year")
    page.get_by_role("textbox", name="Only rows where").fill("'IsClosed' == \"true\"")
    page.get_by_role("button", name="Tell what changed").click()
    page.get_by_role("heading", name="Opportunities: the share of Won").wait_for()
    change = page.get_by_role("list", name="In short").get_by_role("listitem").first
    assert "The share of Won" in change.inner_text()
    assert page.url.split("#")[1].startswith("m=share%28IsWon%29&c=last+year")
    page.reload()
    page.get_by_role("heading", name="Opportunities: the share of Won").wait_for()
    change.get_by_role("link", name="Query: ").click()
    page.get_by_role("columnheader", name="Measure").wait_for()
    page.get_by_role("status").get_by_text("2 rows").wait_for()
    page.go_back()
    change.get_by_role("link", name="Records: ").click()
    page.get_by_role("columnheader", name="Close Date").wait_for()


def test_what_can_not_be_told_is_said(page: Any, demo: Any) -> None:
    page.goto(f"{demo.address}/story/opportunities#m=median(Amount)&c=last+quarter")
    page.get_by_role("alert").get_by_text("A story can't be told of 'median(Amount)'.").wait_for()
    page.get_by_role("combobox", name="Measure").fill("count")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Opportunities: the number of rows").wait_for()
    assert page.get_by_role("alert").count() == 0


def test_other_analyses_are_asked_on_the_same_page(page: Any, demo: Any) -> None:
    page.goto(f"{demo.address}/story/opportunities")
    page.get_by_role("link", name="What a field goes with").click()
    page.get_by_role("combobox", name="Field").fill("IsWon")
    page.get_by_role("textbox", name="Only rows where").fill("'IsClosed' == \"true\"")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("heading", name="Opportunities: what Won goes with").wait_for()
    page.get_by_role("link", name="What goes together").click()
    page.get_by_role("heading", name="Opportunities: what goes together").wait_for()
    page.get_by_role("link", name="What may come").click()
    page.get_by_role("heading", name="What may come of Opportunities?").wait_for()
    page.get_by_role("button", name="Look").click()
    page.get_by_role("heading", name="Opportunities: what count * share(").wait_for()
    page.get_by_role("link", name="What changed").click()
    page.get_by_role("heading", name="What changed in Opportunities?").wait_for()


def test_a_lens_leads_to_its_story(page: Any, demo: Any) -> None:
    page.goto(f"{demo.address}/explore/opportunities")
    page.get_by_role("link", name="What changed").click()
    page.get_by_role("heading", name="Opportunities: ").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
