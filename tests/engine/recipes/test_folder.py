"""Recipes as files: the query, and what stands beside it."""

from pathlib import Path

import pytest

from engine.recipes.folder import read_recipes
from engine.recipes.recipe import FieldSetting
from engine.store import Calendar, Member

SAID = """
label = "Won deals"
description = "Deals that were won."
key = ["Id"]
main_date = "CloseDate"
after = "acme"
schedule = {every = "day", at = "06:00"}

[fiscal]
month_offset = 1
first_weekday = 0

[fields.Amount]
label = "Size"
format = "$#,##0"
multiplier = 100
hidden = true

[fields.Stage.members.Won]
label = "Closed won"
color = "#00ff00"
"""


def test_a_recipe_is_a_query_and_what_stands_beside_it(tmp_path: Path) -> None:
    (tmp_path / "won.saql").write_text('q = load "deals";')
    (tmp_path / "won.toml").write_text(SAID)
    (tmp_path / "README.md").write_text("Nothing of ours.")
    found = read_recipes(tmp_path)
    assert len(found) == 1
    won = found[0]
    assert (won.name, won.text, won.label) == ("won", 'q = load "deals";', "Won deals")
    assert won.file == f"{tmp_path.name}/won.saql"
    assert (won.key, won.main_date, won.after) == (("Id",), "CloseDate", ("acme",))
    assert won.calendar == Calendar(fiscal_month_offset=1, first_weekday=0)
    assert won.schedule == {"every": "day", "at": "06:00"}
    assert won.fields == {
        "Amount": FieldSetting(label="Size", format="$#,##0", multiplier=100.0, hidden=True),
        "Stage": FieldSetting(members=(Member("Won", "Closed won", "#00ff00"),)),
    }
    assert won.problem is None


def test_a_query_alone_is_enough(tmp_path: Path) -> None:
    (tmp_path / "b.saql").write_text("")
    (tmp_path / "a.saql").write_text("")
    assert [(each.name, each.label, each.key) for each in read_recipes(tmp_path)] == [("a", None, ()), ("b", None, ())]
    assert read_recipes(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("labl = 'x'", "Did you mean 'label'?"),
        ("label = 3", "'label' is not a text"),
        ("fields.Amount.formt = 'x'", "'fields.Amount.formt' is no setting"),
        ("fields = 3", "'fields' is not a table"),
        ("fields.Amount.role = 'number'", "Roles are dimension, measure"),
        ("fiscal = {month_offset = 12}", "from 0 to 11"),
        ("key = [1]", "neither a text nor a list"),
        ("fields.Amount.multiplier = true", "is not a number"),
        ("fields.Amount.hidden = 1", "neither true nor false"),
        ("label = \nkey = 'x'", "won.toml:1:9"),
    ],
)
def test_settings_that_make_no_sense_are_the_problem_of_their_recipe(tmp_path: Path, said: str, problem: str) -> None:
    (tmp_path / "won.saql").write_text('q = load "deals";')
    (tmp_path / "won.toml").write_text(said)
    assert problem in str(read_recipes(tmp_path)[0].problem)


def test_settings_without_a_query_are_told(tmp_path: Path) -> None:
    (tmp_path / "wonn.toml").write_text("label = 'x'")
    assert "wonn.saql" in str(read_recipes(tmp_path)[0].problem)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "won.saql").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in str(read_recipes(tmp_path)[0].problem)
