"""The kinds of work, and what one is told while it works. A new kind is a class like those in `works/`."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Mapping
from typing import Protocol

from engine.errors import SwellError
from saql.record import record
from swell.jobs.database import JobsError


class Cancelled(SwellError):
    """Somebody wants the run to stop."""

    def __init__(self, by: str) -> None:
        super().__init__(f"Cancelled by {by}.")


class Stopping(SwellError):
    """The process ends, and the run with it; another one does it anew."""

    def __init__(self) -> None:
        super().__init__("The server was stopped meanwhile.")


@record
class Context:
    """What a work is told.

    Args:
        now: gives the present moment.
        log: takes a line of the run's log. Who may see jobs sees it, so no value of a dataset stands in it.
        check: raises `Cancelled` where somebody wants the run to stop, `Stopping` where the process ends; to be called
            between steps.
        occurrence: the same when a run that was cut off is done anew.
    """

    now: Callable[[], dt.datetime]
    log: Callable[[str], None]
    check: Callable[[], None]
    occurrence: str = ""


class Kind(Protocol):
    """A kind of work: what the first word of `run = "sync acme"` names; the rest is its argument."""

    def check(self, argument: str) -> None:
        """Check that there is what the argument names.

        Raises:
            SwellError: there is not.
        """

    def run(self, argument: str, context: Context) -> str:
        """Do the work, and return in a few words what came of it.

        Raises:
            Cancelled: as the context says.
            SwellError: it can't be done.
        """


Kinds = Mapping[str, Kind]


def split_work(work: str, kinds: Kinds, place: str) -> tuple[Kind, str]:
    """Return the kind and the argument of a work such as `sync acme`.

    Raises:
        JobsError: there is no such kind.
    """
    name, _, argument = work.strip().partition(" ")
    if name not in kinds:
        near = difflib.get_close_matches(name, kinds, n=1)
        known = ", ".join(f"{each} …" for each in kinds)
        hint = f"Did you mean '{near[0]}'?" if near else f"What can be run: {known}."
        raise JobsError(f"{place}: nothing is called '{name}'.", hint=hint)
    return kinds[name], argument.strip()
