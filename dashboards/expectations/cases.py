"""The file of a dashboard's tests as data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

from dashboards.check.finding import meant
from dashboards.errors import DashboardError
from dashboards.library import parse, read
from dashboards.model import Json
from dashboards.model.located import Node, line_and_column, located
from saql.record import record

SUFFIX = ".test.json"
_FILE = ("$schema", "now", "tests")
_CASE = ("name", "now", "as", "select", "shows")


@record(eq=False)
class Case:
    """One test: what is selected, as words for `read_selections`, and what widgets then show.

    `viewer` is the e-mail of whose rows are seen; None for all rows.
    """

    name: str
    now: dt.datetime | None
    viewer: str | None
    select: tuple[str, ...]
    shows: Mapping[str, Node]
    node: Node


@record(eq=False)
class CaseFile:
    """The tests of a dashboard, in the order of the file."""

    file: Path
    text: str
    cases: tuple[Case, ...]

    @property
    def dashboard(self) -> Path:
        """The file of the dashboard."""
        return self.file.with_name(self.file.name.removesuffix(SUFFIX) + ".json")

    def error(self, node: Node, message: str, hint: str | None = None) -> DashboardError:
        """Return an error at a place in the file."""
        line, column = line_and_column(self.text, node.start)
        return DashboardError(message, hint=hint, file=self.file, line=line, column=column)


def load_cases(file: Path) -> CaseFile:
    """Read the tests of a dashboard.

    Raises:
        DashboardError: the file can't be read or is not one of tests; the error names the line and the column.
    """
    text = read(file)
    parse(text, file)
    root = located(text)
    empty = CaseFile(file, text, ())
    _check_members(empty, root, _FILE)
    tests = root.members.get("tests")
    if tests is None or not isinstance(tests.value, list):
        raise empty.error(tests or root, 'A file of tests has a list of them as "tests".')
    now = _now(empty, root.members.get("now"))
    return CaseFile(file, text, tuple(_case(empty, each, number, now) for number, each in enumerate(tests.items, 1)))


def _check_members(file: CaseFile, node: Node, known: tuple[str, ...]) -> None:
    if not isinstance(node.value, dict):
        raise file.error(node, "A test is an object.", 'It looks like {"name": .., "select": {..}, "shows": {..}}.')
    for name, each in node.members.items():
        if name not in known:
            raise file.error(each, f"'{name}' is no member of a test.", meant(name, known, "There are"))


def _case(file: CaseFile, node: Node, number: int, now: dt.datetime | None) -> Case:
    _check_members(file, node, _CASE)
    name, shows = node.members.get("name"), node.members.get("shows")
    if shows is not None and not isinstance(shows.value, dict):
        raise file.error(shows, '"shows" is an object: what is expected, by the ids of widgets.')
    return Case(
        name=str(name.value) if name else f"test {number}",
        now=_now(file, node.members.get("now")) or now,
        viewer=_viewer(file, node.members.get("as")),
        select=tuple(_words(file, node.members.get("select"))),
        shows={} if shows is None else shows.members,
        node=node,
    )


def _now(file: CaseFile, node: Node | None) -> dt.datetime | None:
    if node is None:
        return None
    try:
        found = dt.datetime.fromisoformat(str(node.value))
    except ValueError:
        raise file.error(
            node, f'"now" is {node.value!r}, no instant.', 'Write it so: "2026-05-20T12:00:00Z".'
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _viewer(file: CaseFile, node: Node | None) -> str | None:
    if node is None:
        return None
    if not isinstance(node.value, str):
        raise file.error(node, '"as" is the e-mail of somebody.')
    return node.value


def _words(file: CaseFile, node: Node | None) -> list[str]:
    """Return selections as words: `step=value`."""
    if node is None:
        return []
    if not isinstance(node.value, dict):
        raise file.error(node, '"select" is an object: a value, or a list of values, by the ids of steps.')
    words = []
    for step, value in node.value.items():
        values = value if isinstance(value, list) else [value]
        words += [f"{step}={_word(each)}" for each in values] or [f"{step}="]
    return words


def _word(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
