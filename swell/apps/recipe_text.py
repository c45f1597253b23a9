"""The recipe of a dataset of apps: the queries of its sources, put together; and what these sources lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from saql import parse
from saql.syntax.expressions import Name
from saql.syntax.statements import Foreach
from saql.syntax.walk import descendants
from swell.apps.catalog import AppDataset
from swell.apps.sources import Source

_SAYS_WHERE_FROM = "Source"


def recipe_text(dataset: AppDataset, sources: Sequence[Source]) -> str:
    """Return the query that makes a dataset of the rows of all sources."""
    head = f"-- {dataset.label}, for the apps of 'swell apps'. What you change here stays."
    if dataset.recipe:
        return f"{head}\n{dataset.recipe.strip()}\n"
    parts = [f"{head}\n-- Rows of: {', '.join(each.label for each in sources)}."]
    parts += [each.query(dataset) for each in sources]
    if len(sources) > 1:
        parts.append(f"{dataset.name} = union {', '.join(each.stream for each in sources)};")
    return "\n\n".join(parts) + "\n"


def lacks(dataset: AppDataset, source: Source) -> tuple[str, ...]:
    """Return the fields of a dataset that a source has no values for: its query gives them a constant."""
    if not dataset.queries:
        return ()
    return tuple(_constants(source.query(dataset)))


def lacks_in_words(datasets: Sequence[AppDataset], source: Source) -> str:
    """Return in a sentence what a source lacks of some datasets; empty where it lacks nothing."""
    parts = [_of_dataset(each, lacks(each, source)) for each in datasets]
    said = [each for each in parts if each]
    return f"{source.label[:1].upper()}{source.label[1:]} has {'; '.join(said)}." if said else ""


def _of_dataset(dataset: AppDataset, fields: Sequence[str]) -> str:
    if not fields:
        return ""
    if len(fields) >= len(dataset.labels) - 2:  # all but the key and the source
        return f"no {dataset.label.lower()}"
    *first, last = (dataset.labels[each].lower() for each in fields)
    names = f"{', '.join(first)} or {last}" if first else last
    return f"no {names} of {dataset.label.lower()}"


def _constants(text: str) -> Iterator[str]:
    for statement in parse(text).statements:
        for each in statement.projections if isinstance(statement, Foreach) else ():
            plain = not any(isinstance(node, Name) for node in descendants(each.expression))
            if plain and each.alias is not None and each.alias.name != _SAYS_WHERE_FROM:
                yield each.alias.name
