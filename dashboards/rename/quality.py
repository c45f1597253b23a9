"""A renaming in the rules of quality of datasets, TOML that people write: only the names change, comments stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from dashboards.model.located import Edit, applied
from dashboards.rename.names import Renaming

_FIELD = re.compile(r"^[ \t]*field[ \t]*=[ \t]*(?P<names>\"[^\"\n]*\"|'[^'\n]*')", re.M)
_FIELDS = re.compile(r"^[ \t]*fields[ \t]*=[ \t]*\[(?P<names>[^\]]*)\]", re.M)
_REFERENCE = re.compile(r"^[ \t]*reference[ \t]*=[ \t]*(?P<names>\"[^\"\n]*\"|'[^'\n]*')", re.M)
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")


def rename_in_rules(text: str, renaming: Renaming, own: bool) -> list[Edit] | None:
    """Return the edits of a file of rules, None where it can't be told which there are.

    Args:
        text: the file.
        renaming: the renaming.
        own: whether the rules are those of its dataset; in those of others only references lead to it.
    """
    found = list(_found(text, renaming, own))
    try:
        before, after = tomllib.loads(text), tomllib.loads(applied(text, found))
    except tomllib.TOMLDecodeError:
        return None
    return found if after == _renamed(before, renaming, own) else None


def _found(text: str, renaming: Renaming, own: bool) -> Iterator[Edit]:
    for pattern in (_FIELD, _FIELDS) if own else ():
        yield from _names(text, pattern, renaming.old, renaming.new)
    start = f"{renaming.dataset}."
    yield from _names(text, _REFERENCE, start + renaming.old, start + renaming.new)


def _names(text: str, pattern: re.Pattern[str], old: str, new: str) -> Iterator[Edit]:
    for found in pattern.finditer(text):
        for each in _QUOTED.finditer(text, found.start("names"), found.end("names")):
            if each[0][1:-1] == old:
                yield Edit(each.start() + 1, each.end() - 1, new)


def _renamed(content: Any, renaming: Renaming, own: bool) -> Any:
    """Return what the file should say afterwards."""
    rules = content.get("rule")
    return {**content, "rule": [_rule(each, renaming, own) for each in rules]} if isinstance(rules, list) else content


def _rule(rule: Any, renaming: Renaming, own: bool) -> Any:
    if not isinstance(rule, dict):
        return rule
    made, old, new = dict(rule), renaming.old, renaming.new
    if own and made.get("field") == old:
        made["field"] = new
    if own and isinstance(made.get("fields"), list):
        made["fields"] = [new if each == old else each for each in made["fields"]]
    if made.get("reference") == f"{renaming.dataset}.{old}":
        made["reference"] = f"{renaming.dataset}.{new}"
    if made.get("reference") == {"dataset": renaming.dataset, "field": old}:
        made["reference"] = {"dataset": renaming.dataset, "field": new}  # the file says it in ways too many to edit
    return made
