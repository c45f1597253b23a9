"""`number_to_string`: numbers as texts by a format such as `$#,###.00;($#,###.00)`.

Meaning: `saql.functions.text`.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

import pyarrow as pa

from engine.kernels.arrays import from_list
from engine.kernels.registry import Arguments, kernel
from saql.record import record

_DIGITS = re.compile(r"[#0][#0,]*(?:\.[#0]*)?,*|\.[#0]+,*")
_DECIMALS = Context(prec=400)


@record
class Form:
    """One section of a format: what stands around the digits, and how many of them are shown.

    `whole` is None where the section has no digits and is a text as it stands.
    """

    before: str
    after: str
    whole: int | None
    least_decimals: int
    most_decimals: int
    grouped: bool
    shift: int
    """The power of ten by which the number is multiplied."""


@kernel("number_format")
def number_format(arguments: Arguments) -> pa.Array:
    """Numbers as texts by a format."""
    pattern = arguments.constant(1)
    if pattern is None:
        return pa.nulls(arguments.rows, pa.string())
    positive, _, negative = pattern.partition(";")
    forms = parse_form(positive), parse_form(negative) if negative else None
    written: dict[float | None, str | None] = {None: None}
    numbers = arguments.array(0).to_pylist()
    for number in numbers:
        if number not in written:
            written[number] = _written(number, *forms)
    return from_list([written[number] for number in numbers], pa.string())


def parse_form(section: str) -> Form:
    """Return what a section of a format says."""
    found = _DIGITS.search(section)
    if found is None:
        return Form(section, "", None, 0, 0, False, 0)
    before, digits, after = section[: found.start()], found.group(), section[found.end() :]
    shift = 2 * (before.count("%") + after.count("%"))
    trimmed = digits.rstrip(",")
    shift -= 3 * (len(digits) - len(trimmed))
    whole, _, decimals = trimmed.partition(".")
    return Form(
        before=before,
        after=after,
        whole=whole.count("0"),
        least_decimals=decimals.count("0"),
        most_decimals=len(decimals),
        grouped="," in whole,
        shift=shift,
    )


def _written(number: float, positive: Form, negative: Form | None) -> str:
    exact = Decimal(repr(number))
    if negative is not None and exact < 0:
        return _digits(-exact, negative)
    text = _digits(abs(exact), positive)
    return f"-{text}" if exact < 0 and any(each in "123456789" for each in text) else text


def _digits(number: Decimal, form: Form) -> str:
    if form.whole is None:
        return form.before
    rounded = number.scaleb(form.shift, _DECIMALS).quantize(
        Decimal(1).scaleb(-form.most_decimals), ROUND_HALF_UP, _DECIMALS
    )
    whole, _, decimals = f"{rounded:f}".partition(".")
    whole = whole.lstrip("0").rjust(form.whole, "0")
    decimals = decimals[: form.least_decimals] + decimals[form.least_decimals :].rstrip("0")
    if not whole and not decimals:
        whole = "0"
    if form.grouped:
        whole = _grouped(whole)
    return f"{form.before}{whole}{'.' if decimals else ''}{decimals}{form.after}"


def _grouped(digits: str) -> str:
    head = len(digits) % 3
    parts = [digits[:head]] if head else []
    return ",".join([*parts, *(digits[place : place + 3] for place in range(head, len(digits), 3))])
