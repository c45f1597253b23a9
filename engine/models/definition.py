"""A model as its file says: its kind with the kind's own settings, and when it is trained."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from engine.errors import SwellError
from engine.models.kind import Kind
from engine.models.registry import kind_named
from saql.record import record


@record(kw_only=True, eq=False)
class Model:
    """A model of a workspace.

    Args:
        name: its name, after which the datasets that it makes are called.
        file: where it stands, as errors call it.
        kind: the name of its kind; empty where the file can't be read.
        settings: what its kind read of the file.
        content: the file's object, by which a change of it is told.
        label: what people call it.
        description: what it is for, in a sentence.
        after: the connections after whose syncs it is trained; None for all.
        schedule: further times at which it is trained, as in `[[schedule]]` of swell.toml.
        problem: why it can't be used, where its file is wrong.
    """

    name: str
    file: str
    kind: str = ""
    settings: Any = None
    content: Mapping[str, Any]
    label: str
    description: str = ""
    after: tuple[str, ...] | None = None
    schedule: Mapping[str, Any] | None = None
    problem: SwellError | None = None

    @property
    def does(self) -> Kind:
        """What models of its kind do."""
        return kind_named(self.kind)

    @property
    def loads(self) -> tuple[str, ...]:
        """The datasets that it reads, each once; none where it has a problem."""
        return () if self.problem is not None else tuple(dict.fromkeys(self.does.loads(self.settings)))

    @property
    def mark(self) -> str:
        """A hash of what it is learnt by; when it is trained makes no difference to it."""
        said = {key: each for key, each in self.content.items() if key not in ("label", "after", "schedule")}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
