"""A renaming in the steps of a dashboard."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.loads import parsed
from dashboards.model import Step
from dashboards.model.json import JsonObject, as_list, as_object, as_text
from dashboards.model.located import Edit, Node, Passage
from dashboards.rename.compact import renamed_columns, role_of, source_of, texts
from dashboards.rename.holes import covered
from dashboards.rename.names import Names, Renaming
from dashboards.rename.saql import rename_in_query
from saql.record import record
from saql.syntax.statements import Load


@record(eq=False)
class Found:
    """What a renaming does to a part of a file: edits, places in doubt with why, and columns with other names."""

    edits: list[Edit]
    doubts: list[tuple[int, str]]
    columns: Names


def rename_in_step(step: Step, node: Node, renaming: Renaming) -> Found:
    """Return what a renaming does to the query of a step."""
    query = node.get("query")
    if query is None:
        return Found([], [], {})
    if isinstance(step.query, str):
        return _saql(query, renaming)
    if not isinstance(step.query, dict):
        return Found([], [], {})
    return _compact(step, query, renaming)


def reads_only(step: Step, renaming: Renaming) -> bool:
    """Whether a step reads the dataset of a renaming and no other."""
    query = parsed(covered(step.query)) if isinstance(step.query, str) else None
    loaded = {each.dataset.value for each in query.statements if isinstance(each, Load)} if query else set()
    return (loaded or set(step.datasets)) == {renaming.dataset}


def edit_text(passage: Passage, new: str) -> Edit:
    """Return the edit that puts another text in the place of one."""
    return passage.edit(0, len(passage.text), new)


def _saql(node: Node, renaming: Renaming) -> Found:
    if node.passage is None:
        return Found([], [], {})
    done = rename_in_query(node.passage.text, renaming)
    return Found(
        [node.passage.edit(each.start, each.end, each.text) for each in done.changes],
        [(node.passage.offsets[each.place], each.reason) for each in done.doubts],
        done.columns,
    )


def _compact(step: Step, node: Node, renaming: Renaming) -> Found:
    whole = as_object(step.query if isinstance(step.query, dict) else None)
    first = step.datasets[0] if step.datasets else ""
    reads = {step.aliases.get(name, name) for name in _sources(whole)} or {first}
    if renaming.dataset not in reads:
        return Found([], [], {})
    found = Found([], [], {})
    columns = dict(renamed_columns(whole, renaming.names))
    for path, text in texts(node):
        passage, role = text.passage, role_of(path)
        if passage is None or role is None:
            continue
        if role == "SAQL":
            inner = _saql(text, renaming)
            found.edits.extend(inner.edits)
            found.doubts.extend(inner.doubts)
            columns = dict(inner.columns) if passage.text.strip() else columns
        elif role == "doubt":
            found.doubts.extend(_doubt(passage, renaming))
        else:
            source = source_of(path, whole)
            mine = source is None or step.aliases.get(source, source) == renaming.dataset
            names = columns if role == "column" else renaming.names if mine else {}
            new = {**names, **(renaming.names if role == "column" and mine else {})}.get(passage.text)
            found.edits.extend([] if new is None else [edit_text(passage, new)])
    return Found(found.edits, found.doubts, columns)


def _sources(query: JsonObject) -> list[str]:
    return [name for each in as_list(query.get("sources")) if (name := as_text(as_object(each).get("name")))]


def _doubt(passage: Passage, renaming: Renaming) -> Iterator[tuple[int, str]]:
    if renaming.mentions(passage.text):
        yield passage.offsets[0], f"the formula {passage.text} may mean the field"
