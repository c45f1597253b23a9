"""Next contacts: whom to contact next and why, and who has too much to do."""

from __future__ import annotations

from typing import Any

from engine.contacts.analysis import analyse
from engine.contacts.datasets import contact_rows, workload_rows
from engine.contacts.file import read_contacts
from engine.contacts.report import contacts_report
from engine.contacts.settings import Contacts
from engine.json_value import JsonValue
from engine.models.kind import Made, Surroundings, Trained


class NextContactKind:
    """Without settings it takes the deals and leads of Salesforce."""

    name = "next_contact"
    about = "Whom to contact next and why, ranked by what is at stake, and who has too much to do."

    def read(self, name: str, file: JsonValue) -> Contacts:
        """Return the settings of a model of next contacts."""
        return read_contacts(name, file)

    def loads(self, settings: Contacts) -> tuple[str, ...]:
        """Return the names of the datasets with records, their stages and values, and with activities."""
        names = [settings.activities.dataset]
        for each in settings.records:
            values = [value.dataset for value in (each.amount, each.probability) if value is not None]
            names += [each.dataset, *(name for name in values if name is not None)]
            names += [] if each.stages is None else [each.stages.dataset]
        return tuple(dict.fromkeys(names))

    def train(self, settings: Contacts, surroundings: Surroundings) -> Trained:
        """Learn the rhythm of contacts with records that went well, and report it with what is due."""
        found = analyse(settings, surroundings.session, surroundings.now)
        return Trained(state=_learnt(found.sources), report=contacts_report(found))

    def score(self, settings: Contacts, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        """Return the open records with what is due, and the owners with what they have to do."""
        found = analyse(settings, surroundings.session, surroundings.now)
        return contact_rows(found), workload_rows(found)


def _learnt(sources: Any) -> dict[str, Any]:
    """Return the days after which the next contact is due, by kind of record and stage."""
    return {
        each.source.what: {rhythm.stage or "": rhythm.usual for rhythm in (*each.rhythms.stages, each.rhythms.all)}
        for each in sources
        if each.rhythms is not None and each.rhythms.all is not None
    }


KIND = NextContactKind()
