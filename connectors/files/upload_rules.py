"""What the values of an upload have to be besides what their type says.

Source: Analytics External Data Format Reference, field metadata and limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from connectors.files.convert import convert, short
from connectors.files.upload_schema import UploadField

MOST_CHARACTERS = 32_000
"""Of a value, and of a text whose field has no precision."""

_LEAST, _GREATEST = -36_028_797_018_963_968, 36_028_797_018_963_967

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """A mistake that values of a column have: where `bad` is true, and what to say of one."""

    bad: Mask
    why: Callable[[str], str]


def upload_column(texts: pa.ChunkedArray, field: UploadField, keyed: bool) -> tuple[pa.ChunkedArray, list[Finding]]:
    """Return a column as its field has it, and what is wrong with its values; it has anything where they are.

    Args:
        texts: the column as strings, empty values null.
        field: what the schema says of it.
        keyed: whether its values are looked up, so that none may be missing.
    """
    converted = convert(texts, field)
    findings = [Finding(converted.bad, lambda value: " ".join(converted.why(value, field)))]
    if field.type == "Text":
        longest = min(field.precision or MOST_CHARACTERS, MOST_CHARACTERS)
        too_long = _true(pc.greater(pc.utf8_length(texts), longest))
        if field.truncates and too_long.any():
            cut = pc.utf8_slice_codeunits(pc.fill_null(texts, field.default or ""), 0, longest)
            converted = convert(pc.if_else(pa.array(too_long), cut, texts), field)
        elif not field.truncates:
            findings.append(Finding(too_long, lambda value: _too_long(value, field, longest)))
    if field.type == "Numeric":
        findings += _numbers(converted.values, field)
    if keyed:
        missing = np.asarray(pc.is_null(converted.values))
        findings.append(Finding(missing, lambda _: f'The unique id "{field.name}" is missing.'))
    return converted.values, [each for each in findings if each.bad.any()]


def _numbers(values: pa.ChunkedArray, field: UploadField) -> Iterator[Finding]:
    least, greatest = (pa.scalar(each).cast(values.type, safe=False) for each in (_LEAST, _GREATEST))
    outside = _true(pc.or_(pc.less(values, least), pc.greater(values, greatest)))
    yield Finding(
        outside,
        lambda value: f'"{short(value)}" is outside of what a number can be ({_LEAST:,} to {_GREATEST:,}).',
    )
    if field.truncates or field.precision is None:
        return
    scale = field.scale or 0
    whole = field.precision - scale
    if whole < 18:  # no number has more digits
        yield Finding(
            _true(pc.greater_equal(pc.abs(values.cast(pa.float64())), 10.0**whole)) & ~outside,
            lambda value: (
                f'"{short(value)}" has more than {whole} digits before the point, and "{field.name}" may not.'
            ),
        )
    if pa.types.is_floating(values.type):
        yield Finding(
            _true(pc.not_equal(pc.round(values, scale), values)) & ~outside,
            lambda value: f'"{short(value)}" has more than {scale} digits after the point, and "{field.name}" may not.',
        )


def _too_long(value: str, field: UploadField, longest: int) -> str:
    return f'"{short(value)}" has {len(value):,} characters, and "{field.name}" has {longest:,} at most.'


def _true(values: pa.ChunkedArray) -> Mask:
    return np.asarray(pc.fill_null(values, False))
