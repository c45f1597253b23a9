"""What a run would do, and the first rows of a recipe."""

import time

import pyarrow as pa
import pytest

from engine.recipes.outlook import outlook
from engine.recipes.preview import preview
from engine.recipes.recipe import Recipe
from engine.recipes.run import RunOptions
from engine.session import Session
from engine.store import Store
from saql import SaqlError

from .conftest import NOW, Run, recipe

COPY = 'q = load "opportunities";'
SUMS = 'q = load "copy"; q = group q by AccountId; q = foreach q generate AccountId, sum(Amount) as Amount;'
SEVERAL = recipe("copy", COPY), recipe("sums", SUMS), recipe("others", 'q = load "accounts";')


def look(store: Store, *recipes: Recipe, everything: bool = False) -> dict[str, tuple[str, str]]:
    options = RunOptions(now=NOW, clock=time.perf_counter, everything=everything)
    return {each.recipe.name: (each.state, each.why) for each in outlook(recipes, Session(store), options)}


def test_it_says_what_would_run_and_why(store: Store, run: Run) -> None:
    assert {each[0] for each in look(store, *SEVERAL).values()} == {"stale"}
    run(*SEVERAL)
    assert {each[0] for each in look(store, *SEVERAL).values()} == {"fresh"}
    assert {each[0] for each in look(store, *SEVERAL, everything=True).values()} == {"stale"}
    with store.transaction(created=NOW) as change:
        change.append("opportunities", pa.table({"Id": ["o9"]}))
    found = look(store, *SEVERAL)
    assert found["copy"] == ("stale", "opportunities has version 2, it was 1")
    assert found["sums"] == ("stale", "copy would be made anew")
    assert found["others"][0] == "fresh"
    assert store.open("copy").version == 1


def test_it_agrees_with_the_run(store: Store, run: Run) -> None:
    several = recipe("copy", 'q = load "opportunitie";'), *SEVERAL[1:]
    expected = look(store, *several)
    assert expected["copy"][0] == "failed"
    became = {each.recipe: each.state.replace("made", "stale") for each in run(*several)}
    assert became == {name: state for name, (state, _) in expected.items()}


def test_a_dataset_of_a_recipe_that_has_not_run_is_known(store: Store) -> None:
    assert look(store, *SEVERAL)["sums"] == ("stale", "it has never run")


def test_the_first_rows_are_shown_and_nothing_is_published(store: Store) -> None:
    found = preview(recipe("wide", COPY), Session(store), NOW, 2, time.perf_counter)
    assert found.table.num_rows == 2
    assert found.fields[2].label == "Deal size"
    assert [each.rows_out for each in found.steps][-1] == 2
    assert store.names() == ["accounts", "opportunities"]


def test_a_mistake_shows_where_it_is(store: Store) -> None:
    with pytest.raises(SaqlError, match=r"recipes/wide\.saql:2:24"):
        preview(
            recipe("wide", 'q = load "opportunities";\nq = foreach q generate Amoun;'),
            Session(store),
            NOW,
            2,
            time.perf_counter,
        )
