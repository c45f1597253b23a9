"""JSON values that know their place, for files that people write."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from engine.errors import SwellError
from saql.record import record


@record
class JsonValue:
    """A value of a JSON file and the JSON pointer to it. What is missing counts as null.

    `fault` is the error of a value that is not what it should be; `file` is None for what is in no file.
    """

    value: Any
    fault: type[SwellError]
    file: Path | None = None
    pointer: str = ""

    def __getitem__(self, key: str) -> JsonValue:
        """Return what an object has under a key; a null has nothing under any."""
        if self.value is not None and not isinstance(self.value, dict):
            raise self.error(f"should be an object, not {_shown(self.value)}")
        return self._inner((self.value or {}).get(key), _escaped(key))

    def __iter__(self) -> Iterator[JsonValue]:
        """Return the items of an array; a null has none."""
        if self.value is not None and not isinstance(self.value, list):
            raise self.error(f"should be an array, not {_shown(self.value)}")
        for index, each in enumerate(self.value or []):
            yield self._inner(each, str(index))

    def text(self) -> str | None:
        """Return a text; an empty one counts as null."""
        if self.value is None or isinstance(self.value, str):
            return self.value or None
        raise self.error(f"should be a text, not {_shown(self.value)}")

    def required_text(self) -> str:
        """Return a text that must be there."""
        found = self.text()
        if found is None:
            raise self.error("is missing")
        return found

    def flag(self, default: bool = False) -> bool:
        """Return true or false."""
        if self.value is None:
            return default
        if isinstance(self.value, bool):
            return self.value
        raise self.error(f"should be true or false, not {_shown(self.value)}")

    def whole(self, default: int, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        if self.value is None:
            return default
        if isinstance(self.value, int) and not isinstance(self.value, bool) and low <= self.value <= high:
            return self.value
        raise self.error(f"should be a whole number from {low} to {high}, not {_shown(self.value)}")

    def number(self, default: float, low: float, high: float) -> float:
        """Return a number from `low` to `high`."""
        if self.value is None:
            return default
        if isinstance(self.value, int | float) and not isinstance(self.value, bool) and low <= self.value <= high:
            return float(self.value)
        raise self.error(f"should be a number from {low:g} to {high:g}, not {_shown(self.value)}")

    def texts(self, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the texts of an array, each once."""
        if self.value is None:
            return default
        return tuple(dict.fromkeys(each.required_text() for each in self))

    def one_of(self, known: Iterable[str], default: str | None = None) -> str:
        """Return one of some texts."""
        found, choices = self.text() or default, tuple(known)
        if found in choices:
            return found
        near = difflib.get_close_matches(found or "", choices, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"Write one of: {', '.join(choices)}."
        raise self.error("is missing" if found is None else f"is {_shown(found)}, which it can't be", hint)

    def check_keys(self, known: Iterable[str]) -> None:
        """Check that an object has no other keys than some; a near one is suggested."""
        self["*"]  # says what is wrong with what is no object
        choices = tuple(known)
        for key in self.value or {}:
            if key not in choices:
                near = difflib.get_close_matches(key, choices, n=1)
                hint = f"Did you mean '{near[0]}'?" if near else f"Settings here: {', '.join(choices)}."
                raise self._inner(None, _escaped(key)).error("is no setting", hint)

    def error(self, reason: str, hint: str | None = None) -> SwellError:
        """Return an error that says what is wrong with this value; `reason` begins with a verb."""
        return self.fault(f"The value at {self.pointer or 'the top'} {reason}.", hint=hint, file=self.file)

    def _inner(self, value: Any, step: str) -> JsonValue:
        return JsonValue(value, self.fault, self.file, f"{self.pointer}/{step}")


def read_json(file: Path, fault: type[SwellError]) -> JsonValue:
    """Read a JSON file in UTF-8.

    Args:
        file: the file.
        fault: the error of a file that is missing or not JSON, and of values in it.
    """
    try:
        return JsonValue(json.loads(file.read_text("utf-8-sig"), parse_constant=_refused), fault, file)
    except OSError as error:
        raise fault(f"The file can't be read: {error.strerror or error}.", file=file) from error
    except UnicodeDecodeError as error:
        hint = "Save the file as UTF-8."
        raise fault(f"The byte at offset {error.start} is not UTF-8.", hint=hint, file=file) from error
    except json.JSONDecodeError as error:
        raise fault(f"This is not JSON: {error.msg}.", file=file, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise fault(f"This is not JSON: {error}.", file=file) from error


def _refused(constant: str) -> Any:
    raise ValueError(f"it has no number {constant}")


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}.."
