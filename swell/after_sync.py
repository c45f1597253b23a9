"""What follows a sync: recipes, the models that read what they make, and recipes that read what models make."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from saql.record import record
from swell import models, recipes

if TYPE_CHECKING:
    from engine.models.outcome import Outcome as ModelOutcome
    from engine.models.outcome import Told
    from engine.recipes.outcome import Outcome as RecipeOutcome
    from engine.recipes.outcome import Report
    from swell.workspace import Workspace


@record(eq=False)
class Followed:
    """What became of recipes and models after a sync."""

    recipes: list[RecipeOutcome]
    models: list[ModelOutcome]

    @property
    def failed(self) -> bool:
        """Whether any left its dataset as it was though it should not."""
        recipes = any(each.state in ("failed", "left") for each in self.recipes)
        return recipes or any(each.state == "failed" for each in self.models)


def follow_sync(workspace: Workspace, connection: str, now: dt.datetime, report: Report, told: Told) -> Followed:
    """Run what is to run after a sync of a connection.

    Args:
        workspace: the workspace, with all rows.
        connection: the connection that was synced.
        now: the present moment.
        report: is told of recipes.
        told: is told of models.

    Raises:
        SwellError: recipes load each other's datasets, or the disk refuses.
    """
    made = recipes.run_after_sync(workspace, connection, now, report)
    trained = models.run_after_sync(workspace, connection, now, told)
    if any(each.datasets for each in trained):
        again = recipes.run_after_sync(workspace, connection, now, report)
        last = {each.recipe: each for each in (*made, *(each for each in again if each.state != "fresh"))}
        made = list(last.values())
    return Followed(made, trained)
