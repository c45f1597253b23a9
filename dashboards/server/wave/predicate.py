"""The predicate of a dataset, which says whose rows are whose: a file of the workspace, kept with its queries."""

from __future__ import annotations

import json
import re
from pathlib import Path

from dashboards import saving
from dashboards.library import parse
from dashboards.model.json import JsonObject, as_text
from dashboards.server.wave.errors import invalid

FOLDER = "security"
LONGEST = 5_000
"""In characters, as in CRM Analytics."""


def predicate(workspace: Path, dataset: str) -> str:
    """Return the predicate of a dataset; nothing where it has none."""
    return as_text(_read(workspace, dataset).get("predicate"))


def write_predicate(workspace: Path, dataset: str, text: str) -> None:
    """Put a predicate in the file of a dataset, and leave what else stands there. An empty one is taken out.

    Raises:
        WaveError: it is too long, or the dataset's name can't be that of a file.
    """
    if len(text) > LONGEST:
        raise invalid(f"A predicate has at most {LONGEST:,} characters.")
    known = _read(workspace, dataset)
    rest = {key: each for key, each in known.items() if key != "predicate"}
    value = {"predicate": text, **rest} if text.strip() else rest
    file = _file(workspace, dataset)
    if value:
        saving.put(file, json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    else:
        file.unlink(missing_ok=True)


def _read(workspace: Path, dataset: str) -> JsonObject:
    file = _file(workspace, dataset)
    return parse(saving.read(file).text, file) if file.is_file() else {}


def _file(workspace: Path, dataset: str) -> Path:
    if not re.fullmatch(r"[^\W_][\w .()-]{0,200}", dataset):
        raise invalid(f"The dataset '{dataset[:50]}' can't have a predicate: its name can't be that of a file.")
    return workspace / FOLDER / f"{dataset}.json"
