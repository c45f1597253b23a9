"""The part of Arrow's compute functions that kernels call.

They are called by name: `pyarrow.compute` makes a Python wrapper for each of some 300 functions when it is
imported, which takes 40 ms, a sixth of what a cold `swell query` may take. The methods of `pa.Array` that compute
(`cast`, `take`) import it too, so kernels use the functions of this module instead.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

try:
    from pyarrow import _compute as _functions
except ImportError:  # the private module is only faster to import
    from pyarrow import compute as _functions


def call(name: str, *arguments: Any, options: Any = None) -> Any:
    """Call the Arrow compute function `name` and return its array or scalar."""
    return _functions.call_function(name, list(arguments), options)


def cast(values: Any, target: pa.DataType) -> Any:
    """Return the array or scalar as the type `target`; values that do not fit are an error.

    Whole numbers become the nearest float64, also where that has not all of their digits.
    """
    if values.type == target:
        return values
    rounded = pa.types.is_floating(target)
    return call("cast", values, options=_functions.CastOptions(target, allow_float_truncate=rounded))


def take(values: pa.Array, indices: Any) -> pa.Array:
    """Return `values[i]` for each of the indices, null for a null index."""
    return call("array_take", values, indices, options=_functions.TakeOptions(boundscheck=False))


def fill_null(values: pa.Array, value: Any) -> pa.Array:
    """Return the array with `value` in the place of nulls."""
    return call("coalesce", values, pa.scalar(value, values.type)) if values.null_count else values


def index_in(values: pa.Array, among: pa.Array) -> pa.Array:
    """Return the position of each value in `among` (int32), null where it is not there."""
    return call("index_in", values, options=_functions.SetLookupOptions(among, skip_nulls=True))


def is_in(values: Any, among: pa.Array) -> Any:
    """Return whether each value is in `among`; null is not."""
    return call("is_in", values, options=_functions.SetLookupOptions(among, skip_nulls=True))


def sort_indices(values: pa.Array) -> pa.Array:
    """Return the positions (uint64) that put the values in ascending order, nulls last, equal values as they were."""
    return call("array_sort_indices", values, options=_functions.ArraySortOptions())


def dictionary_encode(values: pa.Array) -> pa.DictionaryArray:
    """Return the array as int32 indices into its distinct values, nulls as null indices."""
    return call("dictionary_encode", values, options=_functions.DictionaryEncodeOptions("mask"))
