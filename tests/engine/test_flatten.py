"""Hierarchies: lists and paths against a walk row by row; what ends a query."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.query_errors import QueryLimitError
from engine.session import Session
from engine.store import Store
from saql import SaqlError

NOW = dt.datetime(2026, 5, 20, tzinfo=dt.UTC)
KEYS = st.one_of(st.none(), st.sampled_from(["a", "b", "c", "é", "a\\b", "", "aa", "日本", "z"]))
Rows = list[tuple[str | None, str | None]]


def flattened(folder: Path, rows: Rows, generate: str, kept: str) -> list[dict[str, object]]:
    own, above = ([row[side] for row in rows] for side in (0, 1))
    store = Store(folder)
    table = pa.table({"Id": pa.array(own, pa.string()), "Above": pa.array(above, pa.string())})
    store.write("nodes", table, created=NOW, cluster=False)
    text = f'q = load "nodes"; q = flatten q by Id, Above {generate}; q = foreach q generate {kept};'
    return Session(store).query(text, now=NOW).table.to_pylist()


def walked(rows: Rows, start: str | None, with_self: bool) -> list[str]:
    """Return the chain of a key; raises RecursionError where it goes in a circle."""
    parents = {own: above for own, above in reversed(rows) if own is not None}
    found = [] if start is None else [start]
    while found and (above := parents.get(found[-1])) is not None and above != found[-1]:
        if above in found:
            raise RecursionError
        found.append(above)
    return found if with_self else found[1:]


@given(rows=st.lists(st.tuples(KEYS, KEYS), max_size=12), with_self=st.booleans())
@settings(max_examples=60, deadline=None)
def test_each_row_has_what_a_walk_finds(rows: Rows, with_self: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    generate = f"{'with self' if with_self else ''} generate ancestors as List, path as Path"
    kept = 'mv_to_string(List, "|") as List, Path'
    folder = tmp_path_factory.mktemp("nodes")
    try:
        chains = [walked(rows, own, with_self) for own, _ in rows]
    except RecursionError:
        with pytest.raises(SaqlError, match="is its own ancestor"):
            flattened(folder, rows, generate, kept)
        return
    expected = [{"List": "|".join(sorted(each)), "Path": "\\".join(each)} if each else None for each in chains]
    nothing = {"List": None, "Path": None}
    assert flattened(folder, rows, generate, kept) == [each or nothing for each in expected]


def test_a_circle_names_its_rows(tmp_path: Path) -> None:
    rows: Rows = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]
    with pytest.raises(SaqlError) as caught:
        flattened(tmp_path, rows, "generate path as Path", "Path")
    (found,) = caught.value.diagnostics
    assert found.code == "SAQL601"
    assert {"a", "b", "c"} == set(found.message.split('"')[1::2])
    assert "filter its row out" in found.hints[0]


def test_of_a_long_circle_the_first_rows_are_named(tmp_path: Path) -> None:
    rows: Rows = [(str(each), str((each + 1) % 1000)) for each in range(1000)]
    with pytest.raises(SaqlError) as caught:
        flattened(tmp_path, rows, "generate path as Path", "Path")
    assert "..." in caught.value.diagnostics[0].message
    assert len(caught.value.diagnostics[0].message) < 200


def test_what_would_be_too_long_is_refused_and_what_is_only_deep_is_not(tmp_path: Path) -> None:
    rows: Rows = [(str(each), str(each - 1) if each else None) for each in range(25_000)]
    with pytest.raises(QueryLimitError, match="25,000 levels"):
        flattened(tmp_path / "deep", rows, "generate ancestors as List", "Id, List")
    long: Rows = [("x" * 4_000 + str(own), above and "x" * 4_000 + above) for own, above in rows[:800]]
    with pytest.raises(QueryLimitError, match="longer than 1 GB"):
        flattened(tmp_path / "long", long, "generate path as Path", "Id, Path")
    found = flattened(tmp_path / "less", rows[:500], "with self generate path as Path", "Path")
    assert found[499] == {"Path": "\\".join(str(each) for each in range(499, -1, -1))}


def test_a_circle_does_not_matter_where_nothing_is_read_of_it(tmp_path: Path) -> None:
    rows: Rows = [("a", "b"), ("b", "a")]
    assert flattened(tmp_path, rows, "generate path as Path", "Id") == [{"Id": "a"}, {"Id": "b"}]
