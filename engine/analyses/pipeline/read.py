"""Deals and their past out of datasets, by queries, so that whoever asks gets the rows that they may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.analyses.pipeline.deals import NOT_CLOSED, Deals, Steps, ordered
from engine.analyses.pipeline.source import Source
from engine.kernels.arrays import Array
from engine.models.errors import ModelError
from engine.models.rows import NO_INSTANT, instants, numbers, read_rows, strings, texts
from engine.session import Session
from saql import quote

_DAY = 86_400_000
_NOON = 0.5
_COMMIT = "commit"


def day_of(now: dt.datetime) -> float:
    """Return a moment in days since 1970-01-01, UTC."""
    return now.timestamp() * 1000 / _DAY


def read_pipeline(source: Source, session: Session, now: dt.datetime) -> tuple[Deals, Steps]:
    """Return the deals that there are, and what is known of their past, up to now.

    Raises:
        ModelError: there are no deals.
        SaqlError: a dataset or field is not there.
    """
    deals = read_deals(source, session, now)
    return deals, _read_steps(source, session, now, deals)


def read_texts(
    source: Source, session: Session, now: dt.datetime, deals: Deals, fields: Sequence[str]
) -> dict[str, list[str | None]]:
    """Return further fields of deals as texts, in the order of the deals.

    Raises:
        SaqlError: a field is not there, or is no text.
    """
    columns = {"id": quote.name(source.id)} | {f"x{place}": quote.name(each) for place, each in enumerate(fields)}
    table = read_rows(session, now, source.dataset, columns, source.where)
    position = {each: place for place, each in enumerate(strings(table["id"]).to_pylist())}
    order = pa.array([position.get(each) for each in deals.ids])
    return {each: strings(table[f"x{place}"]).take(order).to_pylist() for place, each in enumerate(fields)}


def read_deals(source: Source, session: Session, now: dt.datetime) -> Deals:
    """Return the deals that there are.

    Raises:
        ModelError: there are none.
        SaqlError: the dataset or a field is not there.
    """
    fields = {
        "id": source.id,
        "created": source.created,
        "close": source.close,
        "amount": source.amount,
        "stage": source.stage,
        "closed": source.closed,
        "won": source.won,
    }
    fields |= {"owner": source.owner} if source.owner else {}
    fields |= {"segment": source.segment} if source.segment else {}
    fields |= {"category": source.category} if source.category else {}
    columns = {name: quote.name(field) for name, field in fields.items()}
    table = read_rows(session, now, source.dataset, columns, source.where)
    if not table.num_rows:
        raise ModelError(f"There are no deals in '{source.dataset}' to learn from.", hint='See "where" in the file.')
    today = day_of(now)
    created, close = _days(table["created"]), _days(table["close"], _NOON)
    is_closed, is_won = _is(table["closed"], "true"), _is(table["won"], "true")
    ended = np.fmin(close, today)
    stage, stages = texts(table["stage"])
    owner, owners = _texts(table, "owner")
    segment, segments = _texts(table, "segment")
    known = np.isfinite(created) & (created <= today) & ~(is_closed & np.isnan(close))
    return Deals(
        ids=np.array(strings(table["id"]).to_pylist(), dtype=object),
        created=np.where(known, created, NOT_CLOSED),
        closed=np.where(is_closed, np.maximum(ended, created), NOT_CLOSED),
        won=is_won & is_closed,
        amount=numbers(table["amount"]),
        stated=np.where(is_closed, np.nan, close),
        stage=stage.astype(np.int64),
        owner=owner,
        segment=segment,
        committed=_is(table["category"], _COMMIT) & ~is_closed if source.category else np.zeros(len(stage), bool),
        stages=stages,
        owners=owners,
        segments=segments,
    )


def _read_steps(source: Source, session: Session, now: dt.datetime, deals: Deals) -> Steps:
    history = source.history
    if history is None:
        nothing = np.zeros(0, np.int64)
        return Steps(deal=nothing, at=np.zeros(0), stage=nothing, amount=np.zeros(0), stated=np.zeros(0))
    fields = {"deal": history.deal, "at": history.at, "stage": history.stage}
    fields |= {"amount": history.amount} if history.amount else {}
    fields |= {"close": history.close} if history.close else {}
    table = read_rows(session, now, history.dataset, {name: quote.name(field) for name, field in fields.items()})
    position = {each: place for place, each in enumerate(deals.ids)}
    codes, ids = texts(table["deal"])
    of_id = np.array([*(position.get(each, -1) for each in ids), -1])
    deal, at = of_id[codes], _days(table["at"])
    stage, names = texts(table["stage"])
    of_stage = {name: place for place, name in enumerate(deals.stages)}
    of_name = np.array([*(of_stage.get(each, -1) for each in names), -1])
    known = (deal >= 0) & np.isfinite(at) & (at <= day_of(now))
    nothing = np.full(len(deal), np.nan)
    return ordered(
        Steps(
            deal=deal[known],
            at=at[known],
            stage=of_name[stage][known],
            amount=(numbers(table["amount"]) if history.amount else nothing)[known],
            stated=(_days(table["close"], _NOON) if history.close else nothing)[known],
        )
    )


def _days(column: pa.ChunkedArray, part: float = 0.0) -> Array:
    """Return dates in days, NaN where there is none; `part` of the day is added to those without a time."""
    stamps = instants(column)
    days = stamps / _DAY
    days = np.where(days == np.floor(days), days + part, days)
    return np.where(stamps == NO_INSTANT, np.nan, days)


def _is(column: pa.ChunkedArray, value: str) -> Array:
    codes, values = texts(column)
    return np.append([each.casefold() == value for each in values], False).astype(bool)[codes]


def _texts(table: pa.Table, name: str) -> tuple[Array, tuple[str, ...]]:
    if name not in table.column_names:
        return np.full(table.num_rows, -1, np.int64), ()
    codes, values = texts(table[name])
    return codes.astype(np.int64), values
