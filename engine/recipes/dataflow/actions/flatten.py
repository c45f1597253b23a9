"""flatten: all ancestors of a record in a hierarchy, and the path to it."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.form import Form
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Column, Stream, merged
from saql.record import record
from saql.types import Type


@record
class Flatten:
    """The rows with a multivalue of the ids of all ancestors, and a path of them, parted by backslashes."""

    head: Head
    self_field: str
    parent_field: str
    multi: Column | None
    path: Column | None
    including_self: bool

    def write(self, draft: Draft) -> Stream:
        """Flatten the hierarchy."""
        source = draft.stream_of(self.head.sources[0])
        draft.column(source, self.self_field, self.head.at)
        draft.column(source, self.parent_field, self.head.at)
        columns = [each for each in (self.multi, self.path) if each is not None]
        name = draft.new_name(self.head.name)
        taken = {each.name for each in columns} & set(source.names)
        if taken:
            kept = tuple(each for each in source.columns if each.name not in taken)
            draft.foreach(name, source, {each.name: quote.name(each.name) for each in kept})
            source = Stream(name, kept, source.assumed)
        words = [
            f"{what} as {quote.name(each.name)}"
            for what, each in (("ancestors", self.multi), ("path", self.path))
            if each is not None
        ]
        keys = f"{quote.name(self.self_field)}, {quote.name(self.parent_field)}"
        own = " with self" if self.including_self else ""
        draft.add(f"{name} = flatten {source.name} by {keys}{own} generate {', '.join(words)}")
        return Stream(name, merged(source.columns, columns), source.assumed)


def read_flatten(form: NodeForm) -> Flatten:
    """Read the parameters of a flatten."""
    given = form.parameters
    multi, path = _column(given, "multi_field", Type.MULTIVALUE), _column(given, "path_field", Type.TEXT)
    if multi is None and path is None:
        given.error("'multi_field' and 'path_field' are missing: at least one of them is needed.")
    return Flatten(
        form.head("source"),
        given.needed("self_field"),
        given.needed("parent_field"),
        multi,
        path,
        given.flag("include_self_id", False),
    )


def _column(given: Form, key: str, kind: Type) -> Column | None:
    """Return the column of a parameter, which is a name, or an object with a name, a label and whether it is hidden."""
    value = given.value(key)
    if isinstance(value, dict):
        inner = given.inner(key)
        name = inner.text("name")
        return Column(name, kind, inner.text("label"), hidden=inner.flag("isSystemField", False)) if name else None
    return Column(value, kind) if isinstance(value, str) and value else None
