"""The first rows that a recipe would give, and how its steps ran; nothing is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pyarrow as pa

from engine.physical.decode import decode
from engine.profile import Step
from engine.recipes.evaluate import checked, evaluate
from engine.recipes.fields import field_specs
from engine.recipes.order import inputs
from engine.recipes.recipe import Recipe
from engine.session import Session
from engine.store.fields import FieldSpec
from saql.diagnostics import Diagnostic
from saql.record import record


@record(eq=False)
class Preview:
    """The first rows of a recipe, what is known of its fields, and the steps of its plan, the result last."""

    table: pa.Table
    fields: tuple[FieldSpec, ...]
    steps: tuple[Step, ...]
    warnings: tuple[Diagnostic, ...]


def preview(recipe: Recipe, session: Session, now: dt.datetime, rows: int, clock: Callable[[], float]) -> Preview:
    """Return the first rows of a recipe over the datasets as they are now.

    Args:
        recipe: the recipe.
        session: what runs queries.
        now: the instant from which relative dates are reckoned; it needs a zone.
        rows: the most rows that are wanted.
        clock: gives seconds that only grow.

    Raises:
        SaqlError: its query is not valid, or a function in it refuses a value.
        SwellError: its files can't be read, or something is said of fields that its query does not give.
    """
    if recipe.problem is not None:
        raise recipe.problem
    snapshot = session.snapshot(inputs(recipe))
    query = checked(recipe, snapshot)
    fields = field_specs(recipe, query, snapshot)
    found = evaluate(recipe, query, snapshot, session, now, limit=rows, clock=clock)
    return Preview(decode(found.rows), fields, found.steps, query.warnings)
