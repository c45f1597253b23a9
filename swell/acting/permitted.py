"""What a connection may write: nothing but what `write` in its table of swell.toml names."""

from __future__ import annotations

from swell.acting.action import Action, Task, Write
from swell.acting.errors import ActingError
from swell.connections import connection_settings
from swell.settings import FILE_NAME
from swell.workspace import Workspace

TASK_OBJECTS = {"salesforce": "Task", "hubspot": "tasks"}
"""What kinds of CRM call tasks, for the message; a connector says it itself when it writes."""


def check_permitted(workspace: Workspace, action: Action) -> None:
    """Check that the workspace allows an action what it writes.

    Raises:
        ActingError: swell.toml does not name it; the message says what to add.
        ConnectionSettingError: there is no such connection.
    """
    for effect in action.effects.values():
        if isinstance(effect, Write):
            _check(workspace, effect.connection, [f"{effect.object}.{each}" for each in effect.fields])
        elif isinstance(effect, Task):
            kind = connection_settings(workspace, effect.connection).kind
            _check(workspace, effect.connection, [TASK_OBJECTS.get(kind, "Task")])


def _check(workspace: Workspace, connection: str, wanted: list[str]) -> None:
    allowed = connection_settings(workspace, connection).write
    missing = [each for each in wanted if each not in allowed]
    if missing:
        names = ", ".join(f'"{each}"' for each in [*sorted(allowed), *missing])
        raise ActingError(
            f"The connection '{connection}' may not write {', '.join(missing)}.",
            hint=f"To allow it, write into {FILE_NAME} under [connections.{connection}]: write = [{names}]",
        )
