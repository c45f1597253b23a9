"""What a recipient may see: alerts and subscriptions are computed with the rows of each one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.library import Library
from engine.session import Session
from saql.record import record
from swell.jobs.database import JobsError

if TYPE_CHECKING:
    from swell.workspace import Workspace


@record(eq=False)
class Viewer:
    """Somebody's view of the workspace: their rows, and the dashboards in folders that they may see."""

    session: Session
    library: Library


@record(eq=False)
class Viewers:
    """The people of a workspace. Where it has no accounts, everybody sees what the one who sits there sees."""

    workspace: Workspace

    def of(self, email: str) -> Viewer:
        """Return what somebody sees.

        Raises:
            JobsError: there is no account with this e-mail, or it is disabled: nobody knows what they may see.
        """
        library = Library(self.workspace.folder / "dashboards")
        accounts = self.workspace.accounts()
        if not accounts.exist():
            return Viewer(self.workspace.session, library)
        found = next((each for each in accounts.list() if each.person.email == email.casefold()), None)
        if found is None or found.disabled:
            state = "is disabled" if found else "does not exist"
            hint = "Only people with an account can be told, as what they may see depends on who they are."
            raise JobsError(f"The account {email or '(no owner)'} {state}.", hint=hint)
        person = found.person
        hidden = frozenset(each for each in person.folders if person.role_in(each) is None)
        return Viewer(self.workspace.sessions.of(person), library.without(hidden))
