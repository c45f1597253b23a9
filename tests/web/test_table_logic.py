"""The lines of a table: their order, subtotals between them, and which are drawn."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser

ROWS = [["North", "Won", 10], ["North", "Lost", 1], ["South", "Won", 5], ["South", "Open", 7], ["North", "Won", 20]]
SUBTOTALS = [{"depth": 1, "cells": ["North", None, 31]}, {"depth": 1, "cells": ["South", None, 12]}]


def lines(module: Any, sorting: Any = None) -> Any:
    found = module("table_lines.js", "tableLines", ROWS, SUBTOTALS, [0, 1], sorting)
    return [(line["depth"], *(each for each in line["cells"] if each is not None)) for line in found]


def test_a_subtotal_follows_the_rows_that_it_sums(module: Any) -> None:
    assert lines(module) == [
        (0, "North", "Won", 10),
        (0, "North", "Lost", 1),
        (0, "North", "Won", 20),
        (1, "North", 31),
        (0, "South", "Won", 5),
        (0, "South", "Open", 7),
        (1, "South", 12),
    ]


def test_sorting_orders_the_groups_by_their_subtotals_and_the_rows_within(module: Any) -> None:
    assert lines(module, {"at": 2, "descending": False}) == [
        (0, "South", "Won", 5),
        (0, "South", "Open", 7),
        (1, "South", 12),
        (0, "North", "Lost", 1),
        (0, "North", "Won", 10),
        (0, "North", "Won", 20),
        (1, "North", 31),
    ]
    assert lines(module, {"at": 0, "descending": True})[0] == (0, "South", "Won", 5)


def test_a_folded_group_is_one_line_with_its_total(module: Any) -> None:
    folds = {"totals": SUBTOTALS, "closed": ['["North"]']}
    found = module("table_lines.js", "tableLines", ROWS, [], [0, 1], None, folds)
    assert [(line["depth"], line["cells"], line.get("group")) for line in found] == [
        (1, ["North", None, 31], '["North"]'),
        (0, ["South", "Won", 5], '["South"]'),
        (0, ["South", "Open", 7], None),
    ]
    unknown = module("table_lines.js", "tableLines", ROWS, [], [0, 1], None, {**folds, "totals": []})
    assert unknown[0]["cells"] == ["North", None, None]


FOLDING = """async ([rows, folds]) => {
  await import('/static/0/src/elements/table.js');
  const table = document.createElement('swell-table');
  const kind = (at) => (at < 2 ? 'text' : 'number');
  const names = ['Region', 'Stage', 'Amount'];
  table.columns = names.map((name, at) => ({ name, label: name, type: kind(at), format: null }));
  Object.assign(table, { rows, folds, groups: ['Region', 'Stage'] });
  document.body.append(table);
}"""


def test_the_rows_of_a_group_are_folded_by_a_button(page: Any, address: str) -> None:
    page.goto(address + "/datasets")
    page.evaluate(FOLDING, [ROWS, SUBTOTALS])
    table = page.locator("swell-table").last
    button = table.get_by_role("button", name="Rows of North")
    button.click()
    table.get_by_role("cell", name="31", exact=True).wait_for()
    assert button.get_attribute("aria-expanded") == "false"
    assert table.get_by_role("cell", name="20", exact=True).count() == 0
    button.press("Enter")
    table.get_by_role("cell", name="20", exact=True).wait_for()
    assert table.get_by_role("cell", name="31", exact=True).count() == 0


def test_a_line_says_which_of_its_groups_repeat_the_line_above(module: Any) -> None:
    rows = [["N", "W", "a", 1], ["N", "W", "b", 2], ["N", "L", "a", 3], ["S", "W", "a", 4]]
    subtotals = [
        {"depth": depth, "cells": [*key, *[None] * (3 - depth), total]}
        for depth, key, total in [(1, "N", 6), (1, "S", 4), (2, "NW", 3), (2, "NL", 3), (2, "SW", 4)]
    ]
    found = module("table_lines.js", "tableLines", rows, subtotals, [0, 1, 2], None)
    assert [(line["depth"], line["first"]) for line in found] == [
        (0, 0),
        (0, 2),
        (2, 0),
        (0, 1),
        (2, 0),
        (1, 0),
        (0, 0),
        (2, 0),
        (1, 0),
    ]


def test_rows_without_subtotals_are_sorted_as_they_are(module: Any) -> None:
    found = module("table_lines.js", "tableLines", ROWS, [], [], {"at": 1, "descending": False})
    assert [line["cells"][1] for line in found] == ["Lost", "Open", "Won", "Won", "Won"]
    assert [line["cells"][2] for line in found][2:] == [10, 5, 20]


@pytest.mark.parametrize("descending", [False, True])
def test_empty_cells_come_last_and_texts_are_ordered_as_people_do(module: Any, descending: bool) -> None:
    cells = [None, "b10", "B2", "a", None, "É", "e"]
    found = [row[0] for row in module("sort.js", "sortRows", [[each] for each in cells], 0, descending)]
    ordered = ["a", "B2", "b10", "É", "e"]  # equal ones keep their order
    assert found == [*(["É", "e", "b10", "B2", "a"] if descending else ordered), None, None]


def test_few_lines_are_all_drawn(module: Any) -> None:
    assert module("table_lines.js", "linesInView", 200, 5000, 400, 33) == {
        "from": 0,
        "to": 200,
        "before": 0,
        "after": 0,
    }


@pytest.mark.parametrize("top", [0, 1, 33 * 500, 33 * 50_000 + 7, 33 * 99_990, 33 * 200_000])
def test_of_many_lines_those_in_view_are_drawn_and_space_stands_for_the_others(module: Any, top: int) -> None:
    count, height, line = 100_000, 600, 33
    found = module("table_lines.js", "linesInView", count, top, height, line)
    drawn = found["to"] - found["from"]
    assert found["before"] + drawn * line + found["after"] == count * line
    assert drawn <= 80
    first = min(top // line, count - 1)
    assert found["from"] <= first < found["to"]
    assert found["to"] >= min(count, first + height // line)


def test_a_sample_is_spread_over_the_whole(module: Any) -> None:
    found = module("table_lines.js", "sample", list(range(1000)), 10)
    assert found == [at * 100 for at in range(10)]
    assert module("table_lines.js", "sample", [1, 2], 10) == [1, 2]
