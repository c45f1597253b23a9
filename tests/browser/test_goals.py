"""Goals in the page: how teams stand, another period, another order."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser

NOW = """q = load "goal_bookings"; q = filter q by IsCurrent == "true"; q = foreach q generate Person, Level, Period,
Attainment; q = order q by Attainment desc;"""


def names(page: Any) -> list[str]:
    found: list[str] = page.locator("swell-goals-page tbody th").all_inner_texts()
    return found


def test_teams_stand_above_their_people_and_a_column_orders_all(page: Any, demo: Any) -> None:
    rows = demo.workspace.query(NOW).rows()
    company = next(row for row in rows if row["Level"] == "Company")
    page.goto(demo.address)
    page.get_by_role("button", name="Insights").click()
    page.get_by_role("link", name="Goals").click()
    page.get_by_role("heading", name="Goals").wait_for()
    page.get_by_role("region", name="Altogether").wait_for()
    assert names(page)[0] == company["Person"]
    assert len(names(page)) == len(rows)
    page.get_by_role("button", name="People", exact=True).click()
    people = [row["Person"] for row in rows if row["Level"] == "Person"]
    assert sorted(names(page)) == sorted(people)
    page.get_by_role("button", name="Of target").click()
    assert names(page)[0] == people[0]
    assert page.locator("th[aria-sort=descending]").count() == 1
    page.get_by_role("button", name="Of target").click()
    assert names(page)[-1] == people[0]


def test_another_period_is_chosen_and_stands_in_the_address(page: Any, demo: Any) -> None:
    current = demo.workspace.query(NOW).rows()[0]["Period"]
    page.goto(f"{demo.address}/goals")
    choice = page.get_by_label("Period")
    choice.wait_for()
    assert choice.input_value() == current
    choice.select_option(index=2)
    page.get_by_text("Reached", exact=True).or_(page.get_by_text("Missed", exact=True)).first.wait_for()
    earlier = choice.input_value()
    assert earlier != current
    assert page.url.endswith(f"#goal=bookings&period={earlier}")
    page.reload()
    page.get_by_label("Period").wait_for()
    assert page.get_by_label("Period").input_value() == earlier


def test_the_numbers_are_explored_from_the_page(page: Any, demo: Any) -> None:
    page.goto(f"{demo.address}/goals")
    page.get_by_role("link", name="Explore these numbers").click()
    page.wait_for_url("**/explore/goal_bookings**")
