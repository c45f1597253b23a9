"""`act NAME`: run an action; one that wants confirmation says how many records wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saql.record import record
from swell.jobs.database import JobsError
from swell.jobs.kinds import Context

if TYPE_CHECKING:
    from swell.acting.acting import Acting


@record(eq=False)
class ActWork:
    """Runs of actions."""

    acting: Acting

    def check(self, argument: str) -> None:
        """Check that there is the action."""
        self.acting.files.open(argument)

    def run(self, argument: str, context: Context) -> str:
        """Run it; nobody has looked at the plan."""
        context.check()
        found = self.acting.run(argument, "a job", context.now, confirmed=False, check=context.check)
        if found.state == "partly":
            raise JobsError(found.message, hint=f"See which and why: swell act history {argument}")
        return found.message
