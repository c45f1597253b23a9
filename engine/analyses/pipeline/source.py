"""Where deals and their past are: the datasets, and which of their fields mean what."""

from __future__ import annotations

from engine.json_value import JsonValue
from saql.record import record

SETTINGS = ("dataset", "fields", "history", "where", "first_month")
"""What a model's file may say of it."""

_FIELDS = ("id", "name", "created", "close", "amount", "stage", "closed", "won", "owner", "segment", "category")
_HISTORY = ("dataset", "deal", "at", "stage", "amount", "close")


@record(kw_only=True)
class History:
    """A dataset that says what deals were: one row for each change, as Salesforce's OpportunityHistory.

    Args:
        dataset: its name.
        deal: the field with the deal's id.
        at: when it changed.
        stage: the stage from then on.
        amount, close: the amount and the close date from then on; None where it does not say.
    """

    dataset: str = "stage_history"
    deal: str = "OpportunityId"
    at: str = "CreatedDate"
    stage: str = "StageName"
    amount: str | None = "Amount"
    close: str | None = "CloseDate"


@record(kw_only=True)
class Source:
    """A dataset of deals; without settings, that of opportunities as Salesforce has them.

    Args:
        dataset: its name.
        id, name: what tells deals apart, and what people call them.
        created: when they were made.
        close: when they were won or lost; for open ones when that is expected. Closed ones without it are left out.
        amount: what they are worth.
        stage: where they stand.
        closed, won: whether they are, "true" or "false".
        owner, segment: who sells, and what kind of customer it is; None where there is none.
        category: the forecast category, in which "Commit" is what the owner commits to.
        history: what deals were; None where nobody kept it.
        where: a SAQL condition on deals; None for all.
        first_month: the month, from 1, in which the fiscal year begins.
    """

    dataset: str = "opportunities"
    id: str = "Id"
    name: str = "Name"
    created: str = "CreatedDate"
    close: str = "CloseDate"
    amount: str = "Amount"
    stage: str = "StageName"
    closed: str = "IsClosed"
    won: str = "IsWon"
    owner: str | None = "Owner.Name"
    segment: str | None = "Account.Segment"
    category: str | None = "ForecastCategory"
    history: History | None = History()
    where: str | None = None
    first_month: int = 1

    @property
    def loads(self) -> tuple[str, ...]:
        """The datasets that are read."""
        return (self.dataset,) if self.history is None else (self.dataset, self.history.dataset)


def read_source(file: JsonValue) -> Source:
    """Return what a model's file says of its deals.

    A file that names no dataset means opportunities and their stage history. One that does names its fields too, as far
    as they are called otherwise, and has no history but the one that it names.

    Raises:
        the error that `file` has for wrong values.
    """
    named = file["dataset"].text()
    fields, history = file["fields"], file["history"]
    fields.check_keys(_FIELDS)
    history.check_keys(_HISTORY)
    said = {key: fields[key].text() for key in _FIELDS if fields.value and key in fields.value}
    for key in ("id", "name", "created", "close", "amount", "stage", "closed", "won"):
        if key in said and said[key] is None:
            raise fields[key].error("is missing", "Name the field that means it.")
    return Source(
        dataset=named or "opportunities",
        history=_history(history, default=named is None),
        where=file["where"].text(),
        first_month=file["first_month"].whole(1, 1, 12),
        **said,  # type: ignore[arg-type]  # those that must not be null are checked above
    )


def _history(value: JsonValue, default: bool) -> History | None:
    if value.value is None:
        return History() if default else None
    return History(
        dataset=value["dataset"].required_text(),
        deal=value["deal"].required_text(),
        at=value["at"].required_text(),
        stage=value["stage"].required_text(),
        amount=value["amount"].text(),
        close=value["close"].text(),
    )
