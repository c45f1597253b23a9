"""Files that were cut into parts, as uploads to CRM Analytics are: put together again.

A cut goes through rows, only the first part has the names of the columns, and what was cut may be compressed by gzip.
Parts are known by their names: `sales.csv.1`, `sales.csv.gz.part2`, `sales_part3.csv`, `InsightsExternalDataPart4`.

Source: Analytics External Data API Developer Guide, the InsightsExternalDataPart object.
"""

from __future__ import annotations

import contextlib
import gzip
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.files.errors import FileImportError, UnreadableFileError
from connectors.files.source import read_head

_PART = re.compile(r"(?i)(?P<name>.*?)(?:(?:\.(?:csv|gz)[._-]?(?:part)?|part)[ ._-]?)(?P<number>\d+)(?:\.(?:csv|gz))*")
_GZIP = b"\x1f\x8b"
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class CutFile:
    """A file in parts, in their order."""

    parts: tuple[Path, ...]


def is_part(file: Path) -> bool:
    """Return whether a file's name is that of a part."""
    return _PART.fullmatch(file.name) is not None


def find_cut_file(files: Sequence[Path]) -> CutFile | None:
    """Return the files as one that was cut, or None where they are files of their own, each with a header.

    Raises:
        UnreadableFileError: a part is missing.
    """
    numbered: dict[int, Path] = {}
    names = set()
    for file in files:
        found = _PART.fullmatch(file.name)
        if found is None or int(found["number"]) in numbered:
            return None
        numbered[int(found["number"])] = file
        names.add(found["name"])
    first = numbered.get(min(numbered, default=0))
    if first is None or len(names) > 1 or not _goes_on(first, [each for each in files if each != first]):
        return None
    parts = tuple(numbered[each] for each in sorted(numbered))
    for number, part in enumerate(parts, 1):
        if number not in numbered:
            raise UnreadableFileError(
                f"Part {number} is missing, and there is a part {max(numbered)}.",
                hint="Put all parts of the file into the folder.",
                file=part.parent,
            )
    return CutFile(parts)


def belongs_to_cut_file(file: Path) -> bool:
    """Return whether a file is a part of one that was cut, with the other parts beside it."""
    own = _PART.fullmatch(file.name)
    if own is None:
        return False
    found = ((each, _PART.fullmatch(each.name)) for each in file.parent.iterdir())
    return find_cut_file([each for each, part in found if part and part["name"] == own["name"]]) is not None


@contextlib.contextmanager
def joined(cut: CutFile) -> Iterator[Path]:
    """Put the parts together into a file that is gone after the block; errors in it are told by the part they are in.

    Raises:
        UnreadableFileError: what was compressed can't be unpacked.
    """
    with tempfile.TemporaryDirectory(prefix="swell-") as folder:
        whole = Path(folder) / cut.parts[0].name
        packed = read_head(cut.parts[0]).startswith(_GZIP)
        with whole.open("wb") as target:
            for part in cut.parts:
                with part.open("rb") as source:
                    shutil.copyfileobj(source, target, _BLOCK_BYTES)
        plain = _unpacked(whole, cut) if packed else whole
        try:
            yield plain
        except FileImportError as error:
            if error.file != plain:
                raise
            line = error.line
            part = cut.parts[0]
            if line is not None and not packed:
                part, line = _place(cut, line)
            raise type(error)(error.message, hint=error.hint, file=part, line=line, column=error.column) from error


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a file as one that is plain: a file, also such as gzip has packed, or a folder with the parts of one.

    Raises:
        UnreadableFileError: the folder has something else, a part is missing, or it can't be unpacked.
    """
    if not path.is_dir():
        if read_head(path).startswith(_GZIP):
            with joined(CutFile((path,))) as whole:
                yield whole
        else:
            yield path
        return
    files = sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
    cut = find_cut_file(files)
    if cut is None and len(files) != 1:
        raise UnreadableFileError(
            f"The folder has {len(files)} files that are no parts of one file.",
            hint="Parts are numbered from 1 (sales.csv.1), and only the first has the names of the columns.",
            file=path,
        )
    with joined(cut or CutFile(tuple(files))) as whole:
        yield whole


def _goes_on(first: Path, others: Sequence[Path]) -> bool:
    """Return whether the other parts begin where the ones before end: they have no names of the first one's header."""
    head = read_head(first)
    if head.startswith(_GZIP):
        return not any(read_head(each).startswith(_GZIP) for each in others)
    names = _words(head)
    return bool(others) and not any(names & _words(read_head(each)) for each in others)


def _words(head: bytes) -> set[bytes]:
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").partition(b"\n")[0]
    return {each.strip(b' \r"') for each in re.split(rb"[,;\t|]", line)} - {b""}


def _unpacked(whole: Path, cut: CutFile) -> Path:
    plain = whole.with_name("unpacked.csv")
    try:
        with gzip.open(whole) as source, plain.open("wb") as target:
            shutil.copyfileobj(source, target, _BLOCK_BYTES)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFileError(
            f"The parts can't be unpacked: {error}.", hint="A part may be missing or damaged.", file=cut.parts[0].parent
        ) from error
    return plain


def _place(cut: CutFile, line: int) -> tuple[Path, int]:
    """Return the part that has a line of the whole, and which of its lines that is."""
    for part in cut.parts[:-1]:
        with part.open("rb") as opened:
            ends = sum(block.count(b"\n") for block in iter(lambda: opened.read(_BLOCK_BYTES), b""))
        if line <= ends:
            return part, line
        line -= ends
    return cut.parts[-1], line
