"""What a check finds, and the file that it looks at."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from dashboards.errors import DashboardError
from dashboards.model import Dashboard
from dashboards.model.located import Node, line_and_column
from dashboards.model.located import Path as JsonPath
from saql.record import record

Severity: TypeAlias = Literal["mistake", "warning"]


class Finding(DashboardError):
    """Something that is wrong with a dashboard's file, or a warning: what is seldom meant.

    `path` leads to the value that it is about, also into texts that hold JSON; `pointer` is the same as a JSON pointer.
    """

    def __init__(
        self,
        message: str,
        *,
        severity: Severity,
        hint: str | None,
        file: Path,
        line: int | None,
        column: int | None,
        path: JsonPath = (),
    ) -> None:
        pointer = "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in path)
        super().__init__(message, pointer=pointer, hint=hint, file=file, line=line, column=column)
        self.severity = severity
        self.path = path

    def __str__(self) -> str:
        told = f"{self.place}: {'' if self.severity == 'mistake' else 'warning: '}{self.message}"
        return told if self.hint is None else f"{told}\n{self.hint}"


@record(eq=False)
class Document:
    """A dashboard's file: its text, where in it things stand, and what it means."""

    file: Path
    text: str
    root: Node
    dashboard: Dashboard

    @property
    def state(self) -> Node:
        """The object with the steps and the widgets."""
        inner = self.root.get("state")
        return self.root if inner is None else inner.decoded()

    def part(self, *path: str | int) -> Node:
        """Return the node of the state that a path leads to, or the last one on the way."""
        return self.state.at(path)

    def mistake(self, offset: int, message: str, hint: str | None = None) -> Finding:
        """Return a mistake at a place in the file."""
        return self._finding("mistake", offset, message, hint)

    def warning(self, offset: int, message: str, hint: str | None = None) -> Finding:
        """Return a warning at a place in the file."""
        return self._finding("warning", offset, message, hint)

    def _finding(self, severity: Severity, offset: int, message: str, hint: str | None) -> Finding:
        line, column = line_and_column(self.text, offset)
        path = self.root.path_to(offset)
        return Finding(message, severity=severity, hint=hint, file=self.file, line=line, column=column, path=path)


def near(name: str, known: Iterable[str]) -> str | None:
    """Return the one of some names that a mistaken one is likely to mean, or None."""
    by_folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.75)
    return by_folded[close[0]] if close else None


def meant(name: str, known: Iterable[str], what: str) -> str:
    """Return a hint: the name that is meant, or those that there are."""
    every = list(known)
    found = near(name, every)
    if found is not None:
        return f"Did you mean '{found}'?"
    listed = ", ".join(every[:12]) + (", …" if len(every) > 12 else "")
    return f"{what}: {listed}." if every else f"{what}: none."
