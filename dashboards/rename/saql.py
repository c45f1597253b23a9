"""A renaming in a SAQL query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Any

from dashboards.compact import quote
from dashboards.rename.holes import covered
from dashboards.rename.names import Names, Renaming
from saql import SaqlError, parse
from saql.record import record
from saql.syntax import statements as syntax
from saql.syntax.expressions import Name, Text
from saql.syntax.walk import descendants

_BARE = re.compile(r"[A-Za-z_]\w*")
_LAST_NAME = re.compile(r"(?P<name>'(?:[^'\\]|\\.)*'|[^\W\d]\w*)\]?$", re.DOTALL)


@record
class Change:
    """A stretch of a query and what it becomes."""

    start: int
    end: int
    text: str


@record
class Doubt:
    """A place that may mean the field, and why it stays as it is."""

    place: int
    reason: str


@record
class QueryRenaming:
    """What changes in a query, which columns of its result have other names then, and what is in doubt."""

    changes: tuple[Change, ...] = ()
    columns: Names = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def rename_in_query(text: str, renaming: Renaming) -> QueryRenaming:
    """Return what a renaming changes in a query; bindings in it are passed over."""
    if not renaming.mentions(text):
        return QueryRenaming()
    try:
        query = parse(covered(text))
    except SaqlError as error:
        reason = f"this query can't be read: {error.diagnostics[0].message}"
        return QueryRenaming(doubts=(Doubt(error.diagnostics[0].span.start, reason),))
    walk = _Walk(text, renaming)
    for each in query.statements:
        walk.statement(each)
    if walk.mixed:
        return QueryRenaming(doubts=tuple(walk.doubts))
    return QueryRenaming(tuple(dict.fromkeys(walk.changes)), walk.result, tuple(walk.doubts))


class _Walk:
    """Goes through the statements and knows for each stream which of its columns get other names."""

    def __init__(self, text: str, renaming: Renaming) -> None:
        self.text, self.renaming = text, renaming
        self.streams: dict[str, Names] = {}
        self.result: Names = {}
        self.changes: list[Change] = []
        self.doubts: list[Doubt] = []
        self.mixed = False
        """Whether streams meet of which only one has the field."""

    def statement(self, each: syntax.Statement) -> None:
        """Take the changes of a statement."""
        match each:
            case syntax.Load():
                found: Names = self.renaming.names if each.dataset.value == self.renaming.dataset else {}
            case syntax.Foreach() | syntax.Forecast():
                found = self._projected(each)
            case syntax.Group():
                found = self._grouped(each)
            case syntax.Join() | syntax.Augment():
                found = self._joined(each)
            case syntax.Flatten():
                found = self.streams.get(each.stream.name, {})
                self._rename(each.key, found)
                self._rename(each.parent, found)
            case syntax.Union():
                found = self._united(each)
            case _:
                found = self.streams.get(each.stream.name, {})
                self._rename(each, found)
                self._parameters(each, found)
        if each.target is not None:
            self.streams[each.target.name] = found
        self.result = found

    def _projected(self, each: syntax.Foreach | syntax.Forecast) -> Names:
        known = self.streams.get(each.stream.name, {})
        kept = self._projections(each.projections, known)
        if isinstance(each, syntax.Forecast):
            self._rename(each, known)
            self._parameters(each, known)
            return {**known, **kept}
        return kept

    def _projections(self, projections: Iterable[syntax.Projection], known: Names) -> Names:
        """Rename in projections; return those of their columns that have the new name."""
        aliases = {each.alias.name for each in projections if each.alias}
        kept: dict[str, str] = {}
        for each in projections:
            self._rename(each.expression, known)
            if each.alias is None and isinstance(each.expression, Name):
                name = self._old(each.expression, known)
                if name is None:
                    continue
                new = self._known(each.expression, known)[name]
                if new in aliases:  # another column is called so already: this one keeps its name
                    end = each.expression.span.end
                    self.changes.append(Change(end, end, f" as {quote.name(name)}"))
                else:
                    kept[name] = new
        return kept

    def _grouped(self, each: syntax.Group) -> Names:
        found: dict[str, str] = {}
        for side in each.sides:
            known = self.streams.get(side.stream.name, {})
            for key in side.keys or ():
                self._rename(key, known)
            found |= known
        return found

    def _joined(self, each: syntax.Join | syntax.Augment) -> Names:
        left, right = (self.streams.get(side.name, {}) for side in (each.left, each.right))
        for keys, known in ((each.left_keys, left), (each.right_keys, right)):
            for key in keys:
                self._rename(key, known)
        added = self._projections(each.projections, right) if isinstance(each, syntax.Augment) else {}
        return {**left, **added}

    def _united(self, each: syntax.Union) -> Names:
        several = [self.streams.get(stream.name, {}) for stream in each.streams]
        if any(names != several[0] for names in several):
            self.mixed = True
            reason = f"a union of streams of which only some have '{self.renaming.old}'"
            self.doubts.append(Doubt(each.span.start, reason))
        return several[0]

    def _parameters(self, each: syntax.Statement, known: Names) -> None:
        for parameter in getattr(each, "parameters", ()):
            for value in parameter.values:
                if isinstance(value, Text) and value.value in known:
                    self.doubts.append(Doubt(value.span.start, f'the text "{value.value}" may mean the field'))

    def _rename(self, node: Any, known: Names) -> None:
        for each in descendants(node):
            if isinstance(each, Name) and (name := self._old(each, known)) is not None:
                self.changes += self._change(each, name, self._known(each, known)[name])

    def _known(self, name: Name, known: Names) -> Names:
        return self.streams.get(name.stream.name, known) if name.stream else known

    def _old(self, name: Name, known: Names) -> str | None:
        """Return the old name that a name in the query is, or None. `Account.Name` may be one name without quotes."""
        if name.name in self._known(name, known):
            return name.name
        whole = f"{name.stream.name}.{name.name}" if name.stream and name.stream.name not in self.streams else ""
        return whole if whole in known else None

    def _change(self, name: Name, old: str, new: str) -> Iterator[Change]:
        start, end = name.span.start, name.span.end
        last = _LAST_NAME.search(self.text[start:end])
        if old != name.name or last is None:
            yield Change(start, end, quote.name(new))
        else:
            bare = not last["name"].startswith("'") and _BARE.fullmatch(new)
            yield Change(start + last.start("name"), start + last.end("name"), new if bare else quote.name(new))
