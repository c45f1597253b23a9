"""`refresh DASHBOARD`: compute a dashboard, so that it is there when somebody looks, and check its alerts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from saql.record import record
from swell.jobs.database import JobsError
from swell.jobs.kinds import Context

if TYPE_CHECKING:
    from swell.workspace import Workspace


@record(eq=False)
class RefreshWork:
    """Refreshes of a workspace's dashboards; `check_alerts` takes a dashboard and checks those that look at it."""

    workspace: Workspace
    check_alerts: Callable[[str, Context], str]

    def check(self, argument: str) -> None:
        """Check that there is the dashboard."""
        self.workspace.dashboard(argument)

    def run(self, argument: str, context: Context) -> str:
        """Compute the dashboard."""
        context.check()
        widgets = self.workspace.dashboard(argument).widgets(context.now())
        problems = {name: each.problem for name, each in widgets.items() if each.problem}
        for name in problems:
            context.log(f"{name} can't be shown; the dashboard says why.")
        alerts = self.check_alerts(argument, context)
        if problems and len(problems) == len(widgets):
            raise JobsError(f"No widget of '{argument}' can be shown.")
        return f"{len(widgets) - len(problems)} of {len(widgets)} widgets computed.{alerts and ' '}{alerts}"
