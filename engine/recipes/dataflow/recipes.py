"""What a dataflow became, as recipes: those that can't be written have a problem, as other recipes have."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from engine.recipes.dataflow.convert import Conversion, Converted, convert
from engine.recipes.dataflow.findings import DataflowError, Finding
from engine.recipes.dataflow.made import with_made
from engine.recipes.recipe import FieldSetting, Recipe
from saql.record import record
from saql.schema import Calendar, Catalog

SUFFIXES = (".wdf", ".json")
"""How the names of files end that hold dataflows."""


@record
class DataflowFile:
    """A file with a dataflow, what it became, and the recipes of that; without a conversion, one recipe says why."""

    file: Path
    conversion: Conversion | None
    recipes: tuple[Recipe, ...]


def dataflow_files(folder: Path) -> list[Path]:
    """Return the files of a folder that hold dataflows, sorted."""
    if not folder.is_dir():
        return []
    return sorted(each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file())


def read_dataflows(files: Sequence[Path], catalog: Catalog, connection: str | None = None) -> list[DataflowFile]:
    """Read dataflows from files, convert them, and let each know what the others make.

    Args:
        files: the files.
        catalog: the datasets that there are.
        connection: whose objects are read; None for the only connection that has them.
    """
    found = [_read(each, catalog, connection) for each in files]
    made = with_made(catalog, [recipe for each in found if each.conversion for recipe in each.conversion.recipes])
    return [_read(each.file, made, connection) for each in found] if made is not catalog else found


def convert_file(file: Path, catalog: Catalog, connection: str | None = None) -> Conversion:
    """Convert the dataflow of a file, see `engine.recipes.dataflow.convert`.

    Raises:
        DataflowError: the file can't be read, is no dataflow, or its nodes do not fit together.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise DataflowError([Finding("", f"It can't be read: {reason}.", "Save it as UTF-8.")], file.name) from None
    return convert(text, file.name, catalog, connection=connection)


def recipe_of(converted: Converted, file: str) -> Recipe:
    """Return a recipe that a dataflow became.

    Args:
        converted: what it became.
        file: the file of the dataflow, as messages call it.
    """
    fields = {
        each.name: FieldSetting(label=each.label if each.label != each.name else None, hidden=each.hidden)
        for each in converted.columns
        if each.hidden or (each.label is not None and each.label != each.name)
    }
    calendars = {each.calendar for each in converted.columns if each.type.is_temporal} - {Calendar()}
    return Recipe(
        name=converted.dataset,
        text="" if converted.reads_itself else _headed(converted.text, file),
        file=file,
        label=converted.label,
        description=converted.description,
        fields=fields,
        calendar=calendars.pop() if len(calendars) == 1 else None,
        problem=_problem(converted, file),
    )


def _problem(converted: Converted, file: str) -> DataflowError | None:
    """Return why a recipe can't run, None where it can."""
    if converted.reads_itself and not converted.wrong:
        message = f"It adds to the dataset '{converted.dataset}' by reading it, and a recipe does not load its own."
        hint = "Register it under another alias; a recipe makes its dataset anew each time."
        return DataflowError([Finding("", message, hint)], file)
    return DataflowError(converted.wrong, file) if converted.wrong else None


def _headed(text: str, file: str) -> str:
    return f"-- Made of the dataflow {file.rpartition('/')[2]}.\n{text}"


def _read(file: Path, catalog: Catalog, connection: str | None) -> DataflowFile:
    place = f"{file.parent.name}/{file.name}"
    try:
        conversion = convert_file(file, catalog, connection)
    except DataflowError as error:
        return DataflowFile(file, None, (Recipe(name=file.stem, text="", file=place, problem=error),))
    return DataflowFile(file, conversion, tuple(_ready(each, place) for each in conversion.recipes))


def _ready(converted: Converted, place: str) -> Recipe:
    """Return a recipe that is to run now: one whose objects are not synced can't."""
    recipe = recipe_of(converted, place)
    if recipe.problem is not None or not converted.unsynced:
        return recipe
    objects = ", ".join(converted.unsynced)
    message = f"'{converted.dataset}' reads what no connection has synced: {objects}."
    hint = f"Add {'it' if len(converted.unsynced) == 1 else 'them'} to `objects` of the connection, and sync."
    return dataclasses.replace(recipe, problem=DataflowError([Finding("", message, hint)], place))
