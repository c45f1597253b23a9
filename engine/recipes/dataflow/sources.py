"""The datasets that a dataflow reads: which one holds an object, and what its fields are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.recipes.dataflow.guess import guessed_type
from engine.recipes.dataflow.stream import Column, schema_of
from saql.record import record
from saql.schema import Catalog, Schema
from saql.types import Type

_LOCAL = frozenset(("", "sfdc_local", "sfdclocal", "salesforce"))
"""Names under which CRM Analytics speaks of the org that it runs in."""
_FIRST_CONNECTION = "salesforce"


@record
class Source:
    """A dataset that a dataflow reads.

    Args:
        name: its name.
        columns: its fields, without the parts of dates; empty where it is not there.
        exists: whether it is there.
        others: other datasets that hold the same object, of other connections.
    """

    name: str
    columns: tuple[Column, ...]
    exists: bool
    others: tuple[str, ...] = ()


class Sources:
    """Finds datasets, and remembers which fields of those that are not there a dataflow names.

    Args:
        catalog: the datasets that there are.
        connection: the connection whose objects are read where a node names none; None for the only one that has them.
    """

    def __init__(self, catalog: Catalog, connection: str | None = None) -> None:
        self._catalog = catalog
        self._connection = connection
        self._assumed: dict[str, dict[str, Column]] = {}
        self._made: dict[str, dict[str, Column]] = {}
        self.grown = False
        """Whether a field was asked for since the last time this was set to False."""

    def of_object(self, name: str, connection: str | None) -> Source:
        """Return the dataset into which a connection syncs an object."""
        wanted = connection if connection and connection.lower() not in _LOCAL else self._connection
        holders = [each for each in self._catalog.names() if _holds(each, name)]
        if wanted is not None:
            of_it = [each for each in holders if each.rpartition(".")[0].lower() == wanted.lower()]
            return self._named(of_it[0] if of_it else f"{wanted}.{name}")
        holders.sort(key=lambda each: (each.rpartition(".")[0] != _FIRST_CONNECTION, each))
        if not holders:
            return self._named(f"{_FIRST_CONNECTION}.{name}")
        return self._named(holders[0], tuple(holders[1:]))

    def of_dataset(self, name: str) -> Source:
        """Return a dataset by its name."""
        if self._catalog.schema(name) is None and name not in self._made:
            alike = [each for each in self._catalog.names() if each.lower() == name.lower()]
            name = alike[0] if alike else name
        return self._named(name)

    def assume(self, dataset: str, field: str) -> None:
        """Remember that a dataset which is not there has a field."""
        fields = self._assumed.setdefault(dataset, {})
        if field not in fields:
            fields[field] = Column(field, guessed_type(field), guess=(dataset, field))
            self.grown = True

    def take_for_text(self, guess: tuple[str, str]) -> None:
        """Take a field for a text, where the type that was guessed does not fit; a text fits wherever SAQL converts."""
        dataset, field = guess
        self._assumed[dataset][field] = Column(field, Type.TEXT, guess=guess)
        self.grown = True

    def make(self, dataset: str, columns: Iterable[Column]) -> None:
        """Remember that a dataset will be made, with these columns."""
        before = self._made.get(dataset)
        self._made[dataset] = {each.name: each for each in columns}
        self.grown = self.grown or before != self._made[dataset]

    def names(self) -> Sequence[str]:
        """Return the names of all datasets, those included that are assumed, or will be made."""
        return sorted({*self._catalog.names(), *self._assumed, *self._made})

    def schema(self, name: str) -> Schema | None:
        """Return the fields of a dataset as the checker takes them, or None where there is none."""
        found = self._made.get(name)
        if found is None and (schema := self._catalog.schema(name)) is not None:
            return schema
        found = self._assumed.get(name) if found is None else found
        if found is None:
            return None
        return schema_of(found.values())

    def _named(self, name: str, others: Iterable[str] = ()) -> Source:
        if name in self._made:
            return Source(name, tuple(self._made[name].values()), True)
        schema = self._catalog.schema(name)
        if schema is None:
            return Source(name, tuple(self._assumed.setdefault(name, {}).values()), False)
        columns = tuple(
            Column(each.name, each.type, calendar=each.calendar) for each in schema if each.date_part is None
        )
        return Source(name, columns, True, tuple(others))


def _holds(dataset: str, name: str) -> bool:
    connection, dot, held = dataset.rpartition(".")
    return bool(dot and connection) and held.lower() == name.lower()
