"""The names that change with a field: its own, and those of its date parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from saql.date_parts import NUMBER_PARTS, TEXT_PARTS
from saql.record import record
from saql.schema import Schema

Names: TypeAlias = Mapping[str, str]
"""New names by old ones."""


@record(eq=False)
class Renaming:
    """A field of a dataset that gets another name; `names` has its date parts, too."""

    dataset: str
    old: str
    new: str
    names: Names

    def mentions(self, text: str) -> bool:
        """Whether a text has one of the old names as a word."""
        return any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text) for each in self.names)


def renaming(dataset: str, old: str, new: str, schema: Schema | None) -> Renaming:
    """Return a renaming.

    Args:
        dataset: the dataset, as a `load` names it.
        old: the field's name.
        new: its name to be.
        schema: the fields of the dataset. Where it is not there, or has its new name already, all parts that a date
            would have change with the field.
    """
    if schema is not None and old in schema:
        parts = [each.name for each in schema if each.date_part is not None and each.date_part.field == old]
    else:
        parts = [f"{old}_{part}" for part in (*TEXT_PARTS, *NUMBER_PARTS)]
    return Renaming(dataset, old, new, {old: new, **{each: new + each[len(old) :] for each in parts}})
