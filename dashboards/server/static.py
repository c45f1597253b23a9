"""The page's files. Their address holds a digest of them all, so a browser may keep them for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from dashboards.locale import Locale

SERVED = frozenset((".css", ".gif", ".ico", ".js", ".map", ".mjs", ".png", ".svg", ".txt", ".woff2"))
"""Kinds of files that are sent; what else lies beside them is for those who work on the page."""

_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticPage:
    """The folder of the page, and the version that its files have together."""

    folder: Path
    version: str

    @staticmethod
    def of(folder: Path) -> StaticPage:
        """Look at the files of a folder."""
        digest = hashlib.sha256()
        for file in sorted(each for each in folder.rglob("*") if each.suffix in (*SERVED, ".html") and each.is_file()):
            facts = file.stat()
            digest.update(f"{file.relative_to(folder)}\0{facts.st_mtime_ns}\0{facts.st_size}\n".encode())
        return StaticPage(folder, digest.hexdigest()[:16])

    def shell(self, locale: Locale) -> Response:
        """Return the one page; its script draws all others, numbers and dates as a locale has them."""
        text = (self.folder / "index.html").read_text("utf-8").replace("{version}", self.version)
        text = text.replace('<html lang="en">', f'<html lang="en" dir="{locale.direction}" data-locale="{locale.tag}">')
        return HTMLResponse(text, headers={"cache-control": "no-cache", "vary": "accept-language"})


class Files(StaticFiles):
    """Files that never change at their address."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file of a kind that is served."""
        if Path(path).suffix not in SERVED:
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _FOR_EVER
        return response
