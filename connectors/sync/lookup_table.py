"""What the records of some objects say, by their key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from engine.store import Dataset


class LookupTable:
    """Fields of the records of one or several datasets, to be found by key; held in memory."""

    def __init__(self, sources: Sequence[tuple[Dataset, str]], fields: Mapping[str, str]) -> None:
        """Read what is needed.

        Args:
            sources: the datasets, each with the name of its key.
            fields: the new fields, each with the one that it is taken from; a dataset without it has null.
        """
        pieces = [_piece(dataset, key, fields) for dataset, key in sources]
        table = pa.concat_tables(pieces, promote_options="permissive").combine_chunks()
        self._keys = table.column(0)
        self._columns = {name: table.column(number) for number, name in enumerate(fields, 1)}

    def columns(self, keys: pa.Array) -> list[pa.ChunkedArray]:
        """Return the new fields for rows that refer to `keys`, null where there is no such record."""
        rows = pc.index_in(keys, self._keys)
        return [each.take(rows) for each in self._columns.values()]


def _piece(dataset: Dataset, key: str, fields: Mapping[str, str]) -> pa.Table:
    known = {each.name for each in dataset.fields}
    wanted = list(dict.fromkeys((key, *(each for each in fields.values() if each in known))))
    batches = list(dataset.batches(wanted))
    read = pa.Table.from_batches(batches) if batches else None
    columns: dict[str, pa.ChunkedArray | pa.Array] = {}
    rows = 0 if read is None else read.num_rows
    for name, source in {"": key, **fields}.items():
        columns[name] = pa.nulls(rows) if read is None or source not in known else read.column(source)
    return pa.table(list(columns.values()), names=list(columns))
