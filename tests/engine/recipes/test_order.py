"""The order of recipes, whatever they load."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.recipes.errors import RecipeCycleError
from engine.recipes.order import in_order, inputs, needed_for
from engine.recipes.recipe import Recipe

from .conftest import recipe

NAMES = "abcdef"


def loading(name: str, loaded: set[str]) -> Recipe:
    streams = [f's{place} = load "{each}";' for place, each in enumerate(sorted(loaded))]
    return recipe(name, "".join([*streams, 'q = load "synced";']))


def reached(start: str, loads: dict[str, set[str]]) -> set[str]:
    """Return all that a recipe needs, near and far."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for each in loads.get(waiting.pop(), set()) - found:
            found.add(each)
            waiting.append(each)
    return found


@given(st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES), max_size=3)))
def test_each_comes_after_what_it_loads_or_there_is_a_ring(loads: dict[str, set[str]]) -> None:
    recipes = [loading(name, loaded) for name, loaded in loads.items()]
    rings = [name for name in loads if name in reached(name, loads)]
    try:
        order = [each.name for each in in_order(recipes)]
    except RecipeCycleError as error:
        chain = (*error.chain, error.chain[0])
        assert all(second in loads[first] for first, second in pairwise(chain))
        return
    assert not rings
    assert sorted(order) == sorted(loads)
    for each in recipes:
        assert all(order.index(other) < order.index(each.name) for other in inputs(each) if other in loads)
        assert needed_for([each.name], recipes) == {each.name} | (reached(each.name, loads) & loads.keys())


def test_a_text_that_is_no_query_loads_nothing() -> None:
    assert inputs(recipe("broken", "q = laod;")) == ()
    assert [each.name for each in in_order([recipe("b", "q ="), loading("a", {"b"})])] == ["b", "a"]
