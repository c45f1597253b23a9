"""What a kind of model is: how its settings are read, how it learns, and which datasets it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from engine.json_value import JsonValue
from engine.reports.report import Report
from engine.session import Session
from engine.store.fields import FieldSpec
from saql.record import record


@record(kw_only=True)
class Surroundings:
    """What a model may use.

    Args:
        session: answers SAQL over all rows; `session.store` opens datasets.
        now: the present moment, with its zone; models read no clock.
        seed: of all random numbers, so that equal data give equal models.
        log: is told what goes on, in sentences.
    """

    session: Session
    now: dt.datetime
    seed: int = 1
    log: Callable[[str], None] = lambda _: None


@record(kw_only=True)
class Trained:
    """What a model learnt.

    Args:
        state: all that scoring needs, as JSON; it is kept in a file that people can read.
        report: what was learnt, with its honest error beside that of a plain baseline.
        usable: whether the model is to be used; one that does not beat its baseline is not.
        reason: why it is not used, in a sentence; empty where it is.
        version: the version under which it is kept, from 1; 0 before it is.
    """

    state: Mapping[str, Any]
    report: Report
    usable: bool = True
    reason: str = ""
    version: int = 0


@record(kw_only=True)
class Made:
    """A dataset that a model makes.

    Args:
        name: the dataset's name.
        rows: its rows.
        fields: what is said of its fields, by which it is written; a format with % shows 0.57 as 57%.
        key: the fields that tell its rows apart.
        label: what people call it.
        description: what it is, in a sentence.
    """

    name: str
    rows: pa.Table
    fields: Sequence[FieldSpec]
    key: tuple[str, ...]
    label: str
    description: str = ""


class Kind(Protocol):
    """A kind of model. `name` is what files say under `kind`, `about` one sentence for `swell models kinds`."""

    name: str
    about: str

    def read(self, name: str, file: JsonValue) -> Any:
        """Return the settings of a model's file as plain frozen data.

        Args:
            name: the model's name, after which the datasets it makes are called.
            file: the file's object; `file.error` says what is wrong with a value of it.

        Raises:
            engine.models.errors.ModelError: a setting is wrong.
        """

    def loads(self, settings: Any) -> tuple[str, ...]:
        """Return the names of the datasets that the model reads."""

    def train(self, settings: Any, surroundings: Surroundings) -> Trained:
        """Learn from the datasets as they are.

        Raises:
            engine.models.errors.ModelError: there is too little to learn from, or fields are missing.
        """

    def score(self, settings: Any, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        """Return the datasets that follow from what was learnt and from the rows as they are now."""
