"""Some rows of a part, read for writing: unlike a query's columns they leave memory with the last reference to them."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt

from engine.columns import Codes
from engine.store import narrow
from engine.store.narrow import FORMS, Stored
from engine.store.parts import Part, has_texts_of_its_own, number_key


def code_block(part: Part, field: str, start: int, stop: int) -> Codes:
    """Return the codes of rows of a text field."""
    if (field, "codes") in part.file:
        return cast(Codes, part.file.fresh((field, "codes"), start, stop))
    if has_texts_of_its_own(part.file, field):
        first = part.first_code(field)
        return np.arange(first + start, first + stop, dtype=np.int32)
    return np.zeros(stop - start, np.uint8)


def list_block(part: Part, field: str, start: int, stop: int) -> tuple[npt.NDArray[np.int64], Codes]:
    """Return how many texts each of the rows of a multivalue field has, and their codes."""
    if (field, "offsets") not in part.file:
        return np.zeros(stop - start, np.int64), np.zeros(0, np.uint8)
    offsets = part.file.fresh((field, "offsets"), start, stop + 1)
    return np.diff(offsets), cast(Codes, part.file.fresh((field, "codes"), int(offsets[0]), int(offsets[-1])))


def number_block(part: Part, field: str, start: int, stop: int) -> Stored:
    """Return rows of a number or date as they are stored."""
    key = number_key(part.file, field)
    if key is None:
        return narrow.nothing(stop - start)
    values = part.file.fresh(key, start, stop)
    if (field, "validity") not in part.file:
        return Stored(values, FORMS[key[1]], None)
    first = start // 8
    bits = np.unpackbits(part.file.fresh((field, "validity"), first, -(-stop // 8)), bitorder="little")
    return narrow.of(values, FORMS[key[1]], bits[start - first * 8 : stop - first * 8].view(np.bool_))
