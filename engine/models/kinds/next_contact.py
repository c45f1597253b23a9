"""Next contacts: whom to contact next and why, and who has too much to do."""

from __future__ import annotations

from dataclasses import asdict

from engine.analyses.contacts.analysis import analyse
from engine.analyses.contacts.datasets import contact_rows, workload_rows
from engine.analyses.contacts.file import read_contacts
from engine.analyses.contacts.report import contacts_report
from engine.analyses.contacts.rhythm import Usual
from engine.analyses.contacts.settings import Contacts
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
        usual = {each.source.what: each.rhythms.usual for each in found.sources if each.rhythms is not None}
        return Trained(state={what: asdict(each) for what, each in usual.items()}, report=contacts_report(found))

    def score(self, settings: Contacts, trained: Trained, surroundings: Surroundings) -> tuple[Made, ...]:
        """Return the open records with what is due, and the owners with what they have to do."""
        learnt = {what: Usual(**each) for what, each in trained.state.items()}
        found = analyse(settings, surroundings.session, surroundings.now, learnt)
        return contact_rows(found), workload_rows(found)


KIND = NextContactKind()
