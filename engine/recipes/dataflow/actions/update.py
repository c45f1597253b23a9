"""update: values of the left node replaced by those that the right node has for the same key."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.keys import key_pairs
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Stream
from saql.record import record

_FOUND = "swell found"


@record
class Update:
    """The rows of the left node; `columns` are pairs of a field there and the field on the right that takes its place.

    Without pairs, all fields that both nodes have are replaced.
    """

    head: Head
    left_keys: tuple[str, ...]
    right_keys: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]

    def write(self, draft: Draft) -> Stream:
        """Look the new values up, and take them where there are any."""
        left, right = (draft.stream_of(each) for each in self.head.sources)
        alike = (each for each in left.names if right.get(each) is not None and each not in self.left_keys)
        pairs = self.columns or tuple((each, each) for each in alike)
        for old, new in pairs:
            draft.column(left, old, self.head.at)
            draft.column(right, new, self.head.at)
        name = draft.new_name(self.head.name)
        changes = draft.new_name(f"{name}_new")
        items = {each: quote.name(each) for each in right.names}
        draft.foreach(changes, right, items | {_FOUND: "1"})
        found = quote.name(_FOUND)
        taken = ", ".join(
            [f"{changes}.{found} as {found}"]
            + [f"{changes}.{quote.name(new)} as {quote.name(_new(old))}" for old, new in pairs]
        )
        keys = key_pairs(left, self.left_keys, right, self.right_keys, draft, self.head.at)
        draft.add(f"{name} = augment {left.name} by {keys[0]}, {changes} by {keys[1]} generate {taken}")
        values = {each: quote.name(each) for each in left.names}
        for old, _ in pairs:
            new_value, old_value = quote.name(_new(old)), quote.name(old)
            values[old] = f"case when {found} == 1 then {new_value} else {old_value} end"
        draft.foreach(name, Stream(name, left.columns), values)
        return Stream(name, left.columns, left.assumed)


def _new(name: str) -> str:
    return f"new {name}"


def read_update(form: NodeForm) -> Update:
    """Read the parameters of an update."""
    given = form.parameters
    left_keys, right_keys = given.texts("left_key", "leftKeys"), given.texts("right_key", "rightKeys")
    if not left_keys or len(left_keys) != len(right_keys):
        given.error("'left_key' and 'right_key' are needed, with as many fields each.")
    return Update(form.head("left", "right"), left_keys, right_keys, given.pairs("update_columns"))
