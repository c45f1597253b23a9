"""Ids of customers: one that is there stays with its records from run to run."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.kernels.arrays import Array
from saql.record import record

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10


@record(eq=False)
class Known:
    """What the last run said: the keys of records (as `Records.keys`), and the id of each one's customer."""

    keys: pa.StringArray
    customers: pa.StringArray


def customer_ids(keys: pa.StringArray, labels: Array, known: Known | None) -> pa.StringArray:
    """Return the id of each record's customer.

    A customer keeps the id that most of its records had, of equals the one of the first; where several customers have
    records of an id, that with the most of them keeps it, of equals the first. Others get an id that follows from their
    first record.

    Args:
        keys: what tells records apart, in order.
        labels: for each record the place of the first of its customer.
        known: the ids of the last run.
    """
    firsts = np.unique(labels)
    kept = _kept(keys, labels, known) if known is not None else {}
    taken = set(kept.values())
    if known is not None:
        taken |= set(pc.unique(known.customers).to_pylist())
    ids = []
    for place, key in zip(firsts.tolist(), keys.take(pa.array(firsts)).to_pylist(), strict=True):
        found = kept.get(place)
        if found is None:
            found = _made(key, taken)
            taken.add(found)
        ids.append(found)
    return pa.array(ids, pa.string()).take(pa.array(np.searchsorted(firsts, labels)))


def _kept(keys: pa.StringArray, labels: Array, known: Known) -> dict[int, str]:
    """Return the ids that customers keep, by the place of their first record."""
    place = pc.index_in(keys, known.keys)
    there = np.flatnonzero(np.asarray(place.is_valid().to_numpy(zero_copy_only=False)))
    if not len(there):
        return {}
    encoded = pc.dictionary_encode(known.customers)
    ids = np.asarray(encoded.indices)[np.asarray(place.drop_null())].astype(np.int64)
    owners = labels[there].astype(np.int64)
    both, first, counts = np.unique(owners * len(encoded.dictionary) + ids, return_index=True, return_counts=True)
    owner, id_ = both // len(encoded.dictionary), both % len(encoded.dictionary)
    order = np.lexsort((first, owner, -counts))
    texts = encoded.dictionary.to_pylist()
    kept: dict[int, str] = {}
    gone: set[int] = set()
    for each in order.tolist():
        if int(owner[each]) not in kept and int(id_[each]) not in gone:
            kept[int(owner[each])] = texts[int(id_[each])]
            gone.add(int(id_[each]))
    return kept


def _made(key: str, taken: set[str]) -> str:
    turn = 0
    while True:
        digest = int.from_bytes(hashlib.blake2b(f"{key}\x1f{turn}".encode(), digest_size=8).digest())
        found = "C" + "".join(_LETTERS[(digest >> 5 * place) & 31] for place in range(_LENGTH))
        if found not in taken:
            return found
        turn += 1
