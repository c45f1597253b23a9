"""Form 2.0: sources with columns, which meet at their groups, and columns of formulas over them."""

from __future__ import annotations

from dashboards.compact.draft import AggregateDraft, Branch, GrainDraft
from dashboards.compact.fields import Fields
from dashboards.compact.filters import condition
from dashboards.compact.form1 import limit_of, read_having, unique
from dashboards.compact.formula import Formula, read_formula
from dashboards.compact.groups import read_groups
from dashboards.compact.measures import Measure, read_measure
from dashboards.compact.order import read_order
from dashboards.errors import CompactError
from dashboards.model.json import Json, JsonObject, as_list, as_object, as_text, field
from saql.schema import Catalog

_JOINS = {"left": "left", "right": "right", "inner": "inner", "full": "full", "outer": "full"}


def read_form2(query: JsonObject, catalog: Catalog | None) -> AggregateDraft | GrainDraft:
    """Read a query of form 2.0."""
    sources = [as_object(each) for each in as_list(query.get("sources"))]
    named = [each for each in sources if as_text(each.get("name"))]
    if not named:
        raise CompactError("The query names no dataset as its source.")
    for each in named:
        if as_list(each.get("joins")):
            raise CompactError("Sources that are joined row by row are not available yet.")
    if _is_grain(named):
        return _grain(query, named[0], catalog)
    branches, formulas = [], []
    for place, each in enumerate(named):
        branch, more = _branch(query, each, catalog)
        after = named[place + 1].get("name") if place + 1 < len(named) else None
        branches.append(_with_join(branch, each, same=after == each.get("name")))
        formulas += more
    formulas += [each for source in sources if source not in named for each in _formulas(source)]
    measures = tuple(each for branch in branches for each in branch.measures)
    having, hidden = read_having(query.get("aggregateFilters"), measures)
    if hidden:
        raise CompactError(f"A filter on aggregates needs '{hidden[0].name}', which is no column.")
    shown = tuple(as_text(column.get("name")) for source in sources for column in _columns(source))
    groups = [each.name for each in branches[0].keys]
    return AggregateDraft(
        branches=tuple(branches),
        formulas=tuple(formulas),
        shown=tuple(dict.fromkeys(shown)),
        having=having,
        order=tuple(read_order(query.get("orders"), groups, shown)),
        limit=limit_of(query),
    )


def source_columns(query: JsonObject) -> list[JsonObject]:
    """Return the columns of all sources."""
    return [column for each in as_list(query.get("sources")) for column in _columns(as_object(each))]


def _columns(source: JsonObject) -> list[JsonObject]:
    return [as_object(each) for each in as_list(source.get("columns"))]


def _is_grain(named: list[JsonObject]) -> bool:
    columns = _columns(named[0])
    plain = columns and all(isinstance(each.get("field"), str) for each in columns)
    return len(named) == 1 and bool(plain) and not as_list(named[0].get("groups"))


def _grain(query: JsonObject, source: JsonObject, catalog: Catalog | None) -> GrainDraft:
    dataset, fields = _dataset(source, catalog)
    pairs = {as_text(each.get("name")) or as_text(each["field"]): as_text(each["field"]) for each in _columns(source)}
    order = [
        key if key.column not in pairs else type(key)(pairs[key.column], key.ascending, key.nulls)
        for key in read_order(query.get("orders"), (), ())
    ]
    return GrainDraft(
        dataset,
        _condition(query, source, fields),
        tuple((origin, name) for name, origin in pairs.items()),
        tuple(order),
        limit_of(query),
    )


def _dataset(source: JsonObject, catalog: Catalog | None) -> tuple[str, Fields]:
    name = as_text(source.get("name"))
    return name, Fields(None if catalog is None else catalog.schema(name))


def _condition(query: JsonObject, source: JsonObject, fields: Fields) -> str | None:
    common = as_object(as_object(query.get("sourceFilters")).get(as_text(source.get("name"))))
    parts = [
        condition(each.get("filters"), fields, as_text(each.get("booleanFilterLogic")) or None)
        for each in (common, source)
    ]
    return " && ".join(f"({each})" if " || " in each else each for each in parts if each is not None) or None


def _branch(query: JsonObject, source: JsonObject, catalog: Catalog | None) -> tuple[Branch, list[Formula]]:
    """Return the branch of a source, and its formulas that are computed after all branches have met."""
    dataset, fields = _dataset(source, catalog)
    measures: list[Measure] = []
    for each in _columns(source):
        measured: Json = field(each, "field")
        if isinstance(measured, list):
            measures.append(read_measure(measured[:2], as_text(each.get("name")) or None))
        elif isinstance(measured, str):  # a group that is listed as a column too, or a row's value in an aggregate
            continue
    formulas = _formulas(source)
    inner = tuple(each for each in formulas if each.aggregates)
    branch = Branch(
        dataset, _condition(query, source, fields), read_groups(source.get("groups")), unique(measures), inner
    )
    return branch, [each for each in formulas if each not in inner]


def _formulas(source: JsonObject) -> list[Formula]:
    return [
        read_formula(as_text(each.get("name")), as_text(each["formula"]))
        for each in _columns(source)
        if as_text(each.get("formula")).strip()
    ]


def _with_join(branch: Branch, source: JsonObject, *, same: bool) -> Branch:
    """Return the branch with its join: as said, else full between parts of one dataset, and left between two."""
    join = _JOINS.get(as_text(source.get("cogroupType")).lower(), "full" if same else "left")
    return Branch(branch.dataset, branch.condition, branch.keys, branch.measures, branch.formulas, join)
