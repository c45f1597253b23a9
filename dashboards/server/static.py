"""The page's files. Their address holds a digest of them all, so a browser may keep them for ever."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from dashboards.export.modules import files as modules_of
from dashboards.locale import Locale
from dashboards.server.compression import compresses

SERVED = frozenset((".css", ".gif", ".ico", ".js", ".map", ".mjs", ".png", ".svg", ".txt", ".woff2"))
"""Kinds of files that are sent; what else lies beside them is for those who work on the page."""

PACKED = frozenset((".css", ".js", ".map", ".mjs", ".svg", ".txt"))
"""Kinds of files that become smaller by compression."""

_FOR_EVER = "public, max-age=31536000, immutable"

_LOADED = re.compile(r"^\s*(?P<page>\w+): \(\) => import\('(?P<path>[^']+)'\)", re.M)
"""How the frame of the page says which module draws which kind of page."""


@dataclass(frozen=True, slots=True)
class StaticPage:
    """The folder of the page, the version that its files have together, and the modules that a kind of page needs."""

    folder: Path
    version: str
    files: Mapping[str, Path]
    modules: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(folder: Path) -> StaticPage:
        """Look at the files of a folder."""
        digest = hashlib.sha256()
        served: dict[str, Path] = {}
        for file in sorted(each for each in folder.rglob("*") if each.suffix in (*SERVED, ".html") and each.is_file()):
            facts = file.stat()
            name = file.relative_to(folder).as_posix()
            digest.update(f"{name}\0{facts.st_mtime_ns}\0{facts.st_size}\n".encode())
            if file.suffix in SERVED:
                served[name] = file
        return StaticPage(folder, digest.hexdigest()[:16], served, _modules(folder.resolve()))

    def shell(self, locale: Locale, kind: str = "", asks: str | None = None) -> Response:
        """Return the one page; its script draws all others, numbers and dates as a locale has them.

        Args:
            locale: of who asks.
            kind: which page is asked for; the browser is told at once of the modules that will draw it, and does not
                find one after the other.
            asks: the address of the API that it will ask first.
        """
        text = (self.folder / "index.html").read_text("utf-8")
        links = [f'<link rel="preload" as="fetch" href="{escape(asks)}" crossorigin>'] if asks else []
        links += [
            f'<link rel="modulepreload" href="/static/{self.version}/{name}">' for name in self.modules.get(kind, ())
        ]
        text = text.replace("{version}", self.version).replace("{links}", "\n    ".join(links))
        text = text.replace('<html lang="en">', f'<html lang="en" dir="{locale.direction}" data-locale="{locale.tag}">')
        return HTMLResponse(text, headers={"cache-control": "no-cache", "vary": "accept-language"})


def _modules(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the modules by the kind of page that needs them, as the frame of the page names them."""
    frame = folder / "src" / "elements" / "app.js"
    if not frame.is_file():
        return {}
    own = modules_of(frame)
    return {
        found["page"]: tuple(
            each.relative_to(folder).as_posix()
            for each in dict.fromkeys((*own, *modules_of(frame.parent / found["path"])))
        )
        for found in _LOADED.finditer(frame.read_text("utf-8"))
    }


class Files:
    """Files that never change at their address. They are read once, and compressed once for those far away."""

    def __init__(self, page: StaticPage) -> None:
        """Take the page."""
        self._files = page.files
        self._read: dict[tuple[str, bool], bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file that the path names."""
        name = str(scope["path"]).removeprefix(str(scope.get("root_path", ""))).removeprefix("/")
        await self.response(name, scope)(scope, receive, send)

    def response(self, name: str, scope: Scope) -> Response:
        """Return the answer to a request for a file.

        Raises:
            HTTPException: there is no such file of a kind that is served.
        """
        file = self._files.get(name)
        if file is None or scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(404)
        packed = file.suffix in PACKED and compresses(scope)
        headers = {"cache-control": _FOR_EVER, "vary": "accept-encoding"}
        if packed:
            headers["content-encoding"] = "gzip"
        media = "text/javascript" if file.suffix in (".js", ".mjs") else mimetypes.guess_type(name)[0]
        return Response(self._content(name, file, packed), headers=headers, media_type=media)

    def _content(self, name: str, file: Path, packed: bool) -> bytes:
        content = self._read.get((name, packed))
        if content is None:
            content = gzip.compress(file.read_bytes(), mtime=0) if packed else file.read_bytes()
            self._read[name, packed] = content
        return content
