"""The rows of several parts that still count, as one column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from engine.columns import Codes, MultivalueColumn, TextColumn
from engine.kernels.rows import take
from engine.store.parts import Part


def assemble_texts(parts: Sequence[Part], name: str) -> TextColumn:
    """Return a text field; the codes of all parts point into one dictionary."""
    codes = [each.codes(name) if each.live is None else each.codes(name)[each.live] for each in parts]
    return TextColumn(cast(Codes, np.concatenate(codes)), parts[0].dictionary(name))


def assemble_lists(parts: Sequence[Part], name: str) -> MultivalueColumn:
    """Return a multivalue field."""
    columns = [cast(MultivalueColumn, each.column(name)) for each in parts]
    lists = [
        column if part.live is None else cast(MultivalueColumn, take(column, np.flatnonzero(part.live)))
        for column, part in zip(columns, parts, strict=True)
    ]
    lengths = np.concatenate([np.diff(each.offsets) for each in lists])
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    return MultivalueColumn(offsets, cast(Codes, np.concatenate([each.codes for each in lists])), lists[0].dictionary)
