"""What an upload does to its dataset: Overwrite, Append, Upsert, Delete.

Source: Analytics External Data Format Reference; operations of InsightsExternalData.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from engine.errors import SwellError

if TYPE_CHECKING:
    from connectors.files import FileTable, UploadSchema
    from engine.store.transaction import Transaction

Operation: TypeAlias = Literal["Overwrite", "Append", "Upsert", "Delete"]

OPERATIONS: tuple[Operation, ...] = ("Overwrite", "Append", "Upsert", "Delete")


class UploadError(SwellError):
    """An upload that can't be made into a dataset; nothing has changed."""


def unique_field(operation: str, schema: UploadSchema | None) -> str | None:
    """Return the field that tells the rows of an operation apart, None of one that needs none.

    Raises:
        UploadError: the fields are not such as the operation takes.
    """
    fields = [] if schema is None else [each for each in schema.fields if each.unique_id]
    if operation == "Append" and fields:
        hint = "Use Upsert instead."
        raise UploadError(f'Append can\'t have a field with a unique id, and "{fields[0].name}" is one.', hint=hint)
    if operation not in ("Upsert", "Delete"):
        return None
    if len(fields) != 1:
        hint = 'Mark the one that tells rows apart in the metadata: "isUniqueId": true.'
        raise UploadError(f"{operation} takes one field with a unique id, and there are {len(fields)}.", hint=hint)
    found = fields[0]
    if found.type != "Text" or found.separator is not None or found.skipped:
        kind = "is skipped" if found.skipped else "has several values" if found.separator else f"is {found.type}"
        hint = "A unique id is a field of the type Text with one value."
        raise UploadError(f'The unique id "{found.name}" {kind}.', hint=hint)
    return found.name


def publish(
    change: Transaction,
    dataset: str,
    operation: str,
    rows: FileTable,
    *,
    key: str | None,
    label: str | None = None,
    notes: Mapping[str, Any] | None = None,
) -> None:
    """Do an operation in a transaction.

    Args:
        change: the transaction.
        dataset: the name of the dataset.
        operation: one of `OPERATIONS`.
        rows: the rows.
        key: the field that tells rows apart, for Upsert and Delete.
        label: what people call the dataset, where it is new or overwritten.
        notes: those of the dataset.

    Raises:
        UploadError: there is no such dataset to delete rows of, or it has other columns.
        engine.store.StoreError: the dataset can't be written.
    """
    table, known = rows.table, _fields(change, dataset)
    if operation == "Overwrite" or (known is None and operation != "Delete"):
        by_key = operation == "Upsert"  # of several rows with one key the last counts
        change.write(dataset, table.slice(0, 0) if by_key else table, rows.fields, label=label, notes=notes)
        if by_key:
            change.upsert(dataset, table, key=[str(key)])
        return
    if known is None:
        raise UploadError(f'There is no dataset "{dataset}" to delete rows of.')
    _check_columns(table.column_names, known, whole=operation != "Delete")
    if operation == "Append":
        change.append(dataset, table, fields=rows.fields, notes=notes)
    elif operation == "Upsert":
        change.upsert(dataset, table, key=[str(key)], fields=rows.fields, notes=notes)
    else:
        keys = table.select([str(key)])
        change.upsert(dataset, keys.slice(0, 0), key=[str(key)], deletes=keys, missing="keep", notes=notes)


def _fields(change: Transaction, name: str) -> list[str] | None:
    from engine.store import DatasetNotFoundError

    try:
        with change.open(name) as dataset:
            return [each.name for each in dataset.fields]
    except DatasetNotFoundError:
        return None


def _check_columns(given: Sequence[str], known: Sequence[str], whole: bool) -> None:
    missing = [each for each in known if each not in given] if whole else []
    surplus = [each for each in given if each not in known]
    for names, words in ((missing, "lacks"), (surplus, "has besides")):
        if names:
            listed = ", ".join(f'"{each}"' for each in names[:8])
            raise UploadError(
                f"The columns are not those of the dataset: the upload {words} {listed}.",
                hint="Columns have to be the same; with Overwrite they may change.",
            )
