"""The models of a folder, a file `NAME.json` each, which people keep in git.

Every file says its `kind`, and may say a `label`, a `description`, when it is trained (`after`, `schedule`), and what
its kind knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.errors import SwellError
from engine.json_value import JsonValue, read_json
from engine.models.definition import Model
from engine.models.errors import ModelError
from engine.models.registry import KINDS, kind_named

FOLDER = "models"
"""In a workspace."""

_NAME = re.compile(r"[A-Za-z0-9]\w{0,59}")


def read_models(folder: Path) -> tuple[Model, ...]:
    """Return the models of a folder, sorted by name; one whose file is wrong says so in its `problem`."""
    if not folder.is_dir():
        return ()
    return tuple(read_model(each) for each in sorted(folder.glob("*.json")) if each.is_file())


def read_model(file: Path) -> Model:
    """Return the model of a file."""
    place = f"{file.parent.name}/{file.name}"
    content: Mapping[str, Any] = {}
    try:
        value = read_json(file, ModelError)
        value["kind"]  # says what is wrong with what is no object
        content = value.value or {}
        if not _NAME.fullmatch(file.stem):
            hint = "Call it with letters, digits and _, as the datasets are called that it makes."
            raise ModelError(f"A model can't be called '{file.stem[:80]}'.", hint=hint, file=file)
        return _read(file.stem, place, value)
    except SwellError as error:
        label = content.get("label")
        text = label if isinstance(label, str) and label else file.stem
        return Model(name=file.stem, file=place, content=content, label=text, problem=error)


def _read(name: str, place: str, value: JsonValue) -> Model:
    kind = value["kind"].one_of(sorted(KINDS))
    return Model(
        name=name,
        file=place,
        kind=kind,
        settings=kind_named(kind).read(name, value),
        content=value.value,
        label=value["label"].text() or name,
        description=value["description"].text() or "",
        after=value["after"].texts() or None,
        schedule=_schedule(value["schedule"]),
    )


def _schedule(value: JsonValue) -> Mapping[str, Any] | None:
    value.check_keys(("every", "at", "timezone"))
    return None if value.value is None else dict(value.value)
