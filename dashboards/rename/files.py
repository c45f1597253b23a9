"""A renaming in files: each with its text before and after, and what stays in doubt."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from dashboards.errors import DashboardError
from dashboards.library import VIEWS, parse, placed, read
from dashboards.metadata import FOLDER as METADATA
from dashboards.metadata import Metadata
from dashboards.model.located import Edit, Node, applied, line_and_column, located
from dashboards.rename.dashboard import columns_in_dashboard, rename_in_dashboard, rename_in_lens
from dashboards.rename.metadata import rename_in_metadata
from dashboards.rename.names import Renaming
from dashboards.rename.quality import rename_in_rules
from dashboards.rename.rows import rename_in_rule
from dashboards.rename.saql import rename_in_query
from dashboards.rename.views import rename_in_views
from dashboards.rows.rules import FOLDER as SECURITY
from dashboards.rows.rules import Rules
from engine.quality.rule_file import rule_file
from engine.security.errors import PredicateError
from saql.record import record

TESTS = ".test.json"


@record
class RenamedFile:
    """What a renaming does to a file. `doubts` say `file:line:column: what`."""

    file: Path
    before: str
    after: str
    doubts: tuple[str, ...]

    def diff(self) -> str:
        """Return the change as a unified diff."""
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        made = difflib.unified_diff(before, after, str(self.file), str(self.file), n=1)
        return "".join(each if each.endswith("\n") else each + "\n" for each in made)


def rename_in_file(file: Path, renaming: Renaming) -> RenamedFile:
    """Return what a renaming does to a query (.saql), a lens, a dashboard, views, tests, predicates, metadata (.json).

    Rules of quality (.toml) change too. Nothing is written. Views, predicates, metadata and rules are told by their
    folder; the columns of views are those of the dashboard that lies above it.

    Raises:
        DashboardError: the file can't be read; the error names the line and the column.
    """
    text = read(file)
    edits, doubts = _found(file, text, renaming)
    told = []
    for place, reason in dict.fromkeys(sorted(doubts)):
        line, column = line_and_column(text, place)
        told.append(f"{file}:{line}:{column}: {reason}")
    return RenamedFile(file, text, applied(text, edits), tuple(told))


def _found(file: Path, text: str, renaming: Renaming) -> tuple[Sequence[Edit], Sequence[tuple[int, str]]]:
    if file.suffix == ".toml":
        return _in_rules(file, text, renaming)
    if file.suffix != ".json":
        done = rename_in_query(text, renaming)
        edits = [Edit(each.start, each.end, each.text) for each in done.changes]
        return edits, [(each.place, each.reason) for each in done.doubts]
    if not renaming.mentions(text):
        return [], []
    try:
        parse(text, file)
        root = located(text)
        if file.name.endswith(TESTS):
            return [], [(node.start, _TESTED) for _, node in root.walk() if _names(node.value, renaming)]
        if file.parent.name == VIEWS and "views" in root.members:
            return _in_views(file, root, renaming)
        if file.parent.name == SECURITY:
            return _in_rule(file, root, renaming)
        if file.parent.name == METADATA:
            own = file.name == Metadata(file.parent).file(renaming.dataset).name
            return ([*rename_in_metadata(root, renaming)] if own else []), []
        lens = {"step", "widget"} <= root.members.keys()
        found = rename_in_lens(root, renaming) if lens else rename_in_dashboard(root, renaming)
    except DashboardError as error:
        raise placed(error, text, file) if not error.file else error from None
    return found.edits, found.doubts


def _in_rules(file: Path, text: str, renaming: Renaming) -> tuple[Sequence[Edit], Sequence[tuple[int, str]]]:
    if not renaming.mentions(text):
        return [], []
    own = file.name == rule_file(file.parent, renaming.dataset).name
    edits = rename_in_rules(text, renaming, own)
    return ([], [(0, "the rules may name the field")]) if edits is None else (edits, [])


def _in_rule(file: Path, root: Node, renaming: Renaming) -> tuple[Sequence[Edit], Sequence[tuple[int, str]]]:
    if file.name != Rules(file.parent).file(renaming.dataset).name:
        return [], []
    try:
        return [*rename_in_rule(root, renaming)], []
    except PredicateError as error:
        return [], [(root.start, error.message)]


def _in_views(file: Path, root: Node, renaming: Renaming) -> tuple[Sequence[Edit], Sequence[tuple[int, str]]]:
    dashboard = file.parent.parent / file.name
    if not dashboard.is_file():
        places = [node.start for _, node in root.walk() if _names(node.value, renaming)]
        return [], [(each, "the dashboard of this view is not there") for each in places]
    text = read(dashboard)
    parse(text, dashboard)
    return [*rename_in_views(root, columns_in_dashboard(located(text), renaming), renaming)], []


_TESTED = "this test may expect a column of the old name"


def _names(value: object, renaming: Renaming) -> bool:
    """Whether a value is the old name, or an object with it as the name of a member."""
    return (
        value in renaming.names
        if isinstance(value, str)
        else isinstance(value, dict) and bool({*value} & {*renaming.names})
    )
