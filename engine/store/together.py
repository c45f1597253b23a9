"""All datasets as they were at one moment, and the files that they need: for a copy while others write."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from engine.store.dataset import Dataset
from engine.store.errors import DatasetNotFoundError, StoreError
from engine.store.layout import Layout
from engine.store.pointer import Pointer, read_pointer
from engine.store.store import Store

_ATTEMPTS = 200
"""After so many publications that fell between the opening of two datasets the copy is given up."""


@contextlib.contextmanager
def all_of_one_moment(store: Store) -> Iterator[list[Dataset]]:
    """Give the newest versions of all datasets at one moment; their files stay until the block ends.

    Raises:
        StoreError: they change all the time, or one of them is damaged.
    """
    for _ in range(_ATTEMPTS):
        with contextlib.ExitStack() as opened:
            before = store.state()
            try:
                found = [opened.enter_context(store.open(name)) for name in store.names()]
            except DatasetNotFoundError:  # it went away meanwhile
                continue
            if store.state() == before:
                yield found
                return
    raise StoreError("The datasets change all the time.", hint="Try again when less is written.")


def files_of(store: Store, dataset: Dataset) -> Iterator[tuple[str, bytes | Path]]:
    """Give the files that make up a dataset at this version alone: paths in the store's folder, and what they hold."""
    layout = Layout.of(store.folder, dataset.name)
    published = read_pointer(layout.current)
    first = published.first if published is not None and published.covers(dataset.version) else dataset.version
    pointer = Pointer(dataset.name, dataset.version, first)
    folder = layout.root.name
    yield f"{folder}/CURRENT", json.dumps(asdict(pointer), ensure_ascii=False).encode()
    yield f"{folder}/versions/{dataset.version}.json", layout.manifest(dataset.version)
    for file in sorted(dataset.manifest.files):
        yield f"{folder}/{file}", layout.root / file


def is_of_datasets(folder: Path) -> bool:
    """Whether a folder in that of a store holds a dataset."""
    return (folder / "CURRENT").exists()
