"""What the language service answers with: plain data, offsets in characters of the text that was asked about."""

from __future__ import annotations

from typing import Literal

from saql.record import record

Kind = Literal[
    "dataset", "stream", "field", "function", "aggregate", "window", "keyword", "date", "parameter", "choice"
]
"""What a completion is; `window` are functions before `over`, `choice` the texts that an argument can be."""


@record
class Completion:
    """A thing that can be written: its name, its kind, and what a list of completions shows beside it.

    `insert` is the text that goes into the query: a field's name, in quotes where it needs them, a function's with
    its bracket. Those of a lower `rank` are likelier.
    """

    name: str
    kind: Kind
    insert: str
    detail: str = ""
    summary: str = ""
    rank: int = 1


@record
class Completions:
    """What can be written at a place, the likeliest first; each replaces the text from `start` to `end`."""

    start: int
    end: int
    items: tuple[Completion, ...]


@record
class Hover:
    """What a word means: the word's place, a line of code, sentences, and a piece of code as an example."""

    start: int
    end: int
    title: str
    text: str
    example: str = ""


@record
class Signature:
    """One way to call a function; `parameters` are the places of its parameters in `label`."""

    label: str
    summary: str
    parameters: tuple[tuple[int, int], ...]


@record
class SignatureHelp:
    """The function whose arguments are being written; `argument` is the number of the one at the place, from 0."""

    signatures: tuple[Signature, ...]
    active: int
    argument: int
