"""Models as the page shows them: how they stand, and their reports for those who see all that they were learnt from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboards.model.json import Json, JsonObject
from engine.models.errors import ModelNotFoundError
from engine.models.kept import KeptModels
from engine.models.overview import Overview
from engine.reports.json import report_json
from saql.record import record


@record(eq=False)
class Models:
    """The models of a workspace as somebody sees them.

    Args:
        overviews: how they stand.
        kept: what they learnt.
        sees_all: whether who asks sees all rows of a dataset; what was learnt tells of all of them.
    """

    overviews: Sequence[Overview]
    kept: KeptModels
    sees_all: Callable[[str], bool]

    def list(self) -> list[Json]:
        """Return all models in short."""
        return [self._summary(each) for each in self.overviews]

    def show(self, name: str, version: int | None = None) -> JsonObject:
        """Return a model with the report of a version, the newest by default.

        Raises:
            ModelNotFoundError: there is no such model.
            ModelError: what it learnt is not kept, or damaged.
        """
        found = next((each for each in self.overviews if each.model.name == name), None)
        if found is None:
            raise ModelNotFoundError(name, [each.model.name for each in self.overviews])
        kept = found.kept if version is None else self.kept.open(name, version)
        report: JsonObject | None = None
        if kept is not None and self._is_open(found):
            report = report_json(kept.trained.report)
        versions: list[Json] = [*self.kept.versions(name)]
        shown = None if kept is None else kept.version
        return {**self._summary(found), "versions": versions, "shown": shown, "report": report}

    def _is_open(self, overview: Overview) -> bool:
        read = () if overview.kept is None else tuple(overview.kept.inputs)
        return all(self.sees_all(each) for each in (*read, *overview.model.loads))

    def _summary(self, overview: Overview) -> JsonObject:
        model, kept, is_open = overview.model, overview.kept, self._is_open(overview)
        inputs: JsonObject = {} if kept is None else {**kept.inputs}
        reads: list[Json] = [*model.loads]
        makes: list[Json] = [*overview.datasets]
        return {
            "name": model.name,
            "label": overview.label,
            "description": model.description,
            "kind": model.kind,
            "file": model.file,
            "standing": overview.standing,
            "why": overview.why if is_open or overview.standing != "unused" else "",
            "hint": None if model.problem is None else model.problem.hint,
            "verdict": overview.verdict if is_open else "",
            "closed": not is_open,
            "version": None if kept is None else kept.version,
            "trained": None if kept is None else kept.created.isoformat(timespec="seconds"),
            "seconds": None if kept is None else kept.seconds,
            "reads": reads,
            "inputs": inputs,
            "makes": makes,
        }
