"""Goals as a kind of model: nothing is learnt, the dataset follows from targets, what was reached and the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from engine.analyses.goals.definition import Goal, read_goal
from engine.analyses.goals.people import Tree
from engine.analyses.goals.read import read_material
from engine.analyses.goals.report import report_of
from engine.analyses.goals.standing import Standing, standings, sums_of
from engine.analyses.goals.table import made
from engine.json_value import JsonValue
from engine.models.kind import Made, Surroundings, Trained

_EPOCH = dt.date(1970, 1, 1)


class Goals:
    """See `engine.analyses.goals`."""

    name = "goals"
    about = "Targets of people and teams: how far they are, whether that is in time, and where it leads."

    def read(self, name: str, file: JsonValue) -> Goal:
        """Return the goal of a file."""
        return read_goal(name, file)

    def loads(self, settings: Goal) -> tuple[str, ...]:
        """Return what is counted, the targets and the people."""
        people = () if settings.people is None else (settings.people.dataset,)
        return (settings.dataset, settings.targets.dataset, *people)

    def train(self, settings: Goal, surroundings: Surroundings) -> Trained:
        """Return the report; all that is kept beside it is how amounts are written."""
        tree, found = _standings(settings, surroundings)
        pattern = _pattern(settings, surroundings)
        return Trained(state={"format": pattern}, report=report_of(settings, tree, found, pattern))

    def score(self, settings: Goal, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        """Return the dataset `goal_NAME`."""
        tree, found = _standings(settings, surroundings)
        return (made(settings, tree, found, trained.state["format"]),)


def _standings(goal: Goal, surroundings: Surroundings) -> tuple[Tree, Sequence[Standing]]:
    session, now = surroundings.session, surroundings.now
    today = (session.day(now) - _EPOCH).days
    material = read_material(goal, session, now)
    sums = sums_of(material.tree, goal.calendar, material.targets, material.won, material.still_open, today)
    return material.tree, tuple(standings(material.tree, goal.calendar, sums, today))


def _pattern(goal: Goal, surroundings: Surroundings) -> str:
    with surroundings.session.store.open(goal.dataset) as dataset:
        found = next((each.format for each in dataset.fields if each.name == goal.measure), None)
    return found or "#,##0"


KIND = Goals()
