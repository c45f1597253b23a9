"""The server: what each request of an editor is answered with."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from dashboards.datasets import Datasets
from engine.errors import SwellError
from engine.store import Store
from saql import service
from saql.diagnostics import SaqlError
from saql.format import format_query
from swell.lsp import messages
from swell.lsp.positions import Positions
from swell.settings import DATA_FOLDER, FILE_NAME, RECIPES_FOLDER


class SaqlServer(LanguageServer):
    """A language server for .saql files; `folder` is the workspace of files that lie in none."""

    def __init__(self, folder: Path) -> None:
        super().__init__("swell", version("swell"), types.TextDocumentSyncKind.Full)
        self._folder = folder

    def text(self, uri: str) -> str:
        """Return the text of a document as it is in the editor."""
        return self.workspace.get_text_document(uri).source

    def places(self, text: str) -> Positions:
        """Return how places of a text are counted."""
        return Positions.of(text, self.workspace.position_encoding)

    def catalog(self, uri: str) -> Datasets:
        """Return the datasets of the workspace that a document is in: the nearest folder above it with a swell.toml."""
        path = to_fs_path(uri)
        above = Path(path).parents if path else ()
        folder = next((each for each in above if (each / FILE_NAME).is_file()), self._folder)
        return Datasets(Store(folder / DATA_FOLDER))

    def diagnose(self, uri: str) -> None:
        """Tell the editor what is wrong with a document."""
        text = self.text(uri)
        places = self.places(text)
        try:
            mistakes = service.diagnose(text, self.catalog(uri), makes_dataset=_is_recipe(uri))
            found = [messages.diagnostic(each, places) for each in mistakes]
        except SwellError as error:  # a dataset can't be read
            found = [types.Diagnostic(places.range(0, 0), str(error), types.DiagnosticSeverity.Error, source="swell")]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found))


def _is_recipe(uri: str) -> bool:
    path = to_fs_path(uri)
    return path is not None and Path(path).parent.name == RECIPES_FOLDER


def opened(server: SaqlServer, params: types.DidOpenTextDocumentParams) -> None:
    """A document is open."""
    server.diagnose(params.text_document.uri)


def changed(server: SaqlServer, params: types.DidChangeTextDocumentParams) -> None:
    """A document has another text."""
    server.diagnose(params.text_document.uri)


def closed(server: SaqlServer, params: types.DidCloseTextDocumentParams) -> None:
    """A document is closed: nothing is said of it any more."""
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))


def completion(server: SaqlServer, params: types.CompletionParams) -> types.CompletionList | None:
    """Return what can be written at a place."""
    uri = params.text_document.uri
    places = server.places(server.text(uri))
    try:
        found = service.complete(places.source.text, places.offset(params.position), server.catalog(uri))
    except SwellError:  # a dataset can't be read, as the diagnostics say
        return None
    return messages.completions(found, places)


def hover(server: SaqlServer, params: types.HoverParams) -> types.Hover | None:
    """Return what the word at a place means."""
    uri = params.text_document.uri
    places = server.places(server.text(uri))
    try:
        found = service.hover(places.source.text, places.offset(params.position), server.catalog(uri))
    except SwellError:
        return None
    return messages.hover(found, places) if found else None


def signature_help(server: SaqlServer, params: types.SignatureHelpParams) -> types.SignatureHelp | None:
    """Return the function that is being called."""
    places = server.places(server.text(params.text_document.uri))
    found = service.signature_help(places.source.text, places.offset(params.position))
    return messages.signatures(found) if found else None


def formatting(server: SaqlServer, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
    """Return the edit that makes a query canonical; None for a broken one, whose diagnostics say why."""
    text = server.text(params.text_document.uri)
    try:
        formatted = format_query(text)
    except SaqlError:
        return None
    return [types.TextEdit(server.places(text).range(0, len(text)), formatted)]


_FEATURES: tuple[tuple[str, Callable[[SaqlServer, Any], object], object], ...] = (
    (types.TEXT_DOCUMENT_DID_OPEN, opened, None),
    (types.TEXT_DOCUMENT_DID_CHANGE, changed, None),
    (types.TEXT_DOCUMENT_DID_CLOSE, closed, None),
    (types.TEXT_DOCUMENT_COMPLETION, completion, types.CompletionOptions(trigger_characters=['"', "'", ".", "["])),
    (types.TEXT_DOCUMENT_HOVER, hover, None),
    (types.TEXT_DOCUMENT_SIGNATURE_HELP, signature_help, types.SignatureHelpOptions(trigger_characters=["(", ","])),
    (types.TEXT_DOCUMENT_FORMATTING, formatting, None),
)


def make_server(folder: Path) -> SaqlServer:
    """Return a server that answers what `saql.service` can.

    Args:
        folder: the workspace of documents that lie in none.
    """
    server = SaqlServer(folder)
    for name, answer, options in _FEATURES:
        server.feature(name, options)(answer)
    return server
