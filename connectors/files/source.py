"""Is this a text file that can be read? And where not, why, and what to do."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from connectors.files.errors import EncodingError, FileImportError, UnreadableFileError

_HEAD_BYTES = 65_536
_BLOCK_BYTES = 1 << 20
_KINDS = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", "Unpack it first; save a workbook as CSV (UTF-8)."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save it as CSV (UTF-8) first."),
    (b"\x1f\x8b", "compressed (gzip)", "Unpack it first."),
    (b"PAR1", "a Parquet file", "Import it without an upload schema: it has types of its own."),
    (b"ARROW1", "an Arrow file", "Import it without an upload schema: it has types of its own."),
    (b"%PDF", "a PDF document", "Export the data as CSV."),
)
_SAVE_AS_UTF8 = (
    'Save the file as UTF-8 (in Excel "CSV UTF-8"), or name its encoding as charsetName in an upload schema.'
)


def read_head(file: Path) -> bytes:
    """Return the first bytes of a file, by which kinds of files are told apart.

    Raises:
        UnreadableFileError: there is no such file, or it can't be read.
    """
    try:
        if file.is_dir():
            raise UnreadableFileError(
                "This is a folder, not a file.",
                hint="Name a file, a folder of parts, or a folder that has a template-info.json.",
                file=file,
            )
        with file.open("rb") as opened:
            return opened.read(_HEAD_BYTES)
    except FileNotFoundError:
        raise UnreadableFileError("There is no such file.", hint=_neighbours(file), file=file) from None
    except OSError as error:
        raise unreadable(file, error) from error


def check_source(file: Path, encoding: str | None) -> None:
    """Raise `UnreadableFileError` or `EncodingError` unless the file looks like text.

    Args:
        file: the file.
        encoding: what a schema says; None is UTF-8.
    """
    head = read_head(file)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableFileError(
            "The file is empty.", hint="A CSV file has the names of its columns in the first line.", file=file
        )
    for start, kind, hint in _KINDS:
        if head.startswith(start):
            raise UnreadableFileError(f"The file is {kind}, not CSV.", hint=hint, file=file)
    if encoding is None or ("16" not in encoding and "32" not in encoding):
        _check_no_zeros(file, head)


def check_encoding(file: Path, codec: str) -> None:
    """Raise `EncodingError` at the first byte that the encoding does not have; the likely one is in the hint."""
    decoder = codecs.getincrementaldecoder(codec)()
    offset = 0
    line = 1
    for block in _blocks(file):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            at = offset - pending + error.start
            before = (b"" if pending else block[: error.start]).count(b"\n")
            raise EncodingError(
                f"The byte {error.object[error.start]:#04x} at offset {at:,} is not {_public_name(codec)}; "
                f"the file is likely {_likely_encoding(file)}.",
                hint=_SAVE_AS_UTF8,
                file=file,
                line=line + before,
                column=_column(file, codec, at),
            ) from None
        offset += len(block)
        line += block.count(b"\n")


def _column(file: Path, codec: str, offset: int) -> int:
    """Return which character of its line begins at a byte, from 1; all bytes before it are of the encoding."""
    start = _line_start(file, offset)
    with file.open("rb") as stream:
        stream.seek(start)
        return len(stream.read(offset - start).decode(codec)) + 1


def _line_start(file: Path, offset: int) -> int:
    start = 0
    position = 0
    for block in _blocks(file):
        found = block.rfind(b"\n", 0, max(offset - position, 0))
        start = position + found + 1 if found >= 0 else start
        position += len(block)
        if position >= offset:
            break
    return start


def unreadable(file: Path, error: OSError) -> FileImportError:
    """Return the error of a file that the system does not let us read."""
    return UnreadableFileError(f"The file can't be read: {error.strerror or error}.", file=file)


def count_bytes(file: Path, sign: str, codec: str) -> int:
    """Return how often a sign occurs in a file."""
    wanted = sign.encode("ascii" if codec == "utf-8-sig" else codec)
    return sum(block.count(wanted) for block in _blocks(file))


def has_any(file: Path, patterns: list[bytes]) -> bool:
    """Return whether one of some short patterns occurs in a file."""
    longest = max(map(len, patterns))
    tail = b""
    for block in _blocks(file):
        whole = tail + block
        if any(each in whole for each in patterns):
            return True
        tail = whole[1 - longest :]
    return False


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK_BYTES):
            yield block


def _check_no_zeros(file: Path, head: bytes) -> None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise EncodingError("The file is UTF-16, not UTF-8.", hint=_SAVE_AS_UTF8, file=file)
    if b"\0" not in head:
        return
    if max(head[::2].count(0), head[1::2].count(0)) > len(head) // 5:
        raise EncodingError("The file is likely UTF-16, not UTF-8.", hint=_SAVE_AS_UTF8, file=file)
    offset = head.index(0)
    raise UnreadableFileError(
        f"The file is not text: it has a zero byte at offset {offset:,}.",
        hint="Export the data as CSV (UTF-8).",
        file=file,
        line=head.count(b"\n", 0, offset) + 1,
    )


def _likely_encoding(file: Path) -> str:
    """Return Windows-1252 where every byte has a meaning in it, else the encoding that has all bytes."""
    unassigned = frozenset(b"\x81\x8d\x8f\x90\x9d")
    return "ISO-8859-1" if any(unassigned & frozenset(block) for block in _blocks(file)) else "Windows-1252"


def _public_name(codec: str) -> str:
    return "UTF-8" if codec == "utf-8-sig" else codec


def _neighbours(file: Path) -> str | None:
    import difflib

    if not file.parent.is_dir():
        return f"There is no folder {file.parent} either."
    close = difflib.get_close_matches(file.name, [each.name for each in file.parent.iterdir()], n=1)
    return f'Did you mean "{close[0]}"?' if close else None
