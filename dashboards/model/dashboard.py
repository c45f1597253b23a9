"""A dashboard as plain frozen data. What a widget or a query does with its parameters, it reads from them itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dashboards.model.json import Json, JsonObject

SelectMode: TypeAlias = Literal["none", "single", "multi", "singlerequired", "multirequired"]
FacetMode: TypeAlias = Literal["all", "none", "include", "exclude"]


@dataclass(frozen=True, slots=True)
class FacetSource:
    """From which steps a step takes facets; `steps` are those that are included or excluded."""

    mode: FacetMode = "all"
    steps: frozenset[str] = frozenset()

    def accepts(self, step: str) -> bool:
        """Whether the selection of a step may filter."""
        if self.mode in ("all", "none"):
            return self.mode == "all"
        return (step in self.steps) == (self.mode == "include")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A named query with its selection.

    `query` is SAQL text, or a compact query as an object, without its wrapping. `values` are the rows of a static step.
    `start` is the initial selection as exported, decoded. `datasets` are names as a `load` has them; `aliases` leads
    from a name as the query may have it to that name. `problem` says why the step can't run.
    """

    id: str
    type: str
    label: str
    query: JsonObject | str | None = None
    values: tuple[JsonObject, ...] = ()
    columns: Mapping[str, Json] = field(default_factory=dict)
    start: Json = None
    select_mode: SelectMode = "single"
    broadcasts: bool = True
    receives: FacetSource = FacetSource()
    use_global: bool = True
    datasets: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What a saql step says of its columns: `strings`, `numbers`, `groups`."""
    visualization: Mapping[str, Json] = field(default_factory=dict)
    value_type: str = ""
    """What people type into an input step: `number`, `date` or `text`."""
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A view, mostly of a step. `parameters` are as exported."""

    id: str
    type: str
    step: str | None = None
    parameters: JsonObject = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a widget stands on a page: zero-based cell of its top left corner, and how many cells it spans."""

    widget: str
    row: int
    column: int
    rowspan: int
    colspan: int
    style: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a layout."""

    name: str
    label: str
    hidden: bool
    placements: tuple[Placement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A grid with pages, for the devices that `selectors` describe (none: for all)."""

    name: str
    columns: int
    row_height: Literal["normal", "fine"]
    max_width: int | None
    selectors: tuple[str, ...]
    style: JsonObject
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalFilter:
    """A filter on a field of a dataset, for all steps that use global filters. `values` as exported, decoded.

    Viewers may change one that is not `locked`; one that is `hidden` they don't see. What a `dependent` one offers to
    choose from is what the others leave. `changed` says that a viewer has set it.
    """

    label: str
    field: str
    operator: str
    values: Json
    dataset: str
    locked: bool = False
    hidden: bool = False
    dependent: bool = False
    changed: bool = False

    @property
    def id(self) -> str:
        """The name by which viewers' choices refer to it: a dashboard has one filter a field."""
        return f"{self.dataset}.{self.field}"


@dataclass(frozen=True, slots=True)
class LinkedField:
    """A field of a data source: of a dataset, or a column of a static step."""

    source: str
    source_type: str
    field: str


@dataclass(frozen=True, slots=True)
class DataSourceLink:
    """Fields of several data sources that hold the same values."""

    name: str
    fields: tuple[LinkedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """A dashboard."""

    name: str
    label: str
    description: str | None = None
    steps: Mapping[str, Step] = field(default_factory=dict)
    widgets: Mapping[str, Widget] = field(default_factory=dict)
    layouts: tuple[Layout, ...] = ()
    filters: tuple[GlobalFilter, ...] = ()
    links: tuple[DataSourceLink, ...] = ()
    style: JsonObject = field(default_factory=dict)
    xmd: Json = None
    """What the dashboard itself says of fields: conditional formatting."""
