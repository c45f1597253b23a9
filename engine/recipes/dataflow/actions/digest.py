"""sfdcDigest, digest: the fields of an object, from the dataset into which a connection syncs it."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.conditions import Condition, read_conditions, written
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.form import Form
from engine.recipes.dataflow.guess import guessed_type
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.nulls import null_of
from engine.recipes.dataflow.soql import read_where
from engine.recipes.dataflow.stream import Column, Stream
from saql.record import record
from saql.schema import Calendar
from saql.types import Type


@record
class DigestField:
    """A field that is taken from an object."""

    name: str
    at: str
    default: str | None = None
    label: str | None = None
    format: str | None = None
    calendar: Calendar | None = None


@record
class Digest:
    """The rows of an object, or those that meet a condition, with some of its fields."""

    head: Head
    object: str
    connection: str | None
    fields: tuple[DigestField, ...]
    condition: Condition | None

    def write(self, draft: Draft) -> Stream:
        """Load the dataset, keep the rows that meet the condition, and name the fields."""
        source = draft.sources.of_object(self.object, self.connection)
        if not source.exists:
            message = f"There is no dataset '{source.name}' yet: the types of its fields are guessed."
            draft.remark(self.head.at, message, f"Sync the object {self.object} and convert again.")
            draft.unsynced[source.name] = self.object
            for each in self.fields:
                draft.sources.assume(source.name, each.name)
        if source.others:
            others = " and ".join(f"'{each}'" for each in source.others)
            message = f"{self.object} is read from '{source.name}', though {others} holds it too."
            draft.remark(self.head.at, message, "Name the connection with --connection, or as `connectionName`.")
        name = draft.new_name(self.head.name)
        draft.add(f"{name} = load {quote.text(source.name)}")
        known = {each.name: each for each in source.columns}
        loaded = Stream(name, source.columns, (source.name,) if not source.exists else ())
        if self.condition is not None:
            condition = written(self.condition, loaded, draft)
            if condition is not None:
                draft.add(f"{name} = filter {name} by {condition}")
        columns: dict[str, Column] = {}
        items: dict[str, str] = {}
        for field in self.fields:
            if field.name not in items:
                found = known.get(field.name) or _alike(field.name, known)
                items[field.name], columns[field.name] = self._item(field, found, source.exists, draft)
        if not items:  # without a list, all fields
            columns = known
            items = {each: quote.name(each) for each in known}
        draft.foreach(name, loaded, items)
        return Stream(name, tuple(columns.values()))

    def _item(self, field: DigestField, found: Column | None, exists: bool, draft: Draft) -> tuple[str, Column]:
        """Return the expression and the column of a field; one that the object lacks is null, and said to be."""
        kind = guessed_type(field.name) if found is None else found.type
        calendar = field.calendar or (Calendar() if found is None else found.calendar)
        guess = None if found is None else found.guess
        column = Column(field.name, kind, field.label, calendar=calendar, guess=guess)
        if found is None and exists:
            message = f"{self.object} has no field '{field.name}' here: it is null in all rows."
            draft.remark(field.at, message, "Let the connection read it, and sync.")
            return null_of(kind), column
        expression = quote.name(field.name if found is None else found.name)
        default = _default(field, kind)
        return (expression if default is None else f"coalesce({expression}, {default})"), column


def _default(field: DigestField, kind: Type) -> str | None:
    """Return the value that stands where a field is null, as SAQL writes it, or None where there is none."""
    if field.default is None or field.default == "":
        return None
    if kind is Type.NUMBER:
        return quote.number(field.default)
    if kind.is_temporal:
        form = f", {quote.text(field.format)}" if field.format else ""
        return f"toDate({quote.text(field.default)}{form})"
    return quote.text(field.default.strip('"')) if kind is Type.TEXT else None


def _alike(name: str, known: dict[str, Column]) -> Column | None:
    """Return the field of a name that differs in case only, as Salesforce takes it."""
    return next((each for key, each in known.items() if key.lower() == name.lower()), None)


def read_digest(form: NodeForm) -> Digest:
    """Read the parameters of a digest."""
    given = form.parameters
    given.value(
        "incremental", "objectName", "sourceObjectName", "fieldMap", "whereClause", "connectionType", "connectorType"
    )
    name = given.text("object", "sourceObjectName", "objectName")
    if not name:
        name = given.needed("object")
    return Digest(
        form.head(),
        name,
        given.text("connectionName", "connection"),
        tuple(each for item in given.forms("fields") if (each := _field(item)) is not None),
        _condition(given),
    )


def _condition(given: Form) -> Condition | None:
    text = given.text("complexFilterConditions", "passthroughFilter", "whereClause")
    if text is not None and text.strip():
        return read_where(text, given.where("complexFilterConditions", "passthroughFilter", "whereClause"), given)
    return read_conditions(given, "filterConditions", "filters")


def _field(item: Form) -> DigestField | None:
    name = item.needed("name", "field", "fieldName")
    field = DigestField(
        name,
        item.at,
        item.text("defaultValue"),
        item.text("label"),
        item.text("format"),
        read_calendar(item),
    )
    for each in (
        "description",
        "type",
        "precision",
        "scale",
        "isMultiValue",
        "multiValueSeparator",
        "isSkipped",
        "isSystemField",
    ):
        item.value(each)
    item.done(("isUniqueId", "decimalSeparator", "fullyQualifiedName", "isComputedFiscal", "canTruncateValue"))
    return field if name else None


def read_calendar(item: Form) -> Calendar | None:
    """Return how a date counts fiscal periods and weeks, or None where nothing is said of it."""
    offset, weekday = item.number("fiscalMonthOffset"), item.number("firstDayOfWeek")
    named_by_end = item.flag("isYearEndFiscalYear", True)
    if offset is None and weekday is None:
        return None
    return Calendar(max(0, min(11, offset or 0)), named_by_end, max(-1, min(6, -1 if weekday is None else weekday)))
