"""The predicates of a workspace's datasets, a file each in the folder `security`, which people keep in git.

    {"predicate": "'Level' >= 3", "backup": "false", "except": ["admin"]}

A file that can't be read closes its dataset: it is not the same as none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboards.dataset_files import dataset_file
from dashboards.people.person import ROLES, Role
from engine.disk import replace_flushed
from engine.errors import SwellError
from engine.security.bind import check_columns
from engine.security.predicate import Predicate, parse_predicate
from saql.record import record
from saql.schema import Schema

FOLDER = "security"
"""Beside the folder of the dashboards."""

_MEMBERS = ("predicate", "backup", "except")


class RuleError(SwellError):
    """A file of predicates is not one."""


@record
class Rule:
    """Who sees which rows of a dataset.

    `predicate` admits rows. Where it can't be applied to a person, `backup` does. `excepted` roles see all rows.
    """

    predicate: Predicate
    backup: Predicate | None = None
    excepted: tuple[Role, ...] = ()

    def check(self, schema: Schema) -> None:
        """Check both predicates against the columns of the dataset.

        Raises:
            PredicateError: one does not fit them.
        """
        check_columns(self.predicate, schema)
        if self.backup is not None:
            check_columns(self.backup, schema)

    def to_json(self) -> dict[str, Any]:
        """Return the rule as its file has it."""
        found: dict[str, Any] = {"predicate": self.predicate.text}
        if self.backup is not None:
            found["backup"] = self.backup.text
        return found | ({"except": list(self.excepted)} if self.excepted else {})


def make_rule(predicate: str, backup: str | None = None, excepted: Sequence[Role] = ()) -> Rule:
    """Return a rule from texts.

    Raises:
        PredicateError: one of them is no predicate.
    """
    return Rule(parse_predicate(predicate), None if backup is None else parse_predicate(backup), tuple(excepted))


@record
class Rules:
    """The files of predicates in a folder."""

    folder: Path

    def exist(self) -> bool:
        """Whether there may be any; so it is where the folder can't be read."""
        try:
            return self.folder.exists() and any(self.folder.iterdir())
        except OSError:
            return True

    def file(self, dataset: str) -> Path:
        """Return the file of a dataset's predicates, whether it is there or not."""
        return dataset_file(self.folder, dataset)

    def find(self, dataset: str) -> Rule | None:
        """Return the rule of a dataset; None where all see all of its rows.

        Raises:
            RuleError: the file can't be read, or has something else in it.
            PredicateError: a text in it is no predicate.
        """
        file = self.file(dataset)
        try:
            text = file.read_text("utf-8-sig")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise RuleError(f"The predicates can't be read as UTF-8 text: {error}", file=file) from None
        return _rule(text, file)

    def put(self, dataset: str, rule: Rule) -> Path:
        """Write the rule of a dataset, and return the file."""
        file = self.file(dataset)
        self.folder.mkdir(exist_ok=True)
        replace_flushed(file, (json.dumps(rule.to_json(), ensure_ascii=False, indent=2) + "\n").encode())
        return file

    def remove(self, dataset: str) -> bool:
        """Let all see all rows of a dataset; return whether there was a rule."""
        file = self.file(dataset)
        there = file.exists()
        file.unlink(missing_ok=True)
        return there


def _rule(text: str, file: Path) -> Rule:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RuleError(f"It is not JSON: {error}", hint="Mend the file, or remove it.", file=file) from None
    if not isinstance(content, Mapping) or not isinstance(content.get("predicate"), str):
        raise RuleError("There is no predicate in it.", hint='Write {"predicate": "false"}.', file=file)
    strange = next((each for each in content if each not in _MEMBERS), None)
    if strange is not None:
        raise RuleError(f"'{strange}' is no member of it.", hint=f"There are {', '.join(_MEMBERS)}.", file=file)
    backup, excepted = content.get("backup"), content.get("except", [])
    if backup is not None and not isinstance(backup, str):
        raise RuleError('"backup" is no text.', hint='Write "backup": "false".', file=file)
    if not isinstance(excepted, list) or not all(each in ROLES for each in excepted):
        raise RuleError('"except" is no list of roles.', hint=f"Roles are {', '.join(ROLES)}.", file=file)
    return make_rule(content["predicate"], backup, excepted)
