"""Measures that a story can take apart: totals, and ratios of totals."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, TypeAlias

from engine.analyses.stories.errors import StoryError
from engine.store.fields import DatasetField
from saql import quote
from saql.record import record
from saql.types import Type

MeasureKind: TypeAlias = Literal["count", "sum", "average", "share", "ratio"]

_HINT = "Write count, sum(Field), avg(Field), share(Field), share(condition) or sum(Field) / sum(Field)."

_CALL = re.compile(r"(\w+)\s*\((.*)\)", re.DOTALL)
_RATIO = re.compile(
    r"(?:sum\s*\((?P<over>.+)\)|count\(\s*\))\s*/\s*(?:sum\s*\((?P<under>.+)\)|count\(\s*\))", re.DOTALL
)


@record(kw_only=True)
class Measure:
    """A number of rows that is a total, or a ratio of two.

    Args:
        text: as it was asked for.
        kind: a total (`count`, `sum`) or a ratio.
        amount: SAQL that gives what a row adds; null where it adds nothing.
        base: SAQL that gives what a row adds below the line of a ratio; `1` for totals.
        aggregate: SAQL that gives the number of a group of rows.
        label: what people call it, as a sentence begins.
        fields: the fields that it reads.
        pattern: how its numbers are written.
    """

    text: str
    kind: MeasureKind
    amount: str
    base: str
    aggregate: str
    label: str
    fields: frozenset[str]
    pattern: str

    @property
    def known(self) -> str | None:
        """SAQL of a row adding anything; None where every row does."""
        return f"{self.amount} is not null" if self.kind in ("sum", "average") else None

    @property
    def is_ratio(self) -> bool:
        """Whether it is a ratio: then the sizes of groups are weights and change nothing by themselves."""
        return self.kind in ("average", "share", "ratio")


def read_measure(text: str, fields: Callable[[str], DatasetField | None]) -> Measure:
    """Return the measure that a text asks for.

    Args:
        text: `count`, `sum(Amount)`, `avg(Amount)`, `share(IsWon)`, `share(Amount > 1000)` or `sum(Won) / sum(Asked)`.
        fields: gives the dataset's fields by their names.

    Raises:
        StoryError: it asks for nothing that can be taken apart.
    """
    asked = " ".join(text.split())
    if asked.lower() in ("count", "count()"):
        return Measure(
            text=asked,
            kind="count",
            amount="1",
            base="1",
            aggregate="count()",
            label="The number of rows",
            fields=frozenset(),
            pattern="#,##0",
        )
    ratio = _RATIO.fullmatch(asked)
    if ratio is not None:
        return _ratio(asked, ratio["over"], ratio["under"], fields)
    call = _CALL.fullmatch(asked)
    if call is None or not call[2].strip() or call[1].lower() not in _READERS:
        raise StoryError(f"A story can't be told of '{asked[:80]}'.", hint=_HINT)
    return _READERS[call[1].lower()](asked, call[2].strip(), fields)


_Fields: TypeAlias = Callable[[str], DatasetField | None]


def _sum(text: str, inner: str, fields: _Fields) -> Measure:
    value, label, used, pattern = _number(inner, fields)
    return Measure(
        text=text,
        kind="sum",
        amount=value,
        base="1",
        aggregate=f"sum({value})",
        label=f"The sum of {label}",
        fields=used,
        pattern=pattern,
    )


def _average(text: str, inner: str, fields: _Fields) -> Measure:
    value, label, used, pattern = _number(inner, fields)
    return Measure(
        text=text,
        kind="average",
        amount=value,
        base="1",
        aggregate=f"avg({value})",
        label=f"The average of {label}",
        fields=used,
        pattern=pattern,
    )


def _share(text: str, inner: str, fields: _Fields) -> Measure:
    field = fields(_bare(inner))
    label = inner if field is None else field.label
    if field is not None:
        name = quote.name(field.name)
        condition = f"{name} == 1" if field.type is Type.NUMBER else f'{name} == "true"'
        if field.type not in (Type.NUMBER, Type.TEXT):
            raise StoryError(f"'{field.name}' is neither true nor false.", hint=f"Write a condition, share({name} ..).")
    else:
        condition = inner
    flag = f"case when {condition} then 1 else 0 end"
    return Measure(
        text=text,
        kind="share",
        amount=flag,
        base="1",
        aggregate=f"avg({flag})",
        label=f"The share of {label}",
        fields=frozenset() if field is None else frozenset({field.name}),
        pattern="0.0%",
    )


def _ratio(text: str, over: str | None, under: str | None, fields: _Fields) -> Measure:
    (above, above_label, used, _), (below, below_label, also, _) = (
        ("1", "rows", frozenset(), "") if each is None else _number(each.strip(), fields) for each in (over, under)
    )
    first, second = (f"sum({each})" if each != "1" else "count()" for each in (above, below))
    return Measure(
        text=text,
        kind="ratio",
        amount=f"coalesce({above}, 0)" if above != "1" else "1",
        base=f"coalesce({below}, 0)" if below != "1" else "1",
        aggregate=f"{first} / {second}",
        label=f"{above_label} for each of {below_label}",
        fields=used | also,
        pattern="#,##0.00",
    )


def _number(inner: str, fields: _Fields) -> tuple[str, str, frozenset[str], str]:
    """Return the SAQL of a number of a row, what people call it, the fields that it reads, and its format."""
    field = fields(_bare(inner))
    if field is None:
        return f"({inner})", inner, frozenset(), "#,##0.##"
    if field.type is not Type.NUMBER:
        raise StoryError(f"'{field.name}' is no number.", hint="Write count, or the share of a value: share(Field).")
    return quote.name(field.name), field.label, frozenset({field.name}), field.format or "#,##0.##"


def _bare(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" else text


_READERS: dict[str, Callable[[str, str, _Fields], Measure]] = {
    "sum": _sum,
    "avg": _average,
    "average": _average,
    "share": _share,
}
