"""Queries that load datasets by ids, made into queries that load them by names, with every place as it was."""

from __future__ import annotations

from collections.abc import Callable

from dashboards.compact import quote
from dashboards.server.wave.errors import no_such
from dashboards.server.wave.ids import DATASET, VERSION, make_id, named
from engine.store import Store
from saql.syntax.statements import Load, Query


def with_names(query: Query, store: Store) -> str:
    """Return the text of a query with names in the place of ids.

    Clients load `"0Fb…/0Fc…"`; names, and names with numbers of versions, stay as they are. Spaces keep the length, so
    that what errors say of lines and columns is true of what the client sent.

    Raises:
        WaveError: there is no such dataset or version.
    """
    text = query.text
    for each in reversed(query.statements):
        if isinstance(each, Load):
            known = reference(each.dataset.value, store)
            if known != each.dataset.value:
                span = each.dataset.span
                text = text[: span.start] + quote.text(known).ljust(span.end - span.start) + text[span.end :]
    return text


def reference(given: str, store: Store) -> str:
    """Return the name of a dataset, with a version where it is not the newest, for what a client loads.

    Raises:
        WaveError: it is an id that no dataset has, or none of its versions.
    """
    if given in store:
        return given
    dataset, _, version = given.partition("/")
    name = named(dataset, DATASET, store.names())
    if name is None:
        if dataset.startswith(DATASET) and version:
            raise no_such("dataset", dataset)
        return given  # a name, or nothing: the query says which
    if not version:
        return name
    number = version_of(name, version, store)
    return name if number == store.newest(name) else f"{name}@{number}"


def version_of(name: str, given: str, store: Store) -> int:
    """Return the number of a version from its id, or from the number.

    Raises:
        WaveError: the dataset has no such version, or has it no more.
    """
    numbers = {str(each): each for each in store.versions(name)}
    by_id: Callable[[str], str] = lambda number: make_id(VERSION, name, number)  # noqa: E731
    found = next(
        (each for number, each in numbers.items() if given in (number, by_id(number), by_id(number)[:15])), None
    )
    if found is None:
        raise no_such(f"version of '{name}'", given)
    return found
