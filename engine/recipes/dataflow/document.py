"""From the text of a file to the nodes of a dataflow, whatever they are wrapped in.

Found in the wild: the definition as an admin downloads it (`{"node": {"action": .., "parameters": ..}}`), the same
under `workflowDefinition` or `definition`, the form of the REST API (`{"nodes": {..}}`), and the `.wdf` file of the
metadata API, a list whose first item is a text that holds the JSON of one of these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TypeAlias

from engine.recipes.dataflow.findings import REMARK, DataflowError, Finding, pointer
from saql.record import record

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_WRAPPERS = (
    "workflowdefinition",
    "dataflowdefinition",
    "definition",
    "workflow",
    "dataflow",
    "metadata",
    "body",
    "content",
)
_RECIPE_ACTIONS = frozenset(("load", "save", "join", "appendv2", "formula", "schema", "bucket", "output", "aggregate"))
_VARIABLE = re.compile(r"\$\{((?:[\w ]+\.)+[\w ]+)\}")
_OF_VARIABLES = frozenset(
    (
        "alias",
        "name",
        "label",
        "id",
        "value",
        "fullname",
        "fullyqualifiedname",
        "fieldname",
        "developername",
        "datasetid",
    )
)
_DEEPEST = 12
"""How many wrappers may lie around the nodes."""


@record
class Document:
    """The nodes of a dataflow as JSON, by name, each with the pointer to it, and what was left out on the way."""

    nodes: Mapping[str, dict[str, Json]]
    at: str
    remarks: tuple[Finding, ...] = ()


def read_document(text: str, name: str) -> Document:
    """Find the nodes in the text of a file.

    Args:
        text: the whole file.
        name: what messages call the dataflow.

    Raises:
        DataflowError: the text is no JSON, or holds something other than a dataflow.
    """
    remarks: list[Finding] = []
    value: Json = _parsed(_without_variables(text.removeprefix("\ufeff"), remarks), name)
    at = ""
    for _ in range(_DEEPEST):
        inner = _inner(value)
        if inner is None:
            break
        step, value = inner
        at += step
        if isinstance(value, str):
            value = _parsed(value, name, at)
    if not isinstance(value, dict):
        raise _not_a_dataflow(at, name)
    return _document(value, at, name, remarks)


def _without_variables(text: str, remarks: list[Finding]) -> str:
    """Return the dataflow of an app template with its variables, `${Constants.ClosedDate}`, replaced by their names.

    An app is made of a template by a wizard that asks for values; names are what it proposes.
    """

    def named(match: re.Match[str]) -> str:
        steps = match[1].split(".")
        return steps[-2] if steps[-1].lower() in _OF_VARIABLES and len(steps) > 1 else steps[-1]

    found = sorted(set(_VARIABLE.findall(text)))
    if found:
        shown = ", ".join(f"${{{each}}}" for each in found[:4]) + (", .." if len(found) > 4 else "")
        message = f"It is of an app template: variables are taken for what they are called ({shown})."
        remarks.append(Finding("", message, "Take the dataflow of the app that was made of it.", REMARK))
    return _VARIABLE.sub(named, text)


def _parsed(text: str, name: str, at: str = "") -> Json:
    try:
        value: Json = json.loads(text)
    except json.JSONDecodeError as error:
        finding = Finding(at, f"It is no JSON: {error.msg}.", "Take the file as CRM Analytics wrote it.")
        line, column = (None, None) if at else (error.lineno, error.colno)
        raise DataflowError([finding], name, line=line, column=column) from None
    except (RecursionError, ValueError):
        raise DataflowError([Finding(at, "It is no JSON that can be read.")], name) from None
    return value


def _inner(value: Json) -> tuple[str, Json] | None:
    """Return what a wrapper holds, and the step to it; None where there is no wrapper."""
    if isinstance(value, str):
        return "", value
    if isinstance(value, list):
        for place, each in enumerate(value):
            if isinstance(each, str | dict):
                return pointer(place), each
        return None
    if not isinstance(value, dict) or any(_is_node(each) for each in value.values()):
        return None
    for key, each in value.items():
        if key.lower() == "nodes" and isinstance(each, dict | list):
            return pointer(key), _by_name(each)
    for key, each in value.items():
        if key.lower() in _WRAPPERS and isinstance(each, dict | list | str):
            return pointer(key), each
    return _single(value)


def _single(value: dict[str, Json]) -> tuple[str, Json] | None:
    """Return the value of an object with one member that itself holds nodes: `{"My_Dataflow": {"nodes": ..}}`."""
    if len(value) != 1:
        return None
    ((key, each),) = value.items()
    inner = each.items() if isinstance(each, dict) else ()
    holds = any(_is_node(value) or name.lower() in ("nodes", *_WRAPPERS) for name, value in inner)
    return (pointer(key), each) if holds else None


def _by_name(nodes: Json) -> Json:
    """Return a list of nodes as an object; each has its name, or its id, as a member."""
    if not isinstance(nodes, list):
        return nodes
    named: dict[str, Json] = {}
    for place, each in enumerate(nodes):
        if isinstance(each, dict):
            held = each.get("def")
            label = each.get("name") or each.get("id") or place
            named[str(label)] = held if isinstance(held, dict) else each
    return named


def _is_node(value: Json) -> bool:
    return isinstance(value, dict) and any(key.lower() == "action" for key in value)


def _document(value: dict[str, Json], at: str, name: str, remarks: list[Finding]) -> Document:
    nodes = {key: each for key, each in value.items() if isinstance(each, dict) and _is_node(each)}
    if not nodes and value:
        raise _not_a_dataflow(at, name)
    actions = {str(_member(each, "action")).lower() for each in nodes.values()}
    if actions & _RECIPE_ACTIONS:
        raise DataflowError(
            [
                Finding(
                    at,
                    "This is a recipe of Data Prep, not a dataflow; recipes are not read.",
                    "Save it as a dataflow in CRM Analytics, or write its steps as recipes/NAME.saql.",
                )
            ],
            name,
        )
    left_out = tuple(
        Finding(at + pointer(key), "It is no node: it has no action.", severity=REMARK)
        for key in value
        if key not in nodes and isinstance(value[key], dict | list) and not key.startswith("_")
    )
    return Document(nodes, at, (*remarks, *left_out))


def _member(value: dict[str, Json], wanted: str) -> Json:
    return next((each for key, each in value.items() if key.lower() == wanted), None)


def _not_a_dataflow(at: str, name: str) -> DataflowError:
    hint = 'A dataflow is an object of nodes: {"Extract": {"action": "sfdcDigest", "parameters": {..}}}.'
    return DataflowError([Finding(at, "There is no dataflow here: no node with an action.", hint)], name)
