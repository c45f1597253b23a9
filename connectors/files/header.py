"""Names of columns: what a header says, made into names that queries can use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from connectors.files.dialect import Dialect
from connectors.files.errors import HeaderError
from connectors.files.records import Record

_LONGEST = 255


def api_name(text: str) -> str:
    """Return a text as an API name: letters, digits and single underscores, a letter first, none at the end.

    `__c` stays at the end of a name. Letters may be of any script.

    Source: CRM Analytics external data format, field names (there letters are a to z).
    """
    custom = "__c" if re.search(r"[^\W_]__c$", text.strip()) else ""
    base = text.strip().removesuffix("__c") if custom else text
    name = re.sub(r"[\W_]+", "_", base).strip("_")
    if not name or not name[0].isalpha():
        name = f"X{name}" if name else "Column"
    return name[: _LONGEST - len(custom)].rstrip("_") + custom


def api_names(record: Record, dialect: Dialect, file: Path) -> list[str]:
    """Return the API names of a header's columns, all different.

    Raises:
        HeaderError: a column has no name, or two have the same.
    """
    names: list[str] = []
    for index, label in enumerate(record.fields):
        if not label.strip():
            hint = "The first line holds the names of the columns. Name this one, or remove it in every row."
            raise _error(f"Column {index + 1} has no name.", hint, record, index, dialect, file)
        if label in record.fields[:index]:
            first = record.fields.index(label) + 1
            hint = "Rename one of them in the first line."
            message = f'Columns {first} and {index + 1} are both named "{label}".'
            raise _error(message, hint, record, index, dialect, file)
        names.append(unique_name(api_name(label), names))
    return names


def check_header(record: Record, expected: Sequence[tuple[str, str]], dialect: Dialect, file: Path) -> None:
    """Compare a header with a schema's fields, which describe the columns in their order.

    Names may differ, as they may in CRM Analytics; but their number may not, nor may a name be that of another field.

    Args:
        record: the header.
        expected: the name and label of each field.
        dialect: the file's signs.
        file: the file.

    Raises:
        HeaderError: a column is missing or surplus, or columns are in another order.
    """
    found = [api_name(each).casefold() for each in record.fields]
    wanted = [{api_name(each).casefold() for each in names} for names in expected]
    missing = [names[0] for names, keys in zip(expected, wanted, strict=True) if not keys & set(found)]
    known = set[str]().union(*wanted)
    if len(found) != len(wanted):
        surplus = [label for label, key in zip(record.fields, found, strict=True) if key not in known]
        message = f"The file has {len(found)} columns, and its schema describes {len(wanted)}."
        more = [f"Missing: {_quoted(missing)}."] if missing else []
        more += [f"Not in the schema: {_quoted(surplus)}."] if surplus else []
        hint = " ".join([*more, "The schema has one field for each column; isSkipped leaves one out."])
        raise _error(message, hint, record, len(wanted), dialect, file)
    for index, (key, own) in enumerate(zip(found, wanted, strict=True)):
        if key not in own and key in known:
            name, label = expected[index][0], record.fields[index]
            message = f'Column {index + 1} is named "{label}", but is the field "{name}" of the schema.'
            hint = f"Put the columns into the order of the schema's fields.{_missing_hint(missing)}"
            raise _error(message, hint, record, index, dialect, file)


def check_same_header(record: Record, first: Record, dialect: Dialect, file: Path, first_file: Path) -> None:
    """Raise `HeaderError` unless a part's header has the names of the first part's, in the same order."""
    found, wanted = ([each.strip() for each in header.fields] for header in (record, first))
    if found == wanted:
        return
    missing = [each for each in wanted if each not in found]
    surplus = [each for each in found if each not in wanted]
    index = next((i for i, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]), len(wanted))
    hint = f" Missing: {_quoted(missing)}." if missing else ""
    hint += f" Not there: {_quoted(surplus)}." if surplus else ""
    raise _error(
        f"The first line has other names than that of {first_file.name}.",
        f"The parts of one dataset have the same columns in the same order.{hint}",
        record,
        index,
        dialect,
        file,
    )


def check_is_header(record: Record, dialect: Dialect, file: Path) -> None:
    """Raise `HeaderError` where a first line has a number or date among its names: it is data then."""
    for index, label in enumerate(record.fields):
        if re.fullmatch(r"[+-]?[\d.,]*\d([-/.]\d+[-/.]\d+([ T][\d:.]+Z?)?)?", label.strip()) and not _year(label):
            raise _error(
                f'The first line should hold the names of the columns, and column {index + 1} is "{label}".',
                "Add a line with names, or give an upload schema with numberOfLinesToIgnore 0.",
                record,
                index,
                dialect,
                file,
            )


def _year(label: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d", label.strip()) is not None


def _missing_hint(missing: Sequence[str]) -> str:
    return f" No column is named {_quoted(missing)}." if missing else ""


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{each}"' for each in names)


def unique_name(name: str, taken: Sequence[str]) -> str:
    """Return the name, with the first number after it that makes it another than those that are taken."""
    found = name
    number = 2
    while found in taken:
        found = f"{name}_{number}"
        number += 1
    return found


def _error(message: str, hint: str, record: Record, index: int, dialect: Dialect, file: Path) -> HeaderError:
    place = record.place(index, dialect)
    return HeaderError(message, hint=hint, file=file, line=place.line, column=place.column)
