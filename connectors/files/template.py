"""App templates of CRM Analytics in a folder: the datasets and dashboards that one command imports.

Names in a template's files may be variables: `${App.Datasets.Sales.Name}` is the dataset `Sales`, `${App.Folder.Id}`
the app, `${Variables.Region}` a value of variables.json. What is not known stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import pyarrow as pa

from connectors.files.csv import read_csv
from connectors.files.errors import DescriptionError
from connectors.files.header import api_name
from connectors.files.json_file import JsonValue, read_json
from connectors.files.upload_schema import read_upload_schema
from engine.store import FieldSpec

_VARIABLE = re.compile(r"\$\{([^${}]+)\}")


@dataclass(frozen=True, slots=True, eq=False)
class TemplateDataset:
    """A dataset of a template, read whole; `xmd` is the file that says how it is shown."""

    name: str
    label: str
    table: pa.Table
    fields: tuple[FieldSpec, ...]
    xmd: Path | None = None


@dataclass(frozen=True, slots=True)
class TemplateDashboard:
    """A dashboard of a template: its JSON with variables resolved. The name is safe as a file's name."""

    name: str
    label: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """An app template: what it is called, its datasets, its dashboards."""

    name: str
    label: str
    datasets: tuple[TemplateDataset, ...]
    dashboards: tuple[TemplateDashboard, ...]


def read_template(folder: str | PathLike[str]) -> Template:
    """Read every file of an app template that Swell can import.

    Args:
        folder: has a template-info.json.

    Raises:
        FileImportError: a file is missing or wrong; the message names it.
    """
    root = Path(folder)
    info = read_json(root / "template-info.json")
    variables = _defaults(root, info["variableDefinition"])
    name = info["name"].text() or root.resolve().name
    listed = [each for each in info["externalFiles"] if _wanted(each, variables)]
    labels = {each["name"].required_text(): each["label"].text() for each in listed}
    known = {"App.Folder.Id": name, "App.Folder.Name": name, **variables}
    resolve = _Resolver(known, {key: label or key for key, label in labels.items()})
    return Template(
        name=name,
        label=info["label"].text() or name,
        datasets=tuple(_dataset(root, each) for each in listed),
        dashboards=tuple(_dashboard(root, each, resolve) for each in info["dashboards"] if _wanted(each, variables)),
    )


@dataclass(frozen=True, slots=True)
class _Resolver:
    """Puts values into the place of variables. `labels` are those of the datasets, by name."""

    known: Mapping[str, Any]
    labels: Mapping[str, str]

    def __call__(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self(key): self(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self(each) for each in value]
        if not isinstance(value, str):
            return value
        whole = _VARIABLE.fullmatch(value)
        if whole is not None and not isinstance(self._value(whole), str):
            return self._value(whole)
        return _VARIABLE.sub(lambda found: str(self._value(found)), value)

    def _value(self, found: re.Match[str]) -> Any:
        dataset = re.fullmatch(r"App\.(?:Datasets|ExternalFiles)\.(.+)\.(Name|Alias|Id|Label)", found[1])
        if dataset is None:
            return self.known.get(found[1], found[0])
        return self.labels.get(dataset[1], dataset[1]) if dataset[2] == "Label" else dataset[1]


def _defaults(root: Path, file: JsonValue) -> dict[str, Any]:
    """Return the default values of a template's variables, those within an object by their path."""
    if file.text() is None:
        return {}
    found: dict[str, Any] = {}
    definitions = read_json(_inside(root, file))
    for name in definitions.value or {}:
        value = definitions[name]["defaultValue"].value
        found[f"Variables.{name}"] = value
        if isinstance(value, dict):
            found |= {f"Variables.{name}.{key}": each for key, each in value.items()}
    return found


def _wanted(value: JsonValue, variables: Mapping[str, Any]) -> bool:
    """Return whether the condition of an asset holds; one that can't be told does."""
    condition = _VARIABLE.fullmatch(value["condition"].text() or "")
    return condition is None or variables.get(condition[1], True) is not False


def _dataset(root: Path, value: JsonValue) -> TemplateDataset:
    schema = None if value["schema"].text() is None else read_upload_schema(_inside(root, value["schema"]))
    xmd = None if value["userXmd"].text() is None else _inside(root, value["userXmd"])
    read = read_csv(_inside(root, value["file"]), schema=schema)
    name = value["name"].required_text()
    return TemplateDataset(name, value["label"].text() or name, read.table, read.fields, xmd)


def _dashboard(root: Path, value: JsonValue, resolve: _Resolver) -> TemplateDashboard:
    path = _inside(root, value["file"])
    file = read_json(path)
    if not isinstance(file.value, dict):
        raise file.error("should be an object", "A dashboard is a JSON object.")
    name = api_name(value["name"].text() or file["name"].text() or path.stem)
    label = value["label"].text() or file["label"].text() or name
    return TemplateDashboard(name, label, resolve(file.value))


def _inside(root: Path, file: JsonValue) -> Path:
    """Return the path of a file that a template names; it has to lie within the template."""
    path = root / file.required_text()
    if not path.resolve().is_relative_to(root.resolve()):
        raise file.error("lies outside of the template's folder")
    if not path.is_file():
        raise DescriptionError(f"The template names the file {file.value}, and there is none.", file=file.file)
    return path
