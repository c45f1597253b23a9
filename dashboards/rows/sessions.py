"""The session of a person: it sees the rows that the predicates of the datasets admit for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from dashboards.people.person import Person
from dashboards.rows.rules import Rule, Rules
from dashboards.rows.users import Users, user_fields
from engine.errors import SwellError
from engine.security.bind import Value, bind
from engine.security.errors import DatasetClosedError, UnfitPersonError
from engine.session import Session
from saql.record import record
from saql.schema import Schema
from saql.syntax.expressions import Expression


@record(eq=False)
class Sessions:
    """Makes the sessions of people.

    Args:
        whole: the session that sees all rows.
        rules: the predicates.
        users: where the fields of people are found.
        tried: rules that are not among the files.
    """

    whole: Session
    rules: Rules
    users: Users = Users()
    tried: Mapping[str, Rule] = field(default_factory=dict)

    def of(self, person: Person) -> Session:
        """Return what a person asks with.

        At the machine of a workspace without accounts they see all rows, as everybody does where no dataset has a rule.
        """
        if (person.local and person.role == "admin") or not (self.tried or self.rules.exist()):
            return self.whole
        return self.whole.seen_by(_Sight(self, person).condition)

    def sees_all(self, person: Person, dataset: str) -> bool:
        """Return whether a person sees all rows of a dataset."""
        if person.local and person.role == "admin":
            return True
        try:
            rule = self.rule(dataset)
        except SwellError:  # one that is not valid closes its dataset
            return False
        return rule is None or person.role in rule.excepted

    def trying(self, dataset: str, rule: Rule) -> Sessions:
        """Return the same as if a dataset had a rule that is written nowhere yet."""
        return replace(self, tried={dataset: rule})

    def rule(self, dataset: str) -> Rule | None:
        """Return the rule of a dataset; raises as `Rules.find`."""
        return self.tried[dataset] if dataset in self.tried else self.rules.find(dataset)


class _Sight:
    """What a person sees during one request: their fields are looked up once, when a predicate reads one."""

    def __init__(self, sessions: Sessions, person: Person) -> None:
        self._sessions = sessions
        self._person = person
        self._fields: Mapping[str, Value] | None = None

    def condition(self, dataset: str, schema: Schema) -> Expression | None:
        """Return which rows of a dataset are seen; as `engine.security.seen.Sight`."""
        try:
            rule = self._sessions.rule(dataset)
            if rule is not None:
                rule.check(schema)
        except SwellError as error:
            raise self._closed(dataset, error) from None
        if rule is None or self._person.role in rule.excepted:
            return None
        return self._bound(dataset, rule, schema)

    def _bound(self, dataset: str, rule: Rule, schema: Schema) -> Expression:
        try:
            try:
                return bind(rule.predicate, schema, self._of(rule.predicate.user_fields))
            except UnfitPersonError:
                if rule.backup is None:
                    raise
                return bind(rule.backup, schema, self._of(rule.backup.user_fields))
        except UnfitPersonError as error:
            raise DatasetClosedError(dataset, _clause(error.message), error.hint) from None
        except SwellError as error:
            raise self._closed(dataset, error) from None

    def _of(self, wanted: tuple[str, ...]) -> Mapping[str, Value]:
        if wanted and self._fields is None:
            self._fields = user_fields(self._person, self._sessions.whole, self._sessions.users)
        return self._fields or {}

    def _closed(self, dataset: str, error: SwellError) -> DatasetClosedError:
        """Return why nobody sees rows: administrators are told what to mend, others nothing of the predicate."""
        if self._person.role != "admin":
            return DatasetClosedError(dataset, "its security predicate is not valid", "Tell an administrator.")
        place = "" if error.file is None else f" ({error.file.name})"
        return DatasetClosedError(dataset, _clause(error.message) + place, error.hint)


def _clause(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
