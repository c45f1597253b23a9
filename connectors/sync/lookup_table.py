"""What the records of some objects say, by their key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from engine.store import Dataset


class LookupTable:
    """Fields of the records of one or several datasets, to be found by key; held in memory."""

    def __init__(
        self, sources: Sequence[tuple[Dataset, str]], fields: Mapping[str, str], where: Mapping[str, str]
    ) -> None:
        """Read what is needed.

        Args:
            sources: the datasets, each with the name of its key.
            fields: the new fields, each with the one that it is taken from; a dataset without it has null.
            where: values that some fields of a record must have.
        """
        pieces = [_piece(dataset, key, fields, where) for dataset, key in sources]
        table = pa.concat_tables(pieces, promote_options="permissive").combine_chunks()
        self._keys = table.column(0)
        self._columns = {name: table.column(number) for number, name in enumerate(fields, 1)}

    def columns(self, keys: pa.Array) -> list[pa.ChunkedArray]:
        """Return the new fields for rows that refer to `keys`, null where there is no such record."""
        rows = pc.index_in(keys, self._keys)
        return [each.take(rows) for each in self._columns.values()]


def _piece(dataset: Dataset, key: str, fields: Mapping[str, str], where: Mapping[str, str]) -> pa.Table:
    """Return the keys and the new fields of the records of one dataset."""
    known = {each.name for each in dataset.fields}
    read = dataset.rows_with(key, [], [key])
    wanted = list(dict.fromkeys((key, *where, *(each for each in fields.values() if each in known))))
    batches = list(dataset.batches(wanted)) if known.issuperset(where) else []
    if batches:
        read = pa.Table.from_batches(batches)
    for name, value in where.items():
        read = read.filter(pc.equal(read.column(name), value)) if batches else read
    columns = [read.column(key)]
    columns += [read.column(each) if each in read.column_names else pa.nulls(len(read)) for each in fields.values()]
    return pa.table(columns, names=["", *fields])
