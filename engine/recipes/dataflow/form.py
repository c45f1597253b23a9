"""Reading the members of a node's JSON without trusting their shape or their spelling.

A parameter is known by its letters: `right_select`, `rightSelect` and `RightSelect` are one. What nobody asked for is
said at the end.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from engine.recipes.dataflow.document import Json
from engine.recipes.dataflow.findings import REMARK, Finding, pointer

_SILENT = frozenset(
    (
        "sfdctoken name label description runtime folder folderid folderlabel id ui type version developername "
        "namespace comment notes overrides customschema displayname template fullrefreshtoken enablepkchunking"
    ).split()
)
"""Members that are about the org, the editor or the job, and change no row."""


class Form:
    """An object of the JSON, and the findings about it.

    Args:
        members: the object.
        at: the JSON pointer to it.
        findings: where to say what is wrong; shared with what is read inside.
    """

    def __init__(self, members: Mapping[str, Json], at: str, findings: list[Finding]) -> None:
        self.at = at
        self.findings = findings
        self._members = {_letters(key): (key, value) for key, value in members.items()}
        self._asked: set[str] = set()

    def has(self, key: str) -> bool:
        """Whether there is a member of that name that is not null."""
        return self.value(key) is not None

    def value(self, *keys: str) -> Json:
        """Return the first of several members that is there and not null, as it is."""
        self._asked.update(map(_letters, keys))
        found = (self._members.get(_letters(key), (key, None))[1] for key in keys)
        return next((each for each in found if each is not None), None)

    def where(self, *keys: str) -> str:
        """Return the pointer to the first of the members that is there, else to this object."""
        found = (self._members[_letters(key)][0] for key in keys if _letters(key) in self._members)
        return next((self.at + pointer(key) for key in found), self.at)

    def text(self, *keys: str) -> str | None:
        """Return a text; numbers and booleans are read as they are written, `{"name": ..}` as its name."""
        value = self.value(*keys)
        if isinstance(value, dict):
            value = Form(value, self.where(*keys), self.findings).value("name", "field", "value")
        return _as_text(value)

    def needed(self, *keys: str) -> str:
        """Return a text that has to be there, or an empty one after saying that it is not."""
        found = self.text(*keys)
        if not found:
            self.error(f"'{keys[0]}' is missing.", at=self.at)
        return found or ""

    def texts(self, *keys: str) -> tuple[str, ...]:
        """Return a list of texts; one text alone, or parted by commas, is a list too, and objects give their names."""
        value = self.value(*keys)
        if isinstance(value, str):
            return tuple(each.strip() for each in value.split(",") if each.strip())
        if isinstance(value, dict):
            value = [value]
        if not isinstance(value, list):
            return ()
        found = (self._name_in(each, *keys) if isinstance(each, dict) else _as_text(each) for each in value)
        return tuple(each for each in found if each)

    def _name_in(self, value: dict[str, Json], *keys: str) -> str | None:
        return Form(value, self.where(*keys), self.findings).text("name", "field", "fieldName")

    def flag(self, key: str, otherwise: bool) -> bool:
        """Return a boolean, also where it is written as a text."""
        value = self.value(key)
        if isinstance(value, str):
            return value.strip().lower() in ("true", "1", "yes")
        return value if isinstance(value, bool) else otherwise

    def number(self, key: str) -> int | None:
        """Return a whole number, also where it is written as a text."""
        value = self.value(key)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        try:
            return int(float(value))
        except (ValueError, OverflowError):
            return None

    def forms(self, *keys: str) -> Iterator[Form]:
        """Give the objects of a list; a text in it is an object with that name, a single object a list of one."""
        value = self.value(*keys)
        at = self.where(*keys)
        if isinstance(value, dict):
            yield Form(value, at, self.findings)
            return
        if isinstance(value, str):
            yield Form({"name": value}, at, self.findings)
        for place, each in enumerate(value if isinstance(value, list) else []):
            if isinstance(each, str):
                each = {"name": each}
            if isinstance(each, dict):
                yield Form(each, at + pointer(place), self.findings)

    def inner(self, key: str) -> Form:
        """Return an object inside; an empty one where there is none."""
        value = self.value(key)
        return Form(value if isinstance(value, dict) else {}, self.where(key), self.findings)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return the members of an object inside whose values are texts, in order."""
        value = self.value(key)
        members = value.items() if isinstance(value, dict) else ()
        return tuple((name, each) for name, each in members if isinstance(each, str))

    def error(self, message: str, hint: str | None = None, at: str | None = None) -> None:
        """Say that something is wrong here."""
        self.findings.append(Finding(self.at if at is None else at, message, hint))

    def remark(self, message: str, hint: str | None = None, at: str | None = None) -> None:
        """Say something that people should know."""
        self.findings.append(Finding(self.at if at is None else at, message, hint, REMARK))

    def done(self, also: Iterable[str] = ()) -> None:
        """Say which members nobody asked for: they have no effect."""
        quiet = _SILENT | set(map(_letters, also)) | self._asked
        for letters, (key, _) in self._members.items():
            if letters in quiet or key.startswith("_"):
                continue
            close = difflib.get_close_matches(letters, self._asked, n=1, cutoff=0.75)
            hint = f"Did you mean '{close[0]}'?" if close else None
            self.remark(f"The parameter '{key}' is not known here and has no effect.", hint, self.at + pointer(key))


def _letters(key: str) -> str:
    return key.replace("_", "").replace("-", "").replace(" ", "").lower()


def _as_text(value: Json) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return value if isinstance(value, str) else None
