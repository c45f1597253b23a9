"""The texts of a field, in a file of their own: the codes of all parts of a version point into it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from engine.store.ipc import map_batch, write_batch
from engine.store.manifest import Dictionary

_COLUMN = "text"


def write_dictionary(root: Path, file: str, texts: pa.StringArray) -> Dictionary:
    """Write the texts to `file` in the dataset's folder `root`."""
    size = write_batch(root / file, pa.RecordBatch.from_arrays([texts], [_COLUMN]))
    return Dictionary(file, len(texts), size)


def map_dictionary(root: Path, dictionary: Dictionary) -> pa.StringArray:
    """Map the texts of a dictionary.

    Raises:
        CorruptDatasetError: the file is missing or damaged.
    """
    return map_batch(root / dictionary.file, dictionary.size, dictionary.texts).column(0)
