"""Runs of recipes: each after those it needs, only what is not fresh, all that can be made published at one stroke."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from engine.errors import SwellError
from engine.recipes.changes import find_changes
from engine.recipes.clock import reads_clock
from engine.recipes.columns import computed_columns
from engine.recipes.decoded import as_table
from engine.recipes.errors import RecipeError
from engine.recipes.evaluate import checked, evaluate
from engine.recipes.fields import field_specs
from engine.recipes.incremental import Increment
from engine.recipes.key import check_key
from engine.recipes.missing import check_inputs
from engine.recipes.order import in_order, inputs, needed_for
from engine.recipes.outcome import Began, Outcome, Report
from engine.recipes.recipe import Recipe
from engine.recipes.row_wise import Full
from engine.recipes.staleness import NOTE, Made, expected, hash_of_fields, is_as_made, made_of, why_stale
from engine.session import Session
from engine.snapshot import Snapshot
from engine.store import FieldSpec
from engine.store.transaction import Transaction
from saql.diagnostics import SaqlError
from saql.record import record
from saql.typed import statements as typed


@record(eq=False)
class RunOptions:
    """How recipes run.

    Args:
        now: the instant from which relative dates are reckoned, and when the datasets are made; it needs a zone.
        clock: gives seconds that only grow.
        everything: whether fresh recipes run as well.
        replace: whether datasets that no recipe made are replaced.
        report: is told how it goes.
    """

    now: dt.datetime
    clock: Callable[[], float]
    everything: bool = False
    replace: bool = False
    report: Report = lambda _: None


def run_recipes(
    recipes: Sequence[Recipe], session: Session, options: RunOptions, names: Iterable[str] | None = None
) -> list[Outcome]:
    """Run recipes.

    All datasets that can be made are published together at the end; a recipe that can't be run keeps its dataset as it
    was, and those that need it are left alone. What `report` raises ends the run early; what is made by then is
    published, so that the next run goes on from there.

    Args:
        recipes: all recipes there are.
        session: what runs queries, over all rows of the store.
        options: how they run.
        names: those to run, and what they need; all by default.

    Returns:
        What became of each, in the order in which they ran.

    Raises:
        RecipeCycleError: recipes load each other's datasets.
        RecipeNotFoundError: there is no recipe of one of the names.
        StoreError: at the end, where the disk refuses; nothing is published then.
    """
    wanted = None if names is None else needed_for(names, recipes)
    chosen = [each for each in in_order(recipes) if wanted is None or each.name in wanted]
    stopped: SwellError | None = None
    with session.store.transaction(created=options.now) as change:
        run = _Run(session, options, change, chosen)
        try:
            for each in chosen:
                run.take(each)
        except _Stopped as stop:
            stopped = stop.error
    if stopped is not None:
        raise stopped
    return run.outcomes


class _Stopped(Exception):
    """Whoever is told how it goes wants the run to end."""

    def __init__(self, error: SwellError) -> None:
        self.error = error


class _Run:
    def __init__(self, session: Session, options: RunOptions, change: Transaction, recipes: Sequence[Recipe]) -> None:
        self._session = session
        self._options = options
        self._change = change
        self._snapshot = session.snapshot(all_names(recipes))
        self._names = {*self._snapshot.names(), *(each.name for each in recipes)}
        self._without: dict[str, str] = {}
        self.outcomes: list[Outcome] = []

    def take(self, recipe: Recipe) -> None:
        """Run a recipe if need be."""
        outcome = self._outcome(recipe)
        if outcome.state in ("failed", "left"):
            self._without[recipe.name] = outcome.state
        self.outcomes.append(outcome)
        self._tell(outcome)

    def _outcome(self, recipe: Recipe) -> Outcome:
        missing = next((each for each in inputs(recipe) if each in self._without), None)
        if missing is not None:
            return Outcome(recipe.name, "left", f"it loads {missing}, which could not be made")
        try:
            if recipe.problem is not None:
                raise recipe.problem
            why = self._why(recipe)
            if why is None:
                return Outcome(recipe.name, "fresh", "nothing that it is made of has changed")
            self._tell(Began(recipe.name, why))
            start = self._options.clock()
            rows, how = self._make(recipe)
            return Outcome(recipe.name, "made", why, rows, self._options.clock() - start, how=how)
        except (SwellError, SaqlError) as error:
            self._change.undo(recipe.name)
            return Outcome(recipe.name, "failed", first_line(error), error=error)

    def _why(self, recipe: Recipe) -> str | None:
        """Return why a recipe is to be run, None where its dataset is fresh.

        Raises:
            RecipeError: its dataset is none that a recipe made.
        """
        why = reason(recipe, self._snapshot, self._session, self._options)
        return "it was asked for" if why is None and self._options.everything else why

    def _make(self, recipe: Recipe) -> tuple[int, str]:
        """Bring the dataset of a recipe up to date; return how many rows it has, and for which rows it ran."""
        check_inputs(recipe, self._names)
        query = checked(recipe, self._snapshot)
        specs = field_specs(recipe, query, self._snapshot)
        made = self._made(recipe, query)
        found = Full("it was asked for") if self._options.everything else self._changes(recipe, query, specs, made)
        notes = {**self._notes(recipe), NOTE: made.to_note()}
        if isinstance(found, Full):
            self._put(recipe, query, specs, notes)
        else:
            self._change_rows(recipe, found, notes)
        self._change.ask(recipe.name)
        dataset = self._change.open(recipe.name)
        self._snapshot.put(dataset)
        return dataset.rows, _how(found)

    def _made(self, recipe: Recipe, query: typed.Query) -> Made:
        zone, day = _zone_and_day(self._session, self._options.now)
        day_read = day if reads_clock(query) else None
        return expected(recipe, versions(recipe, self._snapshot), zone, day_read, self._at, hash_of_fields(query))

    def _notes(self, recipe: Recipe) -> Mapping[str, Any]:
        before = self._snapshot.find(recipe.name)
        return {} if before is None or made_of(before.manifest) is None else before.manifest.notes

    def _changes(
        self, recipe: Recipe, query: typed.Query, specs: Sequence[FieldSpec], made: Made
    ) -> Increment | Full | None:
        return find_changes(recipe, query, specs, made, self._snapshot, self._session, self._options.now)

    def _put(self, recipe: Recipe, query: typed.Query, specs: Sequence[FieldSpec], notes: Mapping[str, Any]) -> None:
        """Put all rows of a recipe into its dataset."""
        rows = evaluate(recipe, query, self._snapshot, self._session, self._options.now).rows
        check_key(recipe, rows)
        columns = computed_columns(query, specs, rows)
        self._change.put(recipe.name, columns, label=recipe.label, notes=notes, main_date=recipe.main_date)

    def _change_rows(self, recipe: Recipe, changes: Increment | None, notes: Mapping[str, Any]) -> None:
        """Put the rows of a recipe that changed into its dataset."""
        if changes is None:
            self._change.note(recipe.name, notes)
            return
        check_key(recipe, changes.rows)
        rows = as_table(changes.rows)
        self._change.upsert(
            recipe.name, rows, key=recipe.key, deletes=changes.gone if len(changes.gone) else None, notes=notes
        )

    @property
    def _at(self) -> str:
        return self._options.now.astimezone(dt.UTC).isoformat()

    def _tell(self, event: Began | Outcome) -> None:
        try:
            self._options.report(event)
        except SwellError as error:
            raise _Stopped(error) from error


def _how(found: Increment | Full | None) -> str:
    """Return for which rows a recipe ran."""
    match found:
        case None:
            return "no row that it reads changed"
        case Full(why):
            return f"all rows: {why}"
        case Increment(rows):
            return f"{rows.rows:,} changed {'row' if rows.rows == 1 else 'rows'}"


def reason(recipe: Recipe, snapshot: Snapshot, session: Session, options: RunOptions) -> str | None:
    """Return in a few words why a recipe is to be run, None where its dataset is fresh.

    Raises:
        RecipeError: its dataset is none that a recipe made, and not to be replaced.
    """
    dataset = snapshot.find(recipe.name)
    if dataset is None:
        return "it has never run"
    made = made_of(dataset.manifest)
    if made is None or made.recipe != recipe.name:
        if options.replace:
            return "it replaces a dataset that no recipe made"
        raise RecipeError(
            f"There is a dataset '{recipe.name}' that no recipe made, so that recipe '{recipe.name}' would replace it.",
            hint="Give the recipe another name, or let it take the dataset over with --replace.",
        )
    if not is_as_made(made, dataset.manifest):
        return "something else has written its dataset since"
    return why_stale(made, _expected(recipe, snapshot, session, options.now))


def versions(recipe: Recipe, snapshot: Snapshot) -> dict[str, int]:
    """Return the version of each dataset that a recipe loads, 0 of one that there is not."""
    found = {each: snapshot.find(each) for each in inputs(recipe)}
    return {name: 0 if each is None else each.version for name, each in found.items()}


def _expected(recipe: Recipe, snapshot: Snapshot, session: Session, now: dt.datetime) -> Made:
    zone, day = _zone_and_day(session, now)
    return expected(recipe, versions(recipe, snapshot), zone, day, now.isoformat())


def _zone_and_day(session: Session, now: dt.datetime) -> tuple[str, str]:
    setting = session.plan_setting(now)
    return str(setting.zone), session.day(now).isoformat()


def all_names(recipes: Sequence[Recipe]) -> Sequence[str]:
    """Return the datasets that recipes load and make, each once."""
    loaded = (name for each in recipes for name in inputs(each))
    return list(dict.fromkeys((*loaded, *(each.name for each in recipes))))


def first_line(error: SwellError | SaqlError) -> str:
    """Return what is wrong in a sentence."""
    return error.message if isinstance(error, SwellError) else error.diagnostics[0].message
