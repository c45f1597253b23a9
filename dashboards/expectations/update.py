"""Writes what widgets show in the place of what was expected of them; all else in the file stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboards.expectations.cases import CaseFile
from dashboards.expectations.compare import as_expected, written
from dashboards.expectations.run import Failure, Outcome
from dashboards.expectations.shown import Nothing, Problem, Rows, Shown
from dashboards.model import Json
from dashboards.model.located import Edit, applied

_STEP = "  "


def updated(file: CaseFile, outcomes: Iterable[Outcome]) -> str:
    """Return the text of a file of tests that expects what is shown."""
    edits: list[Edit] = []
    for each in outcomes:
        edits += [edit for failure in each.failures if (edit := _edit(file, failure)) is not None]
        edits += _filled(file, each)
    return applied(file.text, edits)


def _edit(file: CaseFile, failure: Failure) -> Edit | None:
    node, found = failure.expected, failure.found
    if isinstance(found, Nothing) or (isinstance(node.value, dict) and "contains" in node.value):
        return None  # which of its rows matter, nobody but the author knows
    if isinstance(node.value, dict) and "count" in node.value and isinstance(found, Rows):
        return Edit(node.start, node.end, written({"count": len(found.rows)}))
    form = node.value if isinstance(node.value, list) else []
    return Edit(node.start, node.end, _written(found, form, _indent(file.text, node.start)))


def _filled(file: CaseFile, outcome: Outcome) -> Iterator[Edit]:
    """Yield the edit that adds what all widgets show to a test that says nothing of any."""
    shows = {name: each for name, each in outcome.shows.items() if not isinstance(each, Nothing)}
    if not shows:
        return
    node = outcome.case.node
    indent = _indent(file.text, node.start) + _STEP
    inner = ",\n".join(
        f"{indent}{_STEP}{written(name)}: {_written(each, [], indent + _STEP)}" for name, each in shows.items()
    )
    text = f'"shows": {{\n{inner}\n{indent}}}'
    present = node.members.get("shows")
    if present is not None:
        yield Edit(present.start, present.end, text.removeprefix('"shows": '))
    else:
        end = max((each.end for each in node.members.values()), default=node.start + 1)
        yield Edit(end, end, f"{',' if node.members else ''}\n{indent}{text}")


def _indent(text: str, offset: int) -> str:
    """Return the space at the start of the line in which something stands."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return line[: len(line) - len(line.lstrip())]


def _written(found: Shown, form: list[Json], indent: str) -> str:
    match found:
        case Problem(text):
            return written({"problem": text})
        case Rows():
            rows = as_expected(form, found)
            inner = ",\n".join(f"{indent}{_STEP}{written(each)}" for each in rows)
            return f"[\n{inner}\n{indent}]" if rows else "[]"
        case Nothing():
            return "null"
        case _:
            return written(found.value)
