"""What a goal needs of its datasets: people, targets, rows that count, rows that are still open."""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.analyses.goals.definition import Goal
from engine.analyses.goals.people import Tree, tree_of
from engine.analyses.goals.standing import Rows
from engine.models.errors import ModelError
from engine.models.rows import numbers, read_rows, texts
from engine.session import Session
from saql import quote
from saql.record import record

_PER_CENT = 100
_NO_NUMBERS = np.zeros(0, dtype=np.int64)


@record(eq=False)
class Material:
    """What a goal is reckoned from."""

    tree: Tree
    targets: Rows
    won: Rows
    still_open: Rows


@record(eq=False)
class _Named:
    """Rows whose people are positions in `keys`."""

    keys: tuple[str, ...]
    rows: Rows

    def on(self, tree: Tree) -> Rows:
        """Return the rows with people by their positions in the tree."""
        place = {key: at for at, key in enumerate(tree.keys)}
        places = np.array([place[key] for key in self.keys], dtype=np.int64)
        return Rows(places[self.rows.person], self.rows.day, self.rows.amount)


def read_material(goal: Goal, session: Session, now: dt.datetime) -> Material:
    """Return what a goal is reckoned from.

    Raises:
        SaqlError: a dataset or field is not there, or a condition is not valid.
        ModelError: there are no targets, or people are above themselves.
    """
    of_targets = goal.targets
    targets = _read(session, now, of_targets.dataset, (of_targets.person, of_targets.date), of_targets.target, "")
    if len(targets.rows.day) == 0:
        raise ModelError(
            f"Goal '{goal.name}' has no targets: no row of '{of_targets.dataset}' has a person, a day and an amount.",
            hint="A target is a row with who is to reach it, any day of its period, and how much.",
        )
    measure, fields = goal.measure and quote.name(goal.measure), (goal.person, goal.date)
    won = _read(session, now, goal.dataset, fields, goal.measure, goal.where)
    still_open = _Named((), Rows(_NO_NUMBERS, _NO_NUMBERS, _NO_NUMBERS.astype(np.float64)))
    if goal.pipeline is not None:
        chance = goal.pipeline.probability and f"{quote.name(goal.pipeline.probability)} / {quote.number(_PER_CENT)}"
        worth = " * ".join(each for each in (measure, chance) if each)
        still_open = _read_expression(session, now, goal.dataset, fields, worth or "1", goal.pipeline.where)
    people = {} if goal.people is None else _people(goal, session, now)
    tree = tree_of(people, [*targets.keys, *won.keys, *still_open.keys])
    return Material(tree, targets.on(tree), won.on(tree), still_open.on(tree))


def _read(
    session: Session, now: dt.datetime, dataset: str, fields: tuple[str, str], measure: str, where: str
) -> _Named:
    return _read_expression(session, now, dataset, fields, quote.name(measure) if measure else "1", where)


def _read_expression(
    session: Session, now: dt.datetime, dataset: str, fields: tuple[str, str], amount: str, where: str
) -> _Named:
    person, date = fields
    columns = {"person": quote.name(person), "day": quote.name(f"{date}_day_epoch"), "amount": amount}
    found = read_rows(session, now, dataset, columns, where or None)
    codes, keys = texts(found.column("person"))
    day, value = numbers(found.column("day")), numbers(found.column("amount"))
    kept = (codes >= 0) & ~np.isnan(day) & ~np.isnan(value)
    return _Named(keys, Rows(codes[kept].astype(np.int64), day[kept].astype(np.int64), value[kept]))


def _people(goal: Goal, session: Session, now: dt.datetime) -> dict[str, tuple[str, str | None]]:
    people = goal.people
    assert people is not None  # who asks knows
    columns = {"key": people.person, "name": people.name, "manager": people.manager}
    found = read_rows(session, now, people.dataset, {name: quote.name(field) for name, field in columns.items()})
    rows = zip(*(found.column(name).to_pylist() for name in columns), strict=True)
    return {key: (name or key, manager) for key, name, manager in rows if key is not None}
