"""`models`: train the models that are stale; `models train NAME`, `models score NAME`: one of them in any case."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.errors import SwellError
from saql.record import record
from swell.jobs.database import JobsError
from swell.jobs.kinds import Context

if TYPE_CHECKING:
    from engine.models.outcome import Outcome, Told
    from swell.workspace import Workspace

logger = logging.getLogger(__name__)

_VERBS = ("train", "score")


@record(eq=False)
class ModelsWork:
    """Trainings of a workspace's models. One that is cancelled keeps what it has published."""

    workspace: Workspace

    def check(self, argument: str) -> None:
        """Check that there are the models."""
        from engine.models.errors import ModelNotFoundError
        from swell.models import workspace_models

        verb, *names = argument.split() or _VERBS[:1]
        if verb not in _VERBS:
            raise JobsError(f"Models can't '{verb}'.", hint="Write: models train NAME, or models score NAME")
        known = [each.name for each in workspace_models(self.workspace)]
        for name in names:
            if name not in known:
                raise ModelNotFoundError(name, known)

    def run(self, argument: str, context: Context) -> str:
        """Train them, or make their datasets of what they learnt."""
        from swell.models import run

        context.check()
        verb, *names = argument.split() or _VERBS[:1]
        told = telling(context)
        outcomes = run(
            self.workspace, context.now(), names or None, train=verb == "train", everything=bool(names), told=told
        )
        return summary(outcomes)


def telling(context: Context) -> Told:
    """Return what tells the log of a job how models go, and stops them where the job is to stop."""

    def told(event: str | Outcome) -> None:
        context.log(event if isinstance(event, str) else sentence(event))
        _log_mistake(event)
        context.check()

    return told


def _log_mistake(event: str | Outcome) -> None:
    """Log where a mistake of Swell's own happened: people are told of it in a sentence."""
    cause = None if isinstance(event, str) or event.error is None else event.error.__cause__
    if cause is not None and not isinstance(cause, SwellError | OSError):
        logger.error("a model failed", exc_info=cause)


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return in a few words what became of models.

    Raises:
        JobsError: some could not be trained.
    """
    failed = [each.model for each in outcomes if each.state == "failed"]
    if failed:
        raise JobsError(f"These models left their datasets as they were: {', '.join(failed)}.", hint="See the log.")
    counted = {word: sum(1 for each in outcomes if each.state == word) for word in ("trained", "scored", "unused")}
    words = {"trained": "trained", "scored": "scored", "unused": "not used, as not better than a plain guess"}
    told = [f"{count} {words[word]}" for word, count in counted.items() if count]
    return f"{len(outcomes)} model{'' if len(outcomes) == 1 else 's'}: {', '.join(told) or 'nothing has changed'}."


def sentence(outcome: Outcome) -> str:
    """Return what became of a model."""
    if outcome.datasets:
        made = ", ".join(f"{name} with {rows:,} rows" for name, rows in outcome.datasets)
        return f"{outcome.model}: {outcome.state}, {made} in {outcome.seconds:.1f} s ({outcome.why})"
    return f"{outcome.model}: {outcome.state} ({outcome.why})"
