"""Records as a scorecard reads them: one query, its texts left as codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.analyses.scorecards.settings import Settings
from engine.columns import Column, TextColumn
from engine.kernels import arrays, arrow
from engine.kernels.codes import encode
from engine.kernels.rows import take
from engine.recipes.evaluate import checked, evaluate
from engine.recipes.recipe import Recipe
from engine.recipes.tracing import lineage
from engine.session import Session
from saql import quote
from saql.record import record

Booleans: TypeAlias = npt.NDArray[np.bool_]
Floats: TypeAlias = npt.NDArray[np.float64]
Days: TypeAlias = npt.NDArray[np.int64]
Values: TypeAlias = TextColumn | Floats
"""Of a field: texts as codes, or numbers with NaN where there is none."""

NO_DAY = int(np.iinfo(np.int64).min)
_DAY = 86_400_000


@record(eq=False)
class Records:
    """Records, row by row.

    Args:
        fields: the values of each field that may be learnt from.
        dates: the dates of records in days since 1970-01-01, `NO_DAY` where there is none.
        known: whether it is known if a record has the outcome.
        open: whether it gets a score.
        outcome: whether it has the outcome; counts only where that is known.
        when: the day that puts it in order of time, as `dates`.
        telling: the fields by which the conditions tell the outcome.
        ids: by what records are told apart.
        carried: what scores have besides, the id in its own type among it.
    """

    fields: Mapping[str, Values]
    dates: Mapping[str, Days]
    known: Booleans
    open: Booleans
    outcome: Booleans
    when: Days
    telling: frozenset[str]
    ids: TextColumn
    carried: Mapping[str, Column]


def read_records(
    settings: Settings,
    session: Session,
    now: dt.datetime,
    fields: Sequence[str],
    dates: Sequence[str] = (),
    *,
    known: bool = True,
) -> Records:
    """Return the records of a scorecard.

    Args:
        settings: what it is to learn.
        session: answers queries.
        now: the instant from which conditions reckon.
        fields: texts and numbers to read.
        dates: dates to read.
        known: whether records whose outcome is known are wanted, besides those that get a score.

    Raises:
        SaqlError: there is no such dataset or field, or a condition is not valid.
    """
    is_known = _flag(settings.known)
    columns = {
        "id": quote.name(settings.id),
        "when": quote.name(settings.when),
        "known": is_known,
        "open": _flag(settings.open) if settings.open else f"1 - ({is_known})",
        "outcome": _flag(settings.target),
        **{f"f{place}": quote.name(name) for place, name in enumerate(fields)},
        **{f"d{place}": quote.name(name) for place, name in enumerate(dates)},
        **{f"c{place}": quote.name(name) for place, name in enumerate(settings.carried)},
    }
    frame, telling = _frame(settings, session, now, columns)
    rows = np.flatnonzero(_is(frame["open"]) | (_is(frame["known"]) if known else False))
    chosen = {name: take(column, rows) for name, column in frame.items()}
    carried = {name: chosen[f"c{place}"] for place, name in enumerate(settings.carried)}
    return Records(
        fields={name: _values(chosen[f"f{place}"]) for place, name in enumerate(fields)},
        dates={name: _days(chosen[f"d{place}"]) for place, name in enumerate(dates)},
        known=_is(chosen["known"]),
        open=_is(chosen["open"]),
        outcome=_is(chosen["outcome"]),
        when=_days(chosen["when"]),
        telling=telling,
        ids=_text(chosen["id"]),
        carried={settings.id: chosen["id"], **carried},
    )


def of_rows(values: Values, rows: npt.NDArray[np.int64]) -> Values:
    """Return the values of a field at some rows."""
    if isinstance(values, TextColumn):
        return TextColumn(values.codes.take(rows), values.dictionary)
    return values.take(rows)


def held_out_query(settings: Settings, first: int) -> str:
    """Return the SAQL that counts the records since a day whose outcome is known, and those that have it."""
    made = "q = group q by all; q = foreach q generate count() as Records, sum(Has) as Outcomes;"
    return f"{_since(settings, first)} q = foreach q generate {_flag(settings.target)} as Has; {made}"


def held_out_records(settings: Settings, first: int) -> str:
    """Return the SAQL that lists the records since a day whose outcome is known."""
    names = dict.fromkeys((settings.id, *settings.carried, settings.when))
    columns = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in names)
    return f"{_since(settings, first)} q = foreach q generate {columns};"


def rates_query(settings: Settings, field: str, end: int) -> str:
    """Return the SAQL that gives for each value of a text how many records have it, and how many of them the outcome.

    Args:
        settings: what was to be learnt.
        field: the text.
        end: the day, since 1970-01-01, before which records are that were learnt from.
    """
    name, second = quote.name(field), quote.name(f"{settings.when}_sec_epoch")
    rows = f"q = load {quote.text(settings.dataset)}; q = filter q by ({settings.known}) && {second} < {end * 86_400};"
    flags = f"q = foreach q generate {name} as {name}, {_flag(settings.target)} as Has;"
    sums = f"q = group q by {name}; q = foreach q generate {name} as {name}, count() as Records, avg(Has) as Rate;"
    return f"{rows} {flags} {sums} q = order q by Records desc;"


def _since(settings: Settings, first: int) -> str:
    second = quote.name(f"{settings.when}_sec_epoch")
    condition = f"({settings.known}) && {second} >= {first * 86_400}"
    return f"q = load {quote.text(settings.dataset)}; q = filter q by {condition};"


def _flag(condition: str) -> str:
    return f"case when {condition} then 1 else 0 end"


def _frame(
    settings: Settings, session: Session, now: dt.datetime, columns: Mapping[str, str]
) -> tuple[Mapping[str, Column], frozenset[str]]:
    """Return the columns of a query over the dataset, and the fields that the conditions read."""
    made = ", ".join(f"{expression} as {quote.name(name)}" for name, expression in columns.items())
    text = f"q = load {quote.text(settings.dataset)}; q = foreach q generate {made};"
    recipe = Recipe(name=settings.name, text=text, file=f"model {settings.name}")
    snapshot = session.snapshot([settings.dataset])
    query = checked(recipe, snapshot)
    way = lineage(query, text)
    telling = {source.field for name in ("known", "outcome") for source in way.sources(name)}
    return evaluate(recipe, query, snapshot, session, now).rows.columns, frozenset(telling)


def _is(column: Column) -> Booleans:
    numbers = _numbers(column)
    flags: Booleans = numbers == 1
    return flags


def _values(column: Column) -> Values:
    return column if isinstance(column, TextColumn) else _numbers(column)


def _numbers(column: Column) -> Floats:
    numbers: Floats = arrays.values(arrow.fill_null(arrow.cast(column, pa.float64()), float("nan")))
    return numbers


def _days(column: Column) -> Days:
    if isinstance(column, pa.Array) and pa.types.is_date(column.type):
        days: Days = arrays.values(arrow.fill_null(arrow.cast(arrow.cast(column, pa.int32()), pa.int64()), NO_DAY))
        return days
    moments = arrays.values(arrow.fill_null(arrow.cast(column, pa.int64()), NO_DAY))
    found: Days = np.where(moments == NO_DAY, NO_DAY, moments // _DAY)
    return found


def _text(column: Column) -> TextColumn:
    if isinstance(column, TextColumn):
        return column
    return encode(arrow.cast(column, pa.string()))
