"""The segments of a workspace: the files of its folder `segments`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from engine.analyses.segments.errors import SegmentError, SegmentNotFoundError
from engine.analyses.segments.segment import Segment
from engine.analyses.segments.segment_file import MOST_SEGMENTS, read_segment, too_many
from engine.json_value import JsonValue, read_json

FOLDER = "segments"

_NAME = re.compile(r"[^\W_][\w ()-]{0,79}(?<! )")


def all_segments(folder: Path) -> Mapping[str, Segment | SegmentError]:
    """Return the segments of a folder by name, sorted; in the place of one that is not valid, what is wrong with it."""
    files, found = _Files(folder), dict[str, Segment | SegmentError]()
    for name in files.names:
        try:
            found[name] = files.open(name)
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
    return _Files(folder).open(name)


def segment_of(folder: Path, name: str, value: JsonValue) -> Segment:
    """Return the segment that an object is, whether there is a file of it or not; raises as `segment_named`."""
    files = _Files(folder)
    return read_segment(name, value, lambda other: files.open(other, (name,)))


def file_of(folder: Path, name: str) -> Path:
    """Return the file of a segment, whether there is one or not.

    Raises:
        SegmentError: a segment can't be called so.
    """
    if not _NAME.fullmatch(name):
        hint = "Use letters, digits, spaces and - _ ( ), a letter or digit first."
        raise SegmentError(f"A segment can't be called '{name[:100]}'.", hint=hint)
    return folder / f"{name}.json"


class _Files:
    """The files of a folder, each read once, however many segments name it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = sorted(
            each.stem for each in folder.glob("*.json") if each.is_file() and not each.name.startswith(".")
        )
        self._read: dict[str, Segment] = {}

    def open(self, name: str, within: tuple[str, ...] = ()) -> Segment:
        if name in within:
            ring = " → ".join([*within[within.index(name) :], name])
            raise SegmentError(f"Segments name each other: {ring}.", hint="Take one of these rules out.")
        # a name is looked up in the list of files and never made into a path: it may come from the address of a request
        if name not in self.names:
            raise SegmentNotFoundError(name, self.names)
        if name not in self._read:
            if len(within) > MOST_SEGMENTS:
                raise too_many(within[0])
            value = read_json(self.folder / f"{name}.json", SegmentError)
            self._read[name] = read_segment(name, value, lambda other: self.open(other, (*within, name)))
        return self._read[name]
