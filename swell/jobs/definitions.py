"""Files of alerts and subscriptions, `alerts/NAME.json` and `subscriptions/NAME.json`: read, checked and written."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from dashboards.library import parse, read
from dashboards.model.json import JsonObject
from dashboards.saving import put
from engine.errors import SwellError
from saql.record import record
from swell.jobs.database import JobsError

_NAME = re.compile(r"[A-Za-z0-9][\w-]{0,79}")
_EMAIL = re.compile(r"[^\s@<>,;:\"]{1,64}@[^\s@<>,;:\"]{1,255}")
MOST_RECIPIENTS = 100

T = TypeVar("T")


@record(eq=False)
class Definitions(Generic[T]):
    """The files of one folder.

    Args:
        folder: the folder.
        what: what one of them is called, such as `alert`.
        reader: makes the thing of the name, the JSON and the place (for messages).
    """

    folder: Path
    what: str
    reader: Callable[[str, JsonObject, str], T]

    def names(self) -> list[str]:
        """Return the names, sorted."""
        if not self.folder.is_dir():
            return []
        return sorted(each.stem for each in self.folder.iterdir() if each.suffix == ".json" and is_name(each.stem))

    def open(self, name: str) -> T:
        """Return one.

        Raises:
            SwellError: there is none, or its file is not as it should be.
        """
        if not is_name(name) or not self._file(name).is_file():
            known = self.names()
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known[:12]) or 'none yet'}."
            raise JobsError(f"There is no {self.what} '{name[:80]}'.", hint=hint)
        file = self._file(name)
        return self.reader(name, parse(read(file), file), f"{self.folder.name}/{file.name}")

    def all(self) -> tuple[list[T], list[SwellError]]:
        """Return all that can be read, and what is wrong with the others."""
        found: list[T] = []
        problems: list[SwellError] = []
        for name in self.names():
            try:
                found.append(self.open(name))
            except SwellError as error:
                problems.append(error)
        return found, problems

    def make(self, wanted: str, content: JsonObject) -> T:
        """Write a new one, named after `wanted`, and return it.

        Raises:
            SwellError: the content is not as it should be; nothing is written.
        """
        words = re.sub(r"[^a-z0-9]+", "_", wanted.casefold()).strip("_")[:60] or self.what
        taken = set(self.names())
        name = next(
            each for n in range(len(taken) + 1) if (each := words if n == 0 else f"{words}_{n + 1}") not in taken
        )
        made = self.reader(name, content, f"{self.folder.name}/{name}.json")
        put(self._file(name), json.dumps(content, indent=2, ensure_ascii=False) + "\n")
        return made

    def remove(self, name: str) -> None:
        """Remove one.

        Raises:
            JobsError: there is none.
        """
        if name not in self.names():
            raise JobsError(f"There is no {self.what} '{name[:80]}'.")
        self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def is_name(name: str) -> bool:
    """Whether a file may be called so."""
    return _NAME.fullmatch(name) is not None


def check_keys(content: Mapping[str, object], known: tuple[str, ...], place: str) -> None:
    """Check that an object has no other members.

    Raises:
        JobsError: it has.
    """
    for key in content:
        if key not in known:
            raise JobsError(f"{place}: there is no member '{key}'.", hint=f"Members here: {', '.join(known)}.")


def read_recipients(content: JsonObject, place: str, webhooks: bool) -> tuple[str, ...]:
    """Return the recipients: e-mail addresses, and addresses of webhooks where they may be there.

    Raises:
        JobsError: there is none, or one is neither.
    """
    given = content.get("recipients")
    texts = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    if not isinstance(given, list) or len(texts) < len(given) or not 0 < len(texts) <= MOST_RECIPIENTS:
        hint = 'For instance: "recipients": ["ada@example.com"]'
        raise JobsError(f"{place}: 'recipients' is no list of 1 to {MOST_RECIPIENTS} addresses.", hint=hint)
    for each in texts:
        if not _EMAIL.fullmatch(each) and not (webhooks and is_webhook(each)):
            kinds = "e-mail address or https address" if webhooks else "e-mail address"
            raise JobsError(f"{place}: the recipient '{each[:100]}' is no {kinds}.")
    return tuple(dict.fromkeys(each if is_webhook(each) else each.casefold() for each in texts))


def told_recipient(recipient: str) -> str:
    """Return a recipient as others may read it: of a webhook the host alone, as what follows is often its secret."""
    if not is_webhook(recipient):
        return recipient
    start, end = recipient.split("//", 1)
    host = re.split(r"[/?#\\]", end, maxsplit=1)[0].rpartition("@")[2]
    return f"{start}//{host}/…"


def is_webhook(recipient: str) -> bool:
    """Whether a recipient is an address that takes requests."""
    return recipient.startswith(("https://", "http://"))
