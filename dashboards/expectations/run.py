"""Does the tests of a dashboard, without a browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from dashboards.check.finding import meant
from dashboards.errors import DashboardError
from dashboards.expectations.cases import Case, CaseFile
from dashboards.expectations.compare import difference
from dashboards.expectations.shown import Shown, shown
from dashboards.library import parse, placed, read
from dashboards.model.located import Node, line_and_column
from dashboards.run import OpenDashboard
from dashboards.select_words import read_selections
from engine.errors import SwellError
from engine.session import Session
from saql.record import record


@record(eq=False)
class Failure:
    """A widget that does not show what is expected: where that stands, and the lines that tell the difference."""

    widget: str
    expected: Node
    found: Shown
    place: str
    lines: tuple[str, ...]


@record(eq=False)
class Outcome:
    """How a test went. `shows` is what all widgets show, where the test says nothing of any."""

    case: Case
    failures: tuple[Failure, ...]
    shows: dict[str, Shown]


def run_cases(
    file: CaseFile, session: Session, now: dt.datetime, seen_by: Callable[[str], Session]
) -> Iterator[Outcome]:
    """Do the tests of a file, one by one.

    Args:
        file: the tests.
        session: what runs the queries of the dashboard.
        now: what relative dates are reckoned from in tests that do not say.
        seen_by: gives the session of somebody by their e-mail, for tests that see as they do.

    Raises:
        DashboardError: the dashboard can't be opened, or a test names a step, a value or a widget that it lacks.
    """
    opened = _opened(file, session)
    for case in file.cases:
        yield _outcome(file, case, _seen(file, case, opened, seen_by), case.now or now)


def _seen(file: CaseFile, case: Case, opened: OpenDashboard, seen_by: Callable[[str], Session]) -> OpenDashboard:
    if case.viewer is None:
        return opened
    try:
        return OpenDashboard(opened.dashboard, seen_by(case.viewer), opened.others)
    except SwellError as error:
        raise file.error(case.node.members["as"], error.message, error.hint) from None


def _opened(file: CaseFile, session: Session) -> OpenDashboard:
    text = read(file.dashboard)
    try:
        return OpenDashboard.open(parse(text, file.dashboard), session)
    except DashboardError as error:
        raise placed(error, text, file.dashboard) from None


def _outcome(file: CaseFile, case: Case, opened: OpenDashboard, now: dt.datetime) -> Outcome:
    widgets = opened.dashboard.widgets
    for name, node in case.shows.items():
        if name not in widgets:
            raise file.error(node, f"The dashboard has no widget '{name}'.", meant(name, widgets, "Widgets"))
    try:
        selections = read_selections(case.select, opened.dashboard, opened.session, now)
    except DashboardError as error:
        raise file.error(case.node.members["select"], error.message, error.hint) from None
    results = opened.look(now, selections, [*case.shows] or None).widgets
    every = {name: shown(result) for name, result in results.items()}
    failures = [_failure(file, name, node, every[name]) for name, node in case.shows.items()]
    return Outcome(case, tuple(each for each in failures if each.lines), {} if case.shows else every)


def _failure(file: CaseFile, widget: str, expected: Node, found: Shown) -> Failure:
    line, column = line_and_column(file.text, expected.start)
    lines = difference(expected.value, found)
    return Failure(widget, expected, found, f"{file.file}:{line}:{column}", tuple(lines))
