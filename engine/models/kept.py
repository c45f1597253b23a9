"""What models learnt, kept as JSON beside the datasets: `.models/NAME/VERSION.json`, the newest and a few before it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.disk import alone, make_folder, replace_flushed
from engine.json_value import JsonValue, read_json
from engine.models.definition import Model
from engine.models.errors import ModelError
from engine.models.kind import Trained
from engine.query_errors import InternalError
from engine.reports.json import report_json, report_of
from saql.record import record

FOLDER = ".models"
"""In the folder of the datasets."""

KEPT = 5
"""Versions of a model that are kept, the newest among them."""

_FORMAT = 1


@record(kw_only=True, eq=False)
class Kept:
    """A version of a trained model.

    Args:
        model: the model's name.
        kind: its kind.
        version: counts from 1.
        created: when it was trained, in UTC.
        seconds: how long that took.
        mark: the hash of the file by which it was trained, see `Model.mark`.
        inputs: the version of each dataset that it read, 0 of one that there was not.
        day: the day on which it was trained, in the zone of the workspace.
        trained: what it learnt.
    """

    model: str
    kind: str
    version: int
    created: dt.datetime
    seconds: float
    mark: str
    inputs: Mapping[str, int]
    day: str
    trained: Trained


@record
class KeptModels:
    """The trained models in a folder; it is made by the first."""

    folder: Path

    @staticmethod
    def beside(data: Path) -> KeptModels:
        """Return those that are kept beside the datasets in a folder."""
        return KeptModels(data / FOLDER)

    def versions(self, name: str) -> list[int]:
        """Return the versions of a model that are kept, ascending."""
        files = (self.folder / name).glob("*.json")
        return sorted(int(each.stem) for each in files if each.stem.isascii() and each.stem.isdigit())

    def newest(self, name: str) -> Kept | None:
        """Return the newest version of a model, None where it was never trained.

        Raises:
            ModelError: its file is damaged.
        """
        found = self.versions(name)
        return self.open(name, found[-1]) if found else None

    def open(self, name: str, version: int) -> Kept:
        """Return a version of a model.

        Raises:
            ModelError: it is not kept, or its file is damaged.
        """
        return _kept(read_json(self._file(name, version), _Damaged))

    def put(
        self, model: Model, trained: Trained, inputs: Mapping[str, int], now: dt.datetime, day: str, seconds: float
    ) -> Kept:
        """Keep what a model learnt as its next version, and remove those that are too old.

        Raises:
            ModelError: the disk refuses.
            InternalError: the kind gave something that JSON does not have, such as a number that is none.
        """
        folder = self.folder / model.name
        try:
            make_folder(folder)
            with alone(folder):  # of two runs at the same time each keeps a version of its own
                version = max(self.versions(model.name), default=0) + 1
                kept = Kept(
                    model=model.name,
                    kind=model.kind,
                    version=version,
                    created=now.astimezone(dt.UTC),
                    seconds=seconds,
                    mark=model.mark,
                    inputs=dict(inputs),
                    day=day,
                    trained=dataclasses.replace(trained, version=version),
                )
                replace_flushed(self._file(model.name, version), _content(kept))
        except OSError as error:
            raise ModelError(
                f"What model '{model.name}' learnt can't be kept: {error.strerror}.", file=folder
            ) from error
        for each in self.versions(model.name)[:-KEPT]:
            with contextlib.suppress(OSError):  # the next training removes it
                self._file(model.name, each).unlink()
        return kept

    def forget(self, name: str) -> None:
        """Remove all that a model learnt.

        Raises:
            ModelError: the disk refuses.
        """
        try:
            for each in self.versions(name):
                self._file(name, each).unlink(missing_ok=True)
            if (self.folder / name).is_dir():
                (self.folder / name).rmdir()
        except OSError as error:
            reason = f"What model '{name}' learnt can't be removed: {error.strerror}."
            raise ModelError(reason, file=self.folder / name) from error

    def _file(self, name: str, version: int) -> Path:
        return self.folder / name / f"{version}.json"


class _Damaged(ModelError):
    """What a model learnt can't be read."""

    def __init__(self, message: str, **place: Any) -> None:
        super().__init__(message, **{**place, "hint": "Train the model anew: swell models train --all"})


def _content(kept: Kept) -> bytes:
    try:
        return json.dumps(_json(kept), allow_nan=False, indent=1).encode()
    except (TypeError, ValueError) as error:
        raise InternalError(f"what model '{kept.model}' learnt is no JSON: {error}") from error


def _json(kept: Kept) -> dict[str, Any]:
    trained = kept.trained
    return {
        "format": _FORMAT,
        "model": kept.model,
        "kind": kept.kind,
        "version": kept.version,
        "created": kept.created.isoformat(),
        "seconds": round(kept.seconds, 3),
        "mark": kept.mark,
        "inputs": dict(kept.inputs),
        "day": kept.day,
        "usable": trained.usable,
        "reason": trained.reason,
        "report": report_json(trained.report),
        "state": trained.state,
    }


def _kept(value: JsonValue) -> Kept:
    value["format"].whole(0, _FORMAT, _FORMAT)
    return Kept(
        model=value["model"].required_text(),
        kind=value["kind"].required_text(),
        version=value["version"].whole(0, 1, 1 << 53),
        created=_moment(value["created"]),
        seconds=value["seconds"].number(0.0, 0.0, 1e9),
        mark=value["mark"].required_text(),
        inputs={name: value["inputs"][name].whole(0, 0, 1 << 53) for name in value["inputs"].value or {}},
        day=value["day"].required_text(),
        trained=Trained(
            state=value["state"].value,
            report=report_of(value["report"]),
            usable=value["usable"].flag(True),
            reason=value["reason"].text() or "",
            version=value["version"].whole(0, 1, 1 << 53),
        ),
    )


def _moment(value: JsonValue) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(value.required_text())
    except ValueError:
        raise value.error("is no moment") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)
