"""The order of a goal's rows, and how long its bars are."""

from typing import Any

ROW = {
    "level": "Person",
    "state": "behind",
    "target": 100,
    "gone": 0.5,
    "pace": 1,
    "last_year_to_date": 0,
}


def row(name: str, manager: str | None, attainment: float | None, **more: Any) -> dict[str, Any]:
    reached = {"id": name, "person": name, "manager": manager, "attainment": attainment, "actual": 100}
    return {**ROW, **reached, **more}


ROWS = [
    row("Ann", "Mia", 0.2),
    row("Bo", "Mia", None, last_year_to_date=50),
    row("Mia", "hidden", 0.4, level="Team"),
    row("Zoe", None, 0.9, last_year_to_date=200),
]


def shown(lines: Any) -> list[tuple[str, int]]:
    return [(each["row"]["person"], each["depth"]) for each in lines]


def test_people_stand_below_who_is_above_them(module: Any) -> None:
    lines = module("goal_rows.js", "linesOf", ROWS, "everybody", None, False)
    assert shown(lines) == [("Mia", 0), ("Ann", 1), ("Bo", 1), ("Zoe", 0)]
    assert [each["leads"] for each in lines] == [True, False, False, False]
    assert shown(module("goal_rows.js", "linesOf", ROWS, "teams", None, False)) == [("Mia", 0)]
    assert shown(module("goal_rows.js", "linesOf", ROWS, "people", None, False)) == [("Ann", 0), ("Bo", 0), ("Zoe", 0)]


def test_a_column_puts_all_in_order_and_what_is_unknown_last(module: Any) -> None:
    by_share = module("goal_rows.js", "linesOf", ROWS, "everybody", "attainment", True)
    assert [name for name, _ in shown(by_share)] == ["Zoe", "Mia", "Ann", "Bo"]
    by_growth = module("goal_rows.js", "linesOf", ROWS, "people", "growth", False)
    assert [name for name, _ in shown(by_growth)] == ["Zoe", "Bo", "Ann"]


def test_a_bar_ends_at_what_is_reached_and_has_its_marks(module: Any) -> None:
    assert module("goal_rows.js", "barOf", row("Ann", None, 0.2)) == {"reached": 20, "target": 100, "due": 50}
    # Twice the target: the bar is full, the target and what was due by now are in its first half.
    assert module("goal_rows.js", "barOf", row("Ann", None, 2.0)) == {"reached": 100, "target": 50, "due": 25}
    assert module("goal_rows.js", "barOf", row("Ann", None, 0.2, gone=1))["due"] is None
