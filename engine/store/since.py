"""Which rows of a dataset changed since an older version, from its parts alone: no rows are compared.

Every part bears the number of the version that brought it, and lists the rows of older parts that it takes the place
of. As long as the rows were neither written anew nor compacted since, the older version is still there: it is made of
the parts up to its number, with what later parts took away.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.kernels.arrays import Array
from engine.store.dataset import Dataset
from engine.store.gather import Places
from engine.store.layout import Layout
from engine.store.parts import Part, gone_key
from saql.record import record


@record(eq=False)
class ChangedRows:
    """Rows that differ between an older version and a newer one, as places in the parts of the newer one.

    `came` are rows that the older version did not have, `gone` those that it had and the newer one has not. A row that
    was replaced is in both, with one key; those that are gone can still be read (`reading.read_places`).
    """

    came: Places
    gone: Places

    def __len__(self) -> int:
        return len(self.came) + len(self.gone)


@record
class Unknown:
    """Why it can't be told which rows changed, as the end of a sentence that names the dataset."""

    reason: str


def changed_rows(dataset: Dataset, version: int) -> ChangedRows | Unknown:
    """Return which rows changed since an older version, which need not be kept any more.

    Args:
        dataset: the newer version.
        version: the number of the older one, which was read then.

    Raises:
        CorruptDatasetError: a file of the dataset is missing or damaged.
    """
    if version > dataset.version:
        return Unknown(f"has no version {version} yet")
    brought = [Layout.part_version(each.sealed.file) for each in dataset.manifest.parts]
    older = sum(each <= version for each in brought)
    if not older:
        return Unknown(f"was written anew or compacted after version {version}")
    parts = dataset.parts
    came = [_live(each) if number >= older else _no_rows() for number, each in enumerate(parts)]
    gone = [_replaced(number, parts[older:]) if number < older else _no_rows() for number in range(len(parts))]
    return ChangedRows(_places(came), _places(gone))


def _live(part: Part) -> Array:
    return np.arange(part.rows) if part.live is None else np.flatnonzero(part.live)


def _replaced(number: int, later: Sequence[Part]) -> Array:
    """Return the rows of a part that later parts take the place of."""
    lists = [each.file.array(gone_key(number)) for each in later if gone_key(number) in each.file]
    return np.sort(np.concatenate([_no_rows(), *lists])).astype(np.int64)


def _no_rows() -> Array:
    return np.zeros(0, np.int64)


def _places(rows: Sequence[Array]) -> Places:
    """Return the places of rows, given part by part."""
    return Places(np.repeat(np.arange(len(rows)), [len(each) for each in rows]), np.concatenate(rows))
