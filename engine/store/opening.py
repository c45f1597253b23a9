"""What is published of a dataset, and opening a version of it."""

from __future__ import annotations

import os
from pathlib import Path

from engine.store.dataset import Dataset
from engine.store.errors import CorruptDatasetError
from engine.store.layout import Layout
from engine.store.lock import hold
from engine.store.manifest import Manifest, read_manifest
from engine.store.pointer import Pointer, read_pointer


def published(layout: Layout, name: str) -> Pointer:
    """Return what is published; where the pointer is damaged, take the newest manifest for it."""
    try:
        return read_pointer(layout.current) or Pointer(name, 0)
    except CorruptDatasetError:
        return Pointer(name, max(layout.versions_on_disk(), default=0))


def hold_manifest(manifest: Path) -> int | None:
    """Hold a version against collection and return the open descriptor, None where it is gone."""
    try:
        return hold(manifest)
    except OSError as error:
        raise CorruptDatasetError(manifest, error.strerror or str(error)) from error


def open_held(layout: Layout, manifest: Path, held: int) -> Dataset:
    """Return the dataset of a version that is held."""
    try:
        return Dataset(layout.root, read_manifest(manifest), held)
    except BaseException:
        os.close(held)
        raise


def manifest_before(layout: Layout, before: Pointer) -> Manifest | None:
    """Return the manifest of what is published, None where it can't be read: a write takes its place."""
    try:
        return read_manifest(layout.manifest(before.version))
    except (CorruptDatasetError, FileNotFoundError):
        return None
