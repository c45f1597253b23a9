"""What files of models say of purchases, and of records of other datasets that belong to customers."""

from __future__ import annotations

from engine.analyses.customers.features import Counted
from engine.analyses.customers.purchases import Source
from engine.json_value import JsonValue

SOURCE = ("dataset", "customer", "name", "date", "amount", "cost", "filter")
"""The settings of `read_source`."""


def read_source(file: JsonValue) -> Source:
    """Return where purchases are; what the file does not say is as in the demo: opportunities that were won.

    A file that names a dataset says all that is not called as in the demo, the filter and the name of customers too.

    Raises:
        engine.models.errors.ModelError: a setting is wrong.
    """
    usual = Source() if file["dataset"].value is None else Source(name=None, filter="")
    return Source(
        dataset=file["dataset"].text() or usual.dataset,
        customer=file["customer"].text() or usual.customer,
        name=file["name"].text() or usual.name,
        date=file["date"].text() or usual.date,
        amount=file["amount"].text() or usual.amount,
        cost=file["cost"].text(),
        filter=file["filter"].text() or usual.filter,
    )


def read_counted(value: JsonValue, *more: str) -> Counted:
    """Return which records of another dataset are counted.

    Args:
        value: its object.
        more: further keys that the object may have.

    Raises:
        engine.models.errors.ModelError: a setting is wrong.
    """
    value.check_keys(("dataset", "customer", "words", "filter", *more))
    dataset = value["dataset"].required_text()
    return Counted(
        dataset=dataset,
        customer=value["customer"].text() or "AccountId",
        words=value["words"].text() or dataset,
        filter=value["filter"].text() or "",
    )
