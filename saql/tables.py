"""The parser's tables: made from the grammar once, then kept in the user's cache folder, which saves 0.15 s a start."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import lark

from saql.transform import TreeBuilder

GRAMMAR = Path(__file__).parent / "grammar" / "saql.lark"
STARTS = ["statement", "predicate"]


def build(cache: Path | None = None) -> lark.Lark:
    """Return the parser of the grammar; its trees are syntax nodes.

    Args:
        cache: A file to read the tables from, or to write them to where it is not there.
    """
    return lark.Lark(
        GRAMMAR.read_text("utf-8"),
        parser="lalr",
        lexer="contextual",
        start=STARTS,
        transformer=TreeBuilder(),
        maybe_placeholders=True,
        cache=str(cache) if cache else False,
    )


def load(folder: Path | None) -> lark.Lark:
    """Return the parser, from its tables in `folder` or from the grammar.

    The tables are moved into place whole, so processes that start together never read half of them. Where the folder can't be
    written, or belongs to another user (tables are pickled, and reading them runs code), the parser is built anew.
    """
    if folder is None or not _is_own(folder):
        return build()
    file = folder / f"saql-{_fingerprint()}.tables"
    if file.exists():
        return build(file)
    fresh = file.with_suffix(f".{os.getpid()}")
    parser = build(fresh)
    try:
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
    return parser


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Return the user's cache folder for us, as the platform has it, or None where the user has no home."""
    if chosen := environment.get("XDG_CACHE_HOME") or environment.get("LOCALAPPDATA"):
        return Path(chosen) / "swell"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home.joinpath(*(("Library", "Caches") if sys.platform == "darwin" else (".cache",)), "swell")


def _is_own(folder: Path) -> bool:
    """Say whether the folder is there, made if need be, and no other user can write to it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _fingerprint() -> str:
    parts = (GRAMMAR.read_text("utf-8"), lark.__version__, sys.version)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
