"""Columns in memory: what the store maps, what operators exchange, what is decoded at the very end.

Texts are integer codes into a dictionary from the file to the result. Numbers, dates and booleans are Arrow arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saql.record import record

Codes: TypeAlias = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.int32]


@record(eq=False)
class TextColumn:
    """Texts as codes: 0 is null, `i + 1` is `dictionary[i]`.

    The dictionary is an Arrow array of distinct, non-null strings in any order; it may hold texts that no row has.
    """

    codes: Codes
    dictionary: pa.StringArray

    def __len__(self) -> int:
        return len(self.codes)


@record(eq=False)
class MultivalueColumn:
    """Lists of texts: row `i` has `codes[offsets[i]:offsets[i + 1]]`, ascending by text; no codes is null."""

    offsets: npt.NDArray[np.int64]
    codes: Codes
    dictionary: pa.StringArray

    def __len__(self) -> int:
        return len(self.offsets) - 1


Column: TypeAlias = TextColumn | MultivalueColumn | pa.Array
"""An `Array` is float64 or int64 (number), timestamp[ms, UTC] (date), date32 (day) or bool."""


@record(eq=False)
class Frame:
    """Named columns of equal length; `rows` counts them also where there is no column."""

    columns: Mapping[str, Column]
    rows: int
