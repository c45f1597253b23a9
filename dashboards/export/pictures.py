"""Pages of a dashboard as drawings (SVG), made by the page's own JavaScript in an engine without a browser."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from dashboards.export import fonts
from dashboards.export.errors import ExportError, needed
from dashboards.export.modules import linked
from dashboards.model import JsonObject
from saql.record import record

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer

Scheme: TypeAlias = Literal["light", "dark"]
TIMEOUT = 60
"""Seconds that the drawing of a dashboard may take."""

MEMORY = 1 << 30
"""Bytes that the engine may take."""


@record
class Piece:
    """A widget on a picture: where it stands in px, its drawing, and what it says in words. The head has no name."""

    widget: str
    left: float
    top: float
    width: float
    height: float
    svg: str
    words: str


@record
class Picture:
    """A page of a dashboard: its size in px, its pieces and the whole drawing, and what it is filtered by.

    `scheme` may be another than what was asked for: a dark dashboard stays dark.
    """

    page: str
    title: str
    scheme: Scheme
    width: float
    height: float
    background: str
    filters: tuple[str, ...]
    pieces: tuple[Piece, ...]
    svg: str


class Engine:
    """A JavaScript engine with the page's modules. It takes a tenth of a second to start; one thread uses it.

    All of it happens in a thread of its own: the engine refuses limits of time where an event loop runs.
    """

    def __init__(self) -> None:
        """Start the engine.

        Raises:
            ExportError: the extra is not installed.
        """
        with needed("py_mini_racer"):
            from py_mini_racer import MiniRacer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._context: MiniRacer = self._thread.submit(MiniRacer).result()
        self._web = Path(str(resources.files("dashboards").joinpath("web")))
        self._maps: set[str] = set()
        self._eval(_SURROUNDINGS + linked(self._web / "src" / "print.js", "swell"))

    def pictures(self, request: JsonObject) -> tuple[Picture, ...]:
        """Return pictures of a dashboard's pages.

        Args:
            request: `dashboard` and `data` as the page gets them; `width` in px, `scheme`, `stamp`; `page`, or `every`
                for all pages that are not hidden.

        Raises:
            ExportError: the drawing failed or took too long.
        """
        text = json.dumps({**request, "advances": fonts.advances()})
        for each in self._call("mapsOf", text):
            self._load_map(each["name"], each["module"])
        return tuple(_picture(each) for each in self._call("pictures", text))

    def _call(self, function: str, text: str) -> list[dict[str, Any]]:
        from py_mini_racer import JSEvalException, JSTimeoutException

        try:
            answer = self._eval(f"swell.{function}({json.dumps(text)})", timeout_sec=TIMEOUT, max_memory=MEMORY)
        except (JSEvalException, JSTimeoutException) as error:
            raise ExportError(f"The dashboard could not be drawn: {str(error).splitlines()[0]}") from error
        found: list[dict[str, Any]] = json.loads(str(answer))
        return found

    def _eval(self, script: str, timeout_sec: float | None = None, max_memory: int | None = None) -> Any:
        return self._thread.submit(self._context.eval, script, timeout_sec=timeout_sec, max_memory=max_memory).result()

    def _load_map(self, name: str, module: str) -> None:
        """Make the shapes of a map known, once; they are larger than all else, and few dashboards have maps."""
        if name not in self._maps:
            self._eval(linked(self._web / "vendor" / module, "shapes"))
            self._eval(f"swell.registerMap({json.dumps(name)}, shapes.default)")
            self._maps.add(name)

    def close(self) -> None:
        """Stop the engine."""
        self._thread.submit(self._context.close).result()
        self._thread.shutdown()


_SURROUNDINGS = "globalThis.setTimeout ??= () => 0; globalThis.clearTimeout ??= () => {};\n"
"""What ECharts looks for and an engine may lack: nothing on a still picture happens later."""


def _picture(drawn: dict[str, Any]) -> Picture:
    pieces, filters = tuple(Piece(**each) for each in drawn.pop("pieces")), tuple(drawn.pop("filters"))
    return Picture(**drawn, pieces=pieces, filters=filters)
