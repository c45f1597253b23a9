"""The parser's tables: made from the grammar once, then kept in the user's cache folder, which saves 0.15 s a start."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import lark

from saql.lexer import StatementLexer
from saql.transform import TreeBuilder

GRAMMAR = Path(__file__).parent / "grammar" / "saql.lark"


def build() -> lark.Lark:
    """Return the parser of the grammar, which makes syntax nodes of `statement` or `predicate`."""
    return lark.Lark(
        GRAMMAR.read_text("utf-8"),
        parser="lalr",
        lexer=StatementLexer,
        start=["statement", "predicate"],
        transformer=TreeBuilder(),
        maybe_placeholders=True,
    )


def load(folder: Path | None) -> lark.Lark:
    """Return the parser, from its tables in `folder` or, where they are not there or broken, from the grammar.

    Tables are pickled, so a folder is used only where no other user can write to it. They are put there whole,
    under their name from the start, so processes that start together never read half of them.
    """
    if folder is None or not _is_own(folder):
        return build()
    file = folder / f"saql-{_fingerprint()}.tables"
    try:
        with file.open("rb") as stream:
            return lark.Lark.load(stream)
    except Exception:  # a broken pickle raises almost anything; the grammar is there to build from
        parser = build()
    _keep(parser, file)
    return parser


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Return our folder among the user's caches, where the platform has them, or None where the user has no home."""
    if chosen := environment.get("XDG_CACHE_HOME") or environment.get("LOCALAPPDATA"):
        return Path(chosen) / "swell"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "swell"


def _is_own(folder: Path) -> bool:
    """Say whether the folder, made if need be, belongs to the user and no other can write to it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _keep(parser: lark.Lark, file: Path) -> None:
    """Write the tables, or do without where that can't be done."""
    fresh = file.with_suffix(f".{os.getpid()}")
    try:
        with fresh.open("wb") as stream:
            parser.save(stream)
        fresh.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()


def _fingerprint() -> str:
    """Return what tables are good for: a grammar, a lexer, a version of lark, one of Python."""
    parts = (GRAMMAR.read_text("utf-8"), StatementLexer.__qualname__, lark.__version__, sys.version)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
