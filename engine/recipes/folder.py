"""The recipes of a folder: `NAME.saql` with the query, and beside it `NAME.toml` with what is said of the dataset."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from engine.errors import SwellError
from engine.recipes.errors import RecipeError
from engine.recipes.recipe import Recipe
from engine.recipes.sidecar import read_settings

_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_recipes(folder: Path) -> tuple[Recipe, ...]:
    """Return the recipes of a folder, sorted by name; one whose files can't be read says so in its `problem`."""
    if not folder.is_dir():
        return ()
    files = sorted(each for each in folder.iterdir() if each.suffix in READERS and each.is_file())
    found = (recipe for file in files for recipe in READERS[file.suffix](file))
    return tuple(sorted((*found, *_without_query(folder)), key=lambda each: each.name))


def read_recipe(file: Path) -> tuple[Recipe, ...]:
    """Return the recipe of a query's file and of the settings beside it."""
    place = f"{file.parent.name}/{file.name}"
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        problem = RecipeError(f"A recipe can't be read: {reason}.", hint="Save it as UTF-8 text.", file=file)
        return (Recipe(name=file.stem, text="", file=place, problem=problem),)
    recipe = Recipe(name=file.stem, text=text, file=place)
    sidecar = file.with_suffix(".toml")
    try:
        return (read_settings(recipe, _toml(sidecar), sidecar) if sidecar.is_file() else recipe,)
    except SwellError as error:
        return (Recipe(name=file.stem, text=text, file=place, problem=error),)


READERS: Mapping[str, Callable[[Path], Sequence[Recipe]]] = {".saql": read_recipe}
"""What makes recipes of a file, by the end of its name."""


def _toml(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        found = _TOML_PLACE.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found else (None, None)
        message = str(error).removesuffix(found[0]).strip() if found else str(error)
        hint = "Mend the line that it names."
        raise RecipeError(f"Not valid TOML: {message}.", hint=hint, file=file, line=line, column=column) from error
    except (OSError, UnicodeDecodeError) as error:
        raise RecipeError("It can't be read as UTF-8 text.", hint="Save it as UTF-8.", file=file) from error


def _without_query(folder: Path) -> list[Recipe]:
    """Return recipes of which there are only settings: most likely a name is misspelt."""
    found = []
    for file in sorted(folder.glob("*.toml")):
        if not any(file.with_suffix(suffix).is_file() for suffix in READERS):
            hint = f"Write the query into {file.stem}.saql, or remove the file."
            problem = RecipeError("There is no recipe that these settings belong to.", hint=hint, file=file)
            found.append(Recipe(name=file.stem, text="", file=f"{folder.name}/{file.name}", problem=problem))
    return found
