"""The segments of a workspace: the files of its folder `segments`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from engine.analyses.segments.errors import SegmentError, SegmentNotFoundError
from engine.analyses.segments.segment import Segment
from engine.analyses.segments.segment_file import read_segment
from engine.json_value import JsonValue, read_json

FOLDER = "segments"

_NAME = re.compile(r"[^\W_][\w ()-]{0,79}(?<! )")


def all_segments(folder: Path) -> Mapping[str, Segment | SegmentError]:
    """Return the segments of a folder by name, sorted; in the place of one that is not valid, what is wrong with it."""
    found: dict[str, Segment | SegmentError] = {}
    for name in _names(folder):
        try:
            found[name] = segment_named(folder, name)
        except SegmentError as error:
            found[name] = error
    return found


def segment_named(folder: Path, name: str) -> Segment:
    """Return a segment.

    Args:
        folder: the folder of the files.
        name: the segment's name.

    Raises:
        SegmentNotFoundError: there is none of that name.
        SegmentError: its file is not valid, or that of a segment which it names.
    """
    return _read(folder, name, ())


def segment_of(folder: Path, name: str, value: JsonValue) -> Segment:
    """Return the segment that an object is, whether there is a file of it or not; raises as `segment_named`."""
    return read_segment(name, value, lambda other: _read(folder, other, (name,)))


def file_of(folder: Path, name: str) -> Path:
    """Return the file of a segment, whether there is one or not.

    Raises:
        SegmentError: a segment can't be called so.
    """
    if not _NAME.fullmatch(name):
        hint = "Use letters, digits, spaces and - _ ( ), a letter or digit first."
        raise SegmentError(f"A segment can't be called '{name[:100]}'.", hint=hint)
    return folder / f"{name}.json"


def _read(folder: Path, name: str, within: tuple[str, ...]) -> Segment:
    if name in within:
        ring = " → ".join([*within[within.index(name) :], name])
        raise SegmentError(f"Segments name each other: {ring}.", hint="Take one of these rules out.")
    # a name is looked up in the list of files and never made into a path: it may come from the address of a request
    if name not in _names(folder):
        raise SegmentNotFoundError(name, _names(folder))
    value = read_json(folder / f"{name}.json", SegmentError)
    return read_segment(name, value, lambda other: _read(folder, other, (*within, name)))


def _names(folder: Path) -> list[str]:
    return sorted(each.stem for each in folder.glob("*.json") if each.is_file())
