"""A draft as SAQL text, a statement a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboards.compact import quote
from dashboards.compact.draft import AggregateDraft, Branch, GrainDraft
from dashboards.compact.formula import Formula, in_order
from dashboards.compact.groups import by_clause
from dashboards.compact.order import order_by
from dashboards.compact.rewrite import has_window, qualified, regrouped
from dashboards.errors import CompactError


def render(draft: AggregateDraft | GrainDraft) -> str:
    """Return the text of a query."""
    lines = _rows(draft) if isinstance(draft, GrainDraft) else _aggregated(draft)
    return "\n".join(f"{line};" for line in lines)


def _rows(draft: GrainDraft) -> list[str]:
    lines = [*_source("q", draft.dataset, draft.condition)]
    names = [name for _, name in draft.fields]
    raw = [each.column for each in draft.order]
    # Rows are ordered before the projection: they may be ordered by a field that is not shown.
    lines += _ordered(order_by(draft.order, (), [*names, *raw]), draft.limit)
    columns = ", ".join(f"{quote.name(field)} as {quote.name(name)}" for field, name in draft.fields)
    return [*lines, f"q = foreach q generate {columns}"]


def _aggregated(draft: AggregateDraft) -> list[str]:
    lines, columns = _joined(draft.branches) if len(draft.branches) > 1 else _single(draft.branches[0])
    groups = [each.name for each in draft.branches[0].keys]
    for ready in in_order(draft.formulas, columns):
        kept = [name for name in columns if name not in {each.name for each in ready}]
        lines += _round(ready, kept, groups)
        columns = [*kept, *(each.name for each in ready)]
    if draft.having is not None:
        lines.append(f"q = filter q by {draft.having}")
    lines += _ordered(order_by(draft.order, groups, columns), draft.limit)
    shown = [*groups, *(each for each in draft.shown if each in columns)]
    if shown != columns:
        lines.append(f"q = foreach q generate {_list(map(_kept, shown))}")
    return lines


def _round(formulas: Sequence[Formula], kept: Sequence[str], groups: Sequence[str]) -> list[str]:
    """Return the statements that add formulas to the columns that are there."""
    if not any(map(has_window, formulas)):
        return [f"q = foreach q generate {_list([*map(_kept, kept), *map(_computed, formulas)])}"]
    columns = [_kept(each) if each in groups else f"max({quote.name(each)}) as {quote.name(each)}" for each in kept]
    computed = [f"{regrouped(each, groups)} as {quote.name(each.name)}" for each in formulas]
    by = quote.names(groups) if groups else "all"
    return [f"q = group q by {by}", f"q = foreach q generate {_list([*columns, *computed])}"]


def _single(branch: Branch) -> tuple[list[str], list[str]]:
    """Return the statements of one branch, and the columns of their result."""
    items = [
        *(each.projection() for each in branch.keys),
        *(each.projection() for each in branch.measures),
        *map(_computed, branch.formulas),
    ]
    lines = [
        *_source("q", branch.dataset, branch.condition),
        f"q = group q by {by_clause(branch.keys)}",
        f"q = foreach q generate {_list(items)}",
    ]
    return lines, _names([branch])


def _joined(branches: Sequence[Branch]) -> tuple[list[str], list[str]]:
    """Return the statements of several branches that meet at their groups, and the columns of their result."""
    streams = [f"q{place}" for place in range(1, len(branches) + 1)]
    pairs = list(zip(streams, branches, strict=True))
    lines = [line for stream, each in pairs for line in _source(stream, each.dataset, each.condition)]
    sides = [f"{stream} by {by_clause(each.keys)} {each.join}" for stream, each in pairs[:-1]]
    sides.append(f"{streams[-1]} by {by_clause(branches[-1].keys)}")
    items = [each.projection(streams) for each in branches[0].keys]
    for stream, branch in pairs:
        items += [each.projection(stream) for each in branch.measures]
        items += [f"{qualified(each, stream)} as {quote.name(each.name)}" for each in branch.formulas]
    return [*lines, f"q = cogroup {', '.join(sides)}", f"q = foreach q generate {_list(items)}"], _names(branches)


def _names(branches: Sequence[Branch]) -> list[str]:
    measures = [[*(each.name for each in one.measures), *(each.name for each in one.formulas)] for one in branches]
    return [*(each.name for each in branches[0].keys), *(name for names in measures for name in names)]


def _source(stream: str, dataset: str, condition: str | None) -> list[str]:
    load = f"{stream} = load {quote.text(dataset)}"
    return [load] if condition is None else [load, f"{stream} = filter {stream} by {condition}"]


def _ordered(order: str | None, limit: int | None) -> list[str]:
    lines = [] if order is None else [f"q = order q by {order}"]
    return lines if limit is None else [*lines, f"q = limit q {limit}"]


def _kept(name: str) -> str:
    return f"{quote.name(name)} as {quote.name(name)}"


def _computed(formula: Formula) -> str:
    return f"{formula.text} as {quote.name(formula.name)}"


def _list(items: Iterable[str]) -> str:
    listed = list(items)
    if not listed:
        raise CompactError("The query has neither groups nor measures.")
    return ", ".join(listed)
