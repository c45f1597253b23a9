"""Which recipe runs before which: one that loads the dataset of another runs after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from engine.recipes.errors import RecipeCycleError, RecipeNotFoundError
from engine.recipes.recipe import Recipe
from saql.diagnostics import SaqlError
from saql.parser import parse
from saql.syntax import statements as syntax


def inputs(recipe: Recipe) -> tuple[str, ...]:
    """Return the datasets that a recipe loads, each once, as it names them; none of a text that can't be read."""
    try:
        statements = parse(recipe.text, recipe.file).statements
    except SaqlError:
        return ()
    return tuple(dict.fromkeys(each.dataset.value for each in statements if isinstance(each, syntax.Load)))


def in_order(recipes: Sequence[Recipe]) -> tuple[Recipe, ...]:
    """Return recipes so that each comes after those whose datasets it loads, else by name.

    Raises:
        RecipeCycleError: recipes load each other's datasets; the message names the chain.
    """
    by_name = {each.name: each for each in sorted(recipes, key=lambda each: each.name)}
    needed = {name: [other for other in inputs(each) if other in by_name] for name, each in by_name.items()}
    order: dict[str, Recipe] = {}
    for name in by_name:
        _visit(name, needed, [], by_name, order)
    return tuple(order.values())


def needed_for(names: Iterable[str], recipes: Sequence[Recipe]) -> frozenset[str]:
    """Return the names of recipes, and of all those whose datasets they need, near and far.

    Raises:
        RecipeNotFoundError: there is no recipe of one of the names.
    """
    by_name = {each.name: each for each in recipes}
    found: set[str] = set()
    waiting = list(names)
    for each in waiting:
        if each not in by_name:
            raise RecipeNotFoundError(each, by_name)
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found:
            found.add(name)
            waiting += inputs(by_name[name])
    return frozenset(found)


def loads_any(recipe: Recipe, names: Collection[str]) -> str | None:
    """Return the first dataset that a recipe loads of some, None where it loads none of them."""
    return next((each for each in inputs(recipe) if each in names), None)


def _visit(
    name: str,
    needed: Mapping[str, Sequence[str]],
    way: list[str],
    by_name: Mapping[str, Recipe],
    order: dict[str, Recipe],
) -> None:
    if name in order:
        return
    if name in way:
        raise RecipeCycleError(way[way.index(name) :])
    for each in needed[name]:
        _visit(each, needed, [*way, name], by_name, order)
    order[name] = by_name[name]
