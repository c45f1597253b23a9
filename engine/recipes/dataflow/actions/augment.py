"""augment: fields of another node, looked up by a key; rows are never multiplied."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.dates import part_expression, part_type, split_part
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.keys import key_pairs
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Column, Stream, merged
from saql.record import record
from saql.types import Type


@record
class Augment:
    """The rows of the left node with fields of the right one, called `Relationship.Field`.

    `several` is whether all rows of the right node with the key count, and not only one of them.
    """

    head: Head
    left_keys: tuple[str, ...]
    right_keys: tuple[str, ...]
    relationship: str
    select: tuple[str, ...]
    several: bool

    def write(self, draft: Draft) -> Stream:
        """Look the fields up, and put 0 in the place of measures that found none, as CRM Analytics does."""
        left, right = (draft.stream_of(each) for each in self.head.sources)
        added = self._added(right, draft)
        name = draft.new_name(self.head.name)
        if not added:
            draft.foreach(name, left, {each: quote.name(each) for each in left.names})
            return Stream(name, left.columns, left.assumed)
        columns = tuple(column for column, _ in added.values())
        kept = [each for each in left.columns if each.name not in {column.name for column in columns}]
        if len(kept) < len(left.columns):  # a field that is looked up again takes the place of the one before
            draft.foreach(name, left, {each.name: quote.name(each.name) for each in kept})
            left = Stream(name, tuple(kept), left.assumed)
        items = ", ".join(f"{expression} as {quote.name(each)}" for each, (_, expression) in added.items())
        keys = key_pairs(left, self.left_keys, right, self.right_keys, draft, self.head.at)
        draft.add(f"{name} = augment {left.name} by {keys[0]}, {right.name} by {keys[1]} generate {items}")
        stream = Stream(name, merged(left.columns, columns), left.assumed)
        self._fill(stream, columns, draft)
        return stream

    def _added(self, right: Stream, draft: Draft) -> dict[str, tuple[Column, str]]:
        """Return the columns that are added, each with its expression over the right node."""
        found: dict[str, tuple[Column, str]] = {}
        for each in dict.fromkeys(self.select):
            name = f"{self.relationship}.{each}" if self.relationship else each
            part = split_part(each, right)
            if part is not None:
                if part[0] in self.select:  # the date brings it along
                    continue
                kind = part_type(part[1])
                expression = part_expression(*part, right).replace(quote.name(part[0]), _of(right, part[0]), 1)
                found[name] = Column(name, kind), self._matched(expression, kind)
                continue
            column = draft.column(right, each, self.head.at)
            if column is not None:
                found[name] = self._column(name, column), self._matched(_of(right, each), column.type)
        return found

    def _column(self, name: str, column: Column) -> Column:
        kind = Type.MULTIVALUE if self.several and column.type is Type.TEXT else column.type
        return Column(name, kind, column.label, column.hidden, column.calendar, column.guess)

    def _matched(self, expression: str, kind: Type) -> str:
        if not self.several:
            return expression
        if kind is Type.NUMBER:
            return f"sum({expression})"
        return f"collect({expression})" if kind in (Type.TEXT, Type.MULTIVALUE) else f"first({expression})"

    def _fill(self, stream: Stream, added: tuple[Column, ...], draft: Draft) -> None:
        numbers = {each.name for each in added if each.type is Type.NUMBER}
        if numbers:
            items = {each: quote.name(each) for each in stream.names}
            items |= {each: f"coalesce({quote.name(each)}, 0)" for each in stream.names if each in numbers}
            draft.foreach(stream.name, stream, items)


def _of(stream: Stream, name: str) -> str:
    return f"{stream.name}.{quote.name(name)}"


def read_augment(form: NodeForm) -> Augment:
    """Read the parameters of an augment."""
    given = form.parameters
    left_keys, right_keys = given.texts("left_key", "leftKeys"), given.texts("right_key", "rightKeys")
    if not left_keys or not right_keys:
        given.error("'left_key' and 'right_key' are needed: the fields that are equal on both sides.")
    elif len(left_keys) != len(right_keys):
        given.error(f"'left_key' has {len(left_keys)} fields and 'right_key' {len(right_keys)}.")
    operation = (given.text("operation") or "LookupSingleValue").replace("_", "").lower()
    if operation not in ("lookupsinglevalue", "lookupmultivalue"):
        given.error(
            f"There is no operation '{given.text('operation')}'.",
            "There are LookupSingleValue and LookupMultiValue.",
            given.where("operation"),
        )
    return Augment(
        form.head("left", "right"),
        left_keys,
        right_keys,
        given.text("relationship") or "",
        given.texts("right_select", "rightFields"),
        operation == "lookupmultivalue",
    )
