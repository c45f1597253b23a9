"""Purchases: who bought what for the first time when, and what is known of who bought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.analyses.offers.settings import Settings
from engine.columns import TextColumn
from engine.kernels import arrays
from engine.models.errors import ModelError
from engine.models.rows import NO_INSTANT, instants, read_rows, texts
from engine.session import Session
from saql import quote
from saql.record import record

NEVER = int(np.iinfo(np.int64).max)
"""The day of a purchase that there was not."""

MOST_PRODUCTS = 100
"""More are not learnt of: each takes a scorecard over all customers and all other products."""

_DAY = 86_400_000

Days = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]


@record(eq=False)
class Purchases:
    """All purchases of a dataset, in order of time.

    Args:
        customers: their ids.
        products: their names, sorted.
        customer: the place of the customer of each purchase.
        day: its day, since 1970-01-01.
        first: for each customer and product the day of the first purchase, `NEVER` where there was none.
        known: for each field its value at each purchase.
    """

    customers: tuple[str, ...]
    products: tuple[str, ...]
    customer: Places
    day: Days
    first: npt.NDArray[np.int64]
    known: Mapping[str, TextColumn]


def read_purchases(settings: Settings, session: Session, now: dt.datetime) -> Purchases:
    """Return the purchases of a dataset; those without a customer, a product or a day are left out.

    Raises:
        SaqlError: there is no such dataset or field, or the condition is not valid.
        ModelError: there are too many products, or the date is none.
    """
    names = dict.fromkeys((*settings.fields, *settings.carried))
    columns = {"id": settings.id, "product": settings.product, "date": settings.date}
    read = {**columns, **{f"f{place}": name for place, name in enumerate(names)}}
    quoted = {name: quote.name(field) for name, field in read.items()}
    table = read_rows(session, now, settings.dataset, quoted, settings.bought)
    customer, customers = texts(table["id"])
    product, products = texts(table["product"])
    if len(products) > MOST_PRODUCTS:
        raise ModelError(
            f"{settings.product} of {settings.dataset} has {len(products):,} values; a scorecard is learnt for each, "
            f"of at most {MOST_PRODUCTS}.",
            hint="Name a field with families of products: product",
        )
    moments = instants(table["date"])
    there = np.flatnonzero((customer >= 0) & (product >= 0) & (moments != NO_INSTANT))
    there = there[np.argsort(moments[there], kind="stable")]
    order = np.argsort(np.array(products, dtype=object), kind="stable") if products else np.zeros(0, dtype=np.int64)
    rank = np.zeros(len(products), dtype=np.int64)
    rank[order] = np.arange(len(products))
    first = np.full((len(customers), len(products)), NEVER, dtype=np.int64)
    day = moments[there] // _DAY
    np.minimum.at(first, (customer[there], rank[product[there]]), day)
    known = {name: _at(texts(table[f"f{place}"]), there) for place, name in enumerate(names)}
    return Purchases(customers, tuple(products[place] for place in order), customer[there], day, first, known)


def _at(values: tuple[Any, tuple[str, ...]], rows: Days) -> TextColumn:
    """Return the values of some rows."""
    codes, dictionary = values
    return TextColumn(codes[rows] + np.int32(1), arrays.from_list(list(dictionary), pa.string()))
