"""A segment: rules, and the records of a dataset that fulfil them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from saql.record import record

Value: TypeAlias = str | int | float
Joint: TypeAlias = Literal["all", "any"]


@record
class Rule:
    """What is asked of a field: an operator of `engine.analyses.segments.operators`, and the values that it takes.

    `place` is where the rule stands in its file, as a JSON pointer.
    """

    field: str
    operator: str
    values: tuple[Value, ...] = ()
    place: str = ""


@record
class Rules:
    """Rules of which all have to hold, or any; some may be such a group themselves."""

    joint: Joint
    rules: tuple[Rule | Rules, ...]

    def each(self) -> Iterator[Rule]:
        """Return the rules, those of groups too, in the order of the file."""
        for one in self.rules:
            if isinstance(one, Rule):
                yield one
            else:
                yield from one.each()


@record(kw_only=True)
class Segment:
    """A segment as its file says it.

    Args:
        name: the name of its file, and what commands and queries call it.
        label: what people call it.
        description: what it is for, in a sentence; may be empty.
        dataset: the dataset whose records it has.
        key: the field that tells its records apart, as the CRM does; it is the first of the columns.
        columns: the fields of its records that are listed.
        rules: what its records fulfil.
        records: the SAQL that lists its records: the columns, under the names of the fields, without a limit.
    """

    name: str
    label: str
    description: str = ""
    dataset: str
    key: str
    columns: tuple[str, ...]
    rules: Rules
    records: str
