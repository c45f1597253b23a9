"""Which records are to be contacted, where contacts are noted, and what is at stake."""

from __future__ import annotations

from saql.record import record


@record(kw_only=True)
class Value:
    """A number of each record: of a field of its own, or the sum of a field over the rows of another dataset.

    Args:
        field: the field.
        dataset: the other dataset; None where the field is the record's own.
        key: the field of the other dataset that has the record's key.
        where: a SAQL condition on the rows of the other dataset; None for all.
        percent: whether 100 stands for the whole.
    """

    field: str
    dataset: str | None = None
    key: str = ""
    where: str | None = None
    percent: bool = False


@record(kw_only=True)
class StageHistory:
    """Where it is noted which stage a record entered when.

    Args:
        dataset: the dataset.
        record: its field with the record's key.
        stage: its field with the stage.
        instant: its date.
    """

    dataset: str
    record: str
    stage: str
    instant: str


@record(kw_only=True)
class RecordSource:
    """Records that somebody is responsible for.

    Args:
        what: what people call one of them, such as "deal".
        dataset: the dataset.
        key: the field that tells them apart.
        name: the field that people know them by.
        owner: the field with the name of who is responsible.
        team: the field with the owner's team; None where all are one team.
        since: the date from which a first contact is expected.
        open: a SAQL condition: records that are to be contacted.
        good: a SAQL condition: records that went well, whose rhythm is the measure.
        bad: a SAQL condition: records that did not go well, with which it is compared.
        contact: the field of activities that has the record's key; None where no contacts are noted: such records count
            in the workload alone.
        stages: where stages are noted, as contacts are rarer in some than in others; None where that is nowhere.
        by: a field by which the rhythm is told apart where there are no stages: the segment.
        amount: what is at stake; None where that is not known.
        probability: how likely it is at stake: of a deal that it is won, of a customer that he leaves. None for 1.
    """

    what: str
    dataset: str
    key: str = "Id"
    name: str = "Name"
    owner: str = "Owner.Name"
    team: str | None = None
    since: str = "CreatedDate"
    open: str
    good: str
    bad: str
    contact: str | None = None
    stages: StageHistory | None = None
    by: str | None = None
    amount: Value | None = None
    probability: Value | None = None


@record(kw_only=True)
class ActivitySource:
    """Where contacts are noted.

    Args:
        dataset: the dataset.
        date: the day of the contact.
        owner: the field with the name of who makes it.
        done: a SAQL condition: contacts that were made; the others are tasks that are open.
        meeting: a SAQL condition: what is a meeting rather than a task.
    """

    dataset: str = "activities"
    date: str = "ActivityDate"
    owner: str = "Owner.Name"
    done: str = "'IsClosed' == \"true\""
    meeting: str = "'ActivityType' == \"Event\""


@record(kw_only=True)
class Contacts:
    """The settings of a model of next contacts.

    Args:
        name: the model's name, after which its datasets are called.
        records: the records, source by source.
        activities: where contacts are noted.
        keep: fields of the records that the dataset takes over, by which row security and dashboards may ask.
    """

    name: str
    records: tuple[RecordSource, ...]
    activities: ActivitySource
    keep: tuple[str, ...] = ()


DEALS = RecordSource(
    what="deal",
    dataset="opportunities",
    team="Owner.Role",
    open="'IsClosed' == \"false\"",
    good="'IsWon' == \"true\"",
    bad="'IsClosed' == \"true\" && 'IsWon' == \"false\"",
    contact="WhatId",
    stages=StageHistory(dataset="stage_history", record="OpportunityId", stage="StageName", instant="CreatedDate"),
    amount=Value(field="Amount"),
    probability=Value(field="Probability", percent=True),
)
LEADS = RecordSource(
    what="lead",
    dataset="leads",
    team="Owner.Role",
    open='\'Status\' in ["New", "Working"]',
    good="'IsConverted' == \"true\"",
    bad="'Status' == \"Unqualified\"",
)
DEFAULT_RECORDS = (DEALS, LEADS)
"""Deals and leads as Salesforce names their fields."""
