"""The rows of a recipe, as columns of codes: nothing is decoded on the way to its dataset."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator

from engine.columns import Frame
from engine.physical.run import run
from engine.physical.trace import Trace, traced_steps
from engine.plan import nodes
from engine.preparation import Planner, check
from engine.profile import Step
from engine.query_errors import EvaluationError
from engine.recipes.recipe import Recipe
from engine.rules import RULES_OF_ONE
from engine.rules.driver import optimize, optimize_together
from engine.session import Session
from engine.snapshot import Snapshot
from saql.diagnostics import SaqlError
from saql.messages import diagnostic
from saql.parser import parse
from saql.record import record
from saql.schema import Catalog
from saql.typed import statements as typed


@record(eq=False)
class Evaluated:
    """The rows of a recipe; columns may be made when they are first read. `steps` are those of its plan, if asked."""

    rows: Frame
    steps: tuple[Step, ...] = ()


def checked(recipe: Recipe, catalog: Catalog) -> typed.Query:
    """Return the checked query of a recipe.

    Raises:
        SaqlError: it is not valid; every mistake is in the error.
    """
    return check(parse(recipe.text, recipe.file), catalog, recipe.file, makes_dataset=True)


def evaluate(
    recipe: Recipe,
    query: typed.Query,
    snapshot: Snapshot,
    session: Session,
    now: dt.datetime,
    *,
    limit: int | None = None,
    clock: Callable[[], float] | None = None,
) -> Evaluated:
    """Return the rows of a recipe.

    Args:
        recipe: the recipe.
        query: its query, checked against the snapshot.
        snapshot: the datasets.
        session: what runs queries.
        now: the instant from which relative dates are reckoned; it needs a zone.
        limit: the most rows that are wanted.
        clock: gives seconds that only grow, where the steps of the plan are wanted.

    Raises:
        SaqlError: a function refuses a value.
        SwellError: a limit is reached, or a dataset can't be read.
    """
    setting = session.plan_setting(now)
    made = Planner(snapshot, setting).plan(query, {})
    plan = optimize(made if limit is None else nodes.Limit(made, limit), RULES_OF_ONE)
    plan = optimize_together([plan])[0]
    trace = None if clock is None else Trace(clock)
    with refused_values(recipe):
        rows = run(plan, session.run_setting(snapshot, setting.zone, trace))
    return Evaluated(rows, () if trace is None else traced_steps(plan, trace))


@contextlib.contextmanager
def refused_values(recipe: Recipe) -> Iterator[None]:
    """Say where in the text of a recipe a function is that refuses a value.

    Raises:
        SaqlError: one does.
    """
    try:
        yield
    except EvaluationError as error:
        found = diagnostic("SAQL601", error.span, hints=error.hints, problem=error.message)
        raise SaqlError((found,), recipe.text, recipe.file) from None
