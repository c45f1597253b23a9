"""How the fields of a dataset are shown: as they were imported, as people say, and as a dashboard says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import TypeAlias

from dashboards.metadata.dates import Date
from dashboards.metadata.dimensions import Dimension
from dashboards.metadata.links import RecordLink
from dashboards.metadata.measures import Measure
from dashboards.metadata.xmd import COUNT, Xmd
from engine.security.seen import SeenDataset
from engine.store import Dataset, DatasetField, Member
from saql.record import record

Entry: TypeAlias = Dimension | Measure | Date


@record(kw_only=True)
class ShownField:
    """How a field is shown.

    Args:
        name: what queries call it.
        label: what people call it.
        description: what it is, in a sentence.
        hidden: whether it is left out where people choose a field.
        format: the pattern of its numbers or dates.
        multiplier: by what its numbers are multiplied for show.
        members: how its values are shown.
        formatting: colours by value, as JSON.
        links: where its values lead, with holes for fields of the row: `https://example.com/{{Id}}`; by the id of the
            CRM that the field `organization` has, "" for all others.
        template: the link as people wrote it.
        tooltip: what is said of the link.
    """

    name: str
    label: str
    description: str | None = None
    hidden: bool = False
    format: str | None = None
    multiplier: float = 1.0
    members: tuple[Member, ...] = ()
    formatting: str | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    organization: str | None = None
    template: str | None = None
    tooltip: str | None = None

    @property
    def labels(self) -> dict[str, str]:
        """What people read in the place of values."""
        return {each.value: each.label for each in self.members if each.label and each.label != each.value}

    @property
    def colors(self) -> dict[str, str]:
        """The colours of values."""
        return {each.value: each.color for each in self.members if each.color}


@record
class Shown:
    """How a dataset is shown.

    Args:
        fields: its fields by name, those of dates too that something is said of.
        derived: columns that queries make, by name.
        details: the fields that a table of rows begins with; none where nothing is said.
    """

    fields: Mapping[str, ShownField] = field(default_factory=dict)
    derived: Mapping[str, ShownField] = field(default_factory=dict)
    details: tuple[str, ...] = ()


def shown(dataset: Dataset, user: Xmd | None, asset: Xmd | None = None) -> Shown:
    """Return how a dataset is shown to who opened it; nothing is said of values that their rows do not have.

    Args:
        dataset: the dataset.
        user: what people say of it.
        asset: what a dashboard says, which counts most. Its conditional formatting is `dashboards.formatting`'s.
    """
    found = {each.name: _imported(each) for each in dataset.fields}
    derived: dict[str, ShownField] = {}
    layers = [each for each in (user, None if asset is None else _plain(asset)) if each is not None]
    for xmd in layers:
        homes = {each.id: each.url for each in xmd.organizations if each.url}
        said: tuple[Entry, ...] = (*xmd.dimensions, *xmd.measures, *xmd.dates)
        for entry in said:
            if entry.field in dataset.schema:
                found[entry.field] = _over(found.get(entry.field), entry, homes)
        counts = (each for each in xmd.measures if each.field == COUNT and COUNT not in dataset.schema)
        made: tuple[Entry, ...] = (*counts, *xmd.derived_dimensions, *xmd.derived_measures)
        for entry in made:
            derived[entry.field] = _over(derived.get(entry.field), entry, homes)
    details = next((each.details for each in reversed(layers) if each.details), ())
    return Shown(
        _seen(dataset, found), _without_members(derived) if isinstance(dataset, SeenDataset) else derived, details
    )


def _imported(known: DatasetField) -> ShownField:
    return ShownField(
        name=known.name,
        label=known.label,
        format=known.format,
        multiplier=known.multiplier,
        members=known.members,
        formatting=known.formatting,
    )


def _over(known: ShownField | None, entry: Entry, homes: Mapping[str, str]) -> ShownField:
    """Return how a field is shown, with what an entry says in the place of what was said before."""
    before = known or ShownField(name=entry.field, label=entry.field)
    made = replace(
        before,
        label=entry.label or before.label,
        description=entry.description or before.description,
        hidden=before.hidden if entry.hidden is None else entry.hidden,
    )
    match entry:
        case Dimension(link=link):
            return _linked(
                replace(
                    made,
                    members=_members(before.members, entry.members),
                    formatting=entry.formatting or before.formatting,
                ),
                link,
                homes,
            )
        case Measure(format=pattern) if pattern is not None:
            formatting = entry.formatting or before.formatting
            return replace(made, format=pattern, multiplier=entry.multiplier, formatting=formatting)
        case Measure():
            return replace(made, formatting=entry.formatting or before.formatting)
        case Date():
            return replace(made, format=entry.format or before.format)


def _linked(made: ShownField, link: RecordLink | None, homes: Mapping[str, str]) -> ShownField:
    if link is None:
        return made
    return replace(
        made,
        links=link.within(homes),
        organization=link.organization,
        template=link.template,
        tooltip=link.tooltip,
    )


def _members(before: Iterable[Member], said: Iterable[Member]) -> tuple[Member, ...]:
    found = {each.value: each for each in before}
    for each in said:
        known = found.get(each.value, each)
        found[each.value] = Member(each.value, each.label or known.label, each.color or known.color)
    return tuple(found.values())


def _plain(xmd: Xmd) -> Xmd:
    """Return extended metadata without conditional formatting."""
    return replace(
        xmd,
        dimensions=tuple(replace(each, formatting=None) for each in xmd.dimensions),
        derived_dimensions=tuple(replace(each, formatting=None) for each in xmd.derived_dimensions),
        measures=tuple(replace(each, formatting=None) for each in xmd.measures),
        derived_measures=tuple(replace(each, formatting=None) for each in xmd.derived_measures),
    )


def _seen(dataset: Dataset, fields: Mapping[str, ShownField]) -> dict[str, ShownField]:
    """Return fields without the members that no row has which is seen."""
    if not isinstance(dataset, SeenDataset):
        return dict(fields)
    return {
        name: replace(each, members=dataset.members_seen(name, each.members)) if each.members else each
        for name, each in fields.items()
    }


def _without_members(fields: Mapping[str, ShownField]) -> dict[str, ShownField]:
    return {name: replace(each, members=()) for name, each in fields.items()}
