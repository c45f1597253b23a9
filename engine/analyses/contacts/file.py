"""The settings of next contacts, as a model's file has them."""

from __future__ import annotations

from engine.analyses.contacts.settings import (
    DEFAULT_RECORDS,
    ActivitySource,
    Contacts,
    RecordSource,
    StageHistory,
    Value,
)
from engine.json_value import JsonValue
from engine.models.settings import check_settings

_RECORD_KEYS = (
    "what",
    "dataset",
    "key",
    "name",
    "owner",
    "team",
    "since",
    "open",
    "good",
    "bad",
    "contact",
    "stages",
    "by",
    "amount",
    "probability",
)


def read_contacts(name: str, file: JsonValue) -> Contacts:
    """Return the settings of a model of next contacts; what is left out is as Salesforce names it.

    Args:
        name: the model's name.
        file: the file's object.

    Raises:
        ModelError: a setting is wrong.
    """
    check_settings(file, "records", "activities", "keep")
    records = tuple(_record(each) for each in file["records"]) or DEFAULT_RECORDS
    kinds = [each.what for each in records]
    for at, each in enumerate(file["records"]):
        if kinds.index(kinds[at]) != at:
            raise each["what"].error("is that of other records, too", "Call each kind of record differently.")
    return Contacts(
        name=name, records=records, activities=_activities(file["activities"]), keep=file["keep"].texts(("OwnerId",))
    )


def _record(value: JsonValue) -> RecordSource:
    value.check_keys(_RECORD_KEYS)
    return RecordSource(
        what=value["what"].required_text(),
        dataset=value["dataset"].required_text(),
        key=value["key"].text() or "Id",
        name=value["name"].text() or "Name",
        owner=value["owner"].text() or "Owner.Name",
        team=value["team"].text(),
        since=value["since"].text() or "CreatedDate",
        open=value["open"].required_text(),
        good=value["good"].required_text(),
        bad=value["bad"].required_text(),
        contact=value["contact"].text(),
        stages=_stages(value["stages"]),
        by=value["by"].text(),
        amount=_value(value["amount"]),
        probability=_value(value["probability"]),
    )


def _stages(value: JsonValue) -> StageHistory | None:
    if value.value is None:
        return None
    value.check_keys(("dataset", "record", "stage", "instant"))
    return StageHistory(
        dataset=value["dataset"].required_text(),
        record=value["record"].required_text(),
        stage=value["stage"].required_text(),
        instant=value["instant"].required_text(),
    )


def _value(value: JsonValue) -> Value | None:
    if value.value is None:
        return None
    if isinstance(value.value, str):
        return Value(field=value.required_text())
    value.check_keys(("field", "dataset", "key", "where", "percent"))
    dataset = value["dataset"].text()
    return Value(
        field=value["field"].required_text(),
        dataset=dataset,
        key="" if dataset is None else value["key"].required_text(),
        where=value["where"].text(),
        percent=value["percent"].flag(),
    )


def _activities(value: JsonValue) -> ActivitySource:
    value.check_keys(("dataset", "date", "owner", "done", "meeting"))
    usual = ActivitySource()
    return ActivitySource(
        dataset=value["dataset"].text() or usual.dataset,
        date=value["date"].text() or usual.date,
        owner=value["owner"].text() or usual.owner,
        done=value["done"].text() or usual.done,
        meeting=value["meeting"].text() or usual.meeting,
    )
