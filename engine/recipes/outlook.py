"""What a run of recipes would do now, without running any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from engine.errors import SwellError
from engine.recipes.missing import check_inputs
from engine.recipes.order import in_order, inputs, needed_for
from engine.recipes.recipe import Recipe
from engine.recipes.run import RunOptions, all_names, first_line, reason
from engine.session import Session
from engine.snapshot import Snapshot
from saql.diagnostics import SaqlError
from saql.record import record

Prospect: TypeAlias = Literal["stale", "fresh", "failed", "left"]
"""It would run; its dataset is what it would be; it can't run; it would not, as one that it needs can't."""


@record(eq=False)
class Outlook:
    """What would become of a recipe.

    Args:
        recipe: the recipe.
        inputs: the datasets that it loads.
        state: what would become of it.
        why: the reason in a few words.
        rows: how many rows its dataset has, None where there is no such dataset.
        created: when its dataset was made.
        error: what is wrong, where it can't run.
    """

    recipe: Recipe
    inputs: tuple[str, ...]
    state: Prospect
    why: str
    rows: int | None
    created: dt.datetime | None
    error: SwellError | SaqlError | None


def outlook(
    recipes: Sequence[Recipe], session: Session, options: RunOptions, names: Iterable[str] | None = None
) -> list[Outlook]:
    """Return what a run would do, in the order of the run; mistakes that show only while it runs are not found.

    The arguments and errors are those of `engine.recipes.run.run_recipes`.
    """
    wanted = None if names is None else needed_for(names, recipes)
    snapshot = session.snapshot(all_names(recipes))
    states: dict[str, Prospect] = {}
    found = []
    for each in in_order(recipes):
        if wanted is None or each.name in wanted:
            found.append(_outlook(each, recipes, states, snapshot, session, options))
            states[each.name] = found[-1].state
    return found


def _outlook(
    recipe: Recipe,
    recipes: Sequence[Recipe],
    states: dict[str, Prospect],
    snapshot: Snapshot,
    session: Session,
    options: RunOptions,
) -> Outlook:
    error: SwellError | SaqlError | None = None
    rows, created = None, None
    try:
        dataset = snapshot.find(recipe.name)
        rows, created = (None, None) if dataset is None else (dataset.rows, dataset.created)
        if recipe.problem is not None:
            raise recipe.problem
        check_inputs(recipe, {*snapshot.names(), *(each.name for each in recipes)})
        state, why = _state(recipe, states, reason(recipe, snapshot, session, options), options.everything)
    except (SwellError, SaqlError) as refused:
        state, why, error = "failed", first_line(refused), refused
    return Outlook(recipe, inputs(recipe), state, why, rows, created, error)


def _state(recipe: Recipe, states: dict[str, Prospect], why: str | None, everything: bool) -> tuple[Prospect, str]:
    loaded = inputs(recipe)
    for each in loaded:
        if states.get(each) in ("failed", "left"):
            return "left", f"it loads {each}, which can't be made"
    if why is not None:
        return "stale", why
    for each in loaded:
        if states.get(each) == "stale":
            return "stale", f"{each} would be made anew"
    return ("stale", "it was asked for") if everything else ("fresh", "nothing that it is made of has changed")
