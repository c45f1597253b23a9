"""Record ids: 15 characters that tell upper from lower case, or the same with 3 more, which don't have to be told."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def whole_id(identifier: str) -> str:
    """Return an id with 18 characters; anything but an id of 15 as it is.

    Each of the 3 last characters tells which of 5 characters are upper case. Source: Salesforce's object reference.
    """
    if len(identifier) != 15 or not identifier.isascii() or not identifier.isalnum():
        return identifier
    parts = (identifier[start : start + 5] for start in (0, 5, 10))
    return identifier + "".join(_LETTERS[sum(each.isupper() << i for i, each in enumerate(part))] for part in parts)


def whole_ids(identifiers: pa.Array) -> pa.Array:
    """Return an array of ids, each with 18 characters."""
    short = pc.equal(pc.binary_length(identifiers), 15)
    if not pc.any(short).as_py():
        return identifiers
    chosen = np.asarray(pc.fill_null(short, False))
    texts = identifiers.to_pylist()
    for index in np.flatnonzero(chosen):
        texts[index] = whole_id(texts[index])
    return pa.array(texts, pa.string())
