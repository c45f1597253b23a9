"""Bindings and variables of templates in a query, covered so that the rest can be parsed in its place."""

from __future__ import annotations

import re

_HOLE = re.compile(r"\{\{.*?\}\}|\$\{[^}]*\}", re.DOTALL)
_AFTER_IN = re.compile(r"\bin\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\b(?:limit|offset)\s+\S+\s+|[\[,]\s*|\.\.\s*)$", re.IGNORECASE)
_AFTER_LOAD = re.compile(r"\bload\s*$", re.IGNORECASE)


def covered(text: str) -> str:
    """Return a query of the same length in which something harmless stands for each binding.

    What is likely where the binding stands: a list after `in`, a number after `limit`, a name elsewhere.
    """
    made = text
    for hole in _HOLE.finditer(text):
        made = made[: hole.start()] + _cover(made[: hole.start()], len(hole.group())) + made[hole.end() :]
    return made


def has_hole(text: str) -> bool:
    """Whether there are bindings or variables in a text."""
    return _HOLE.search(text) is not None


def _cover(before: str, length: int) -> str:
    if _is_open(before):
        return "x" * length
    if _AFTER_IN.search(before):
        return "[" + "0" * (length - 2) + "]"
    if _AFTER_LOAD.search(before):
        return '"' + "x" * (length - 2) + '"'
    return ("0" if _NUMBER.search(before) and not before.rstrip().endswith(",") else "x") * length


def _is_open(before: str) -> bool:
    """Whether a text ends within quotes; quotes in comments are none."""
    mark = ""
    place = 0
    while place < len(before):
        sign = before[place]
        if mark:
            place += sign == "\\"
            mark = "" if sign == mark else mark
        elif before.startswith("--", place):
            end = before.find("\n", place)
            place = len(before) if end < 0 else end
        elif sign in "\"'":
            mark = sign
        place += 1
    return bool(mark)
