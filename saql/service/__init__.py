"""The language service: what an editor asks while a query is written. Pure functions over text and a catalog.

Each takes a text that may be broken and gives plain data (answers.py). The web page, `swell lsp` and `swell help` are
faces of it.

    reading.py   a text as far as it can be read; the streams that its statements make
    cursor.py    what stands before a place
    place.py     what kind of word the place takes
    fields.py    the fields that can be read there
"""

from __future__ import annotations

from saql.service.answers import Completion, Completions, Hover, Signature, SignatureHelp
from saql.service.complete import complete
from saql.service.diagnose import diagnose
from saql.service.hover import hover
from saql.service.signatures import signature_help

__all__ = [
    "Completion",
    "Completions",
    "Hover",
    "Signature",
    "SignatureHelp",
    "complete",
    "diagnose",
    "hover",
    "signature_help",
]
