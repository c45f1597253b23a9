"""`recipes`: run all recipes that are not fresh; `recipes NAME`: run one, and what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from saql.record import record
from swell.jobs.database import JobsError
from swell.jobs.kinds import Context

if TYPE_CHECKING:
    from engine.recipes.outcome import Began, Outcome, Report
    from swell.workspace import Workspace


@record(eq=False)
class RecipesWork:
    """Runs of a workspace's recipes. One that is cancelled publishes what is made, and goes on there the next time."""

    workspace: Workspace

    def check(self, argument: str) -> None:
        """Check that there is the recipe."""
        from engine.recipes.order import needed_for
        from swell.recipes import workspace_recipes

        needed_for(argument.split(), workspace_recipes(self.workspace))

    def run(self, argument: str, context: Context) -> str:
        """Run it, or all."""
        from swell.recipes import run

        context.check()
        names = argument.split() or None
        return summary(run(self.workspace, context.now(), names, report=reporting(context)))


def reporting(context: Context) -> Report:
    """Return what tells the log of a job how recipes go, and stops them where the job is to stop."""
    from engine.recipes.outcome import Outcome

    def report(event: Began | Outcome) -> None:
        if isinstance(event, Outcome):
            context.log(_told(event))
        context.check()

    return report


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return in a few words what became of recipes.

    Raises:
        JobsError: some could not be made.
    """
    failed = [each.recipe for each in outcomes if each.state in ("failed", "left")]
    if failed:
        raise JobsError(f"These recipes left their datasets as they were: {', '.join(failed)}.", hint="See the log.")
    made = sum(1 for each in outcomes if each.state == "made")
    return f"{made} of {len(outcomes)} recipe{'' if len(outcomes) == 1 else 's'} run, the others are fresh."


def _told(outcome: Outcome) -> str:
    if outcome.state == "made":
        return f"{outcome.recipe}: {outcome.rows:,} rows in {outcome.seconds:.1f} s ({outcome.why})"
    return f"{outcome.recipe}: {outcome.state} ({outcome.why})"
