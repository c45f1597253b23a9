"""Random groups, cogroups, aggregates and windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from oracle.choose import Choose
from oracle.rows import NOTHING, RowTerms
from oracle.streams import Cogroup, Group, Known, Side, Stream
from oracle.terms import DATE, DAY, MULTIVALUE, NUMBER, TEXT, Term, is_exact
from oracle.writers import Frame, Key

FRAMES = (
    *((None, 0), (0, None), (-2, 0), (0, 2), (-1, -1), (1, 1), (None, -2), (None, None), (-1000, 1000)),
    *((-4, -4), (0, 0), (-3, -2), (2, 3), (-1, 1), (1, None)),
)
FRACTIONS = (0.5, 0.25, 0.75, 0, 1, 0.3)
KEYS = ("k", "Owner.Name", "it's", "d_Year", "d_Quarter", "d_Month", "d_Week", "d_Year_Fiscal", "e_Month", "d_Hour")
_OF_NUMBERS = ("sum", "avg", "min", "max", "unique", "median", "average")
_OF_FIELDS = ("stddev", "stddevp", "var", "varp")
_SIMPLE = ("sum", "avg", "min", "max", "unique")


class Aggregates:
    """Random aggregates over the rows of a stream, on a side of a cogroup or of a single one."""

    def __init__(self, choose: Choose, source: Stream, *, rollup: bool = False, side: int | None = None) -> None:
        self._choose = choose
        self._ordered = source.ordered and side is None
        self._rollup = rollup
        self._side = side
        self._terms = RowTerms(choose, source.fields, side)

    def count(self) -> Term:
        """Return the number of rows."""
        return self._placed(self._count())

    def _placed(self, found: Term) -> Term:
        return found if self._side is None else Term("side", (found,), self._side)

    def number(self) -> Term:
        """Return a number of the rows of a group."""
        makers = [self._count, self._of_number, self._of_text]
        if not self._rollup:
            makers += [self._of_field, self._percentile]
            if self._ordered:
                makers.append(lambda: Term(self._choose.one(("first", "last")), (self._terms.number(0),)))
            if self._side is None:
                makers.append(self._regression)
        return self._placed(self._choose.one(makers)())

    def text(self) -> Term:
        forms = ["min", "max", *(("first", "last") if self._ordered and not self._rollup else ())]
        return self._placed(Term(self._choose.one(forms), (self._value(TEXT),)))

    def _value(self, kind: str) -> Term:
        """Return what is aggregated: on a side of a cogroup a field, which says the side."""
        if self._side is not None:
            return self._choose.one(self._terms.fields(kind, True))
        return self._terms.number(1, True) if kind == NUMBER else self._terms.text(1)

    def date(self, kind: str) -> Term:
        return Term(self._choose.one(("min", "max")), (self._choose.one(self._terms.fields(kind)),))

    def _count(self) -> Term:
        return Term("count") if self._side is None else Term("side_count", value=self._side)

    def _of_number(self) -> Term:
        forms = _SIMPLE if self._rollup else _OF_NUMBERS
        return Term(self._choose.one(forms), (self._value(NUMBER),))

    def _of_text(self) -> Term:
        lists = self._terms.fields(MULTIVALUE)
        if lists and self._choose.maybe(3):
            return Term("mv_unique", (self._choose.one(lists),))
        return Term("unique", (self._value(TEXT),))

    def _of_field(self) -> Term:
        return Term(self._choose.one(_OF_FIELDS), (self._terms.small(),))

    def _percentile(self) -> Term:
        name = self._choose.one(("percentile_cont", "percentile_disc"))
        fraction = self._choose.one(FRACTIONS)
        return Term("percentile", (self._terms.small(),), (name, fraction, self._choose.maybe()))

    def _regression(self) -> Term:
        name = self._choose.one(("regr_slope", "regr_intercept", "regr_r2"))
        return Term(name, (self._terms.small(), self._terms.small()))


class GroupTerms:
    """Random terms over groups: keys, aggregates, what is computed of them, windows."""

    def __init__(
        self, choose: Choose, keys: Sequence[tuple[Term, Known]], aggregates: Sequence[Aggregates], windows: bool
    ) -> None:
        self._choose = choose
        self._keys = keys
        self._aggregates = aggregates
        self._windows = windows

    def number(self, depth: int) -> Term:
        aggregates = self._choose.one(self._aggregates)
        if depth <= 0 or self._choose.maybe():
            return aggregates.number()
        makers: list[Callable[[], Term]] = [self._arithmetic, self._quotient, self._case, self._known]
        if self._windows:
            makers += [self._window, self._window, self._window]
        return self._choose.one(makers)()

    def _arithmetic(self) -> Term:
        return Term(self._choose.one(("add", "subtract", "coalesce")), (self.number(0), self.number(0)))

    def _quotient(self) -> Term:
        count = self._choose.one(self._aggregates)
        return Term("divide", (self.number(0), count.count() if self._choose.maybe() else _literal(4)))

    def _known(self) -> Term:
        return Term("coalesce", (self.number(0), _literal(0)))

    def _case(self) -> Term:
        tested = self.number(0)
        test = Term("is_null", (tested,))
        if is_exact(tested):
            test = Term(self._choose.one(("greater", "less_equal", "equal")), (tested, _literal(1)))
        return Term("case", (test, self.number(0), NOTHING if self._choose.maybe() else _literal(-1)))

    def _window(self) -> Term:
        every = tuple(key for key, _ in self._keys)
        partition = self._choose.some(every, max(len(every) - 1, 1)) if every else ()
        ranked = self._choose.one(self._aggregates).count() if self._choose.maybe() else None
        directed = [Key(key, self._choose.maybe(), self._choose.one((None, True, False))) for key in every]
        if ranked is not None:
            directed.insert(0, Key(ranked, self._choose.maybe()))
        kind = self._choose.number(5)
        if kind == 0 and directed:
            name = self._choose.one(("rank", "dense_rank", "cume_dist", "row_number"))
            order = directed if name == "row_number" else directed[:1]
            return Term("window", (), Frame(name, None, None, partition, tuple(order)))
        if kind == 1 and directed and self._choose.maybe():
            return self._neighbour(partition, tuple(directed))
        lower, upper = self._choose.one(FRAMES) if directed else (None, None)
        value = self._choose.one(self._aggregates).number()
        if kind == 1:
            name = self._choose.one(("percentile_cont", "percentile_disc", "median"))
            fraction = None if name == "median" else float(self._choose.one(FRACTIONS))
            return Term("window", (value,), Frame(name, lower, upper, partition, tuple(directed), fraction))
        name = self._choose.one(("sum", "avg", "min", "max", "count"))
        whole = (lower, upper) == (None, None)
        order = () if whole and name != "count" else tuple(directed)
        return Term(
            "window",
            () if name == "count" and self._choose.maybe() else (value,),
            Frame(name, lower, upper, partition, order),
        )

    def _neighbour(self, partition: tuple[Term, ...], order: tuple[Key, ...]) -> Term:
        name = self._choose.one(("lag", "lead", "ntile"))
        number = _literal(1 + self._choose.number(2))
        arguments = (number,) if name == "ntile" else (self._choose.one(self._aggregates).number(), number)
        return Term("window", arguments, Frame(name, None, None, partition, order))

    def text(self) -> Term:
        if not self._keys or self._choose.maybe():
            return self._choose.one(self._aggregates).text()
        key = self._choose.one([key for key, known in self._keys if known.kind == TEXT] or [_literal("key")])
        return Term("concat", (key, self._choose.one(self._aggregates).text()))


def _literal(value: object) -> Term:
    return Term("literal", value=value)


def group(choose: Choose, source: Stream) -> Stream:
    """Return groups of a stream."""
    terms = RowTerms(choose, source.fields)
    names = [each for each in source.fields if (each.name in KEYS or each.name[0] in "cgh") and each.exact]
    usable = [each for each in names if each.kind in (TEXT, NUMBER, DAY)]
    keys: list[tuple[Term, Known]] = [(terms.field(each), each) for each in choose.some(usable, 3)]
    dates = [*terms.fields(DATE), *terms.fields(DAY)]
    rollup = bool(keys) and choose.maybe(5)
    if dates and choose.maybe(5):
        form = choose.one(("year", "quarter", "month", "day_in_week"))
        keys.append((Term(form, (choose.one(dates),)), Known(form, NUMBER)))
    members = tuple(terms.boolean(1) for _ in range(int(choose.maybe(3))))
    aggregates = Aggregates(choose, source, rollup=rollup)
    windows = not rollup
    made = GroupTerms(choose, keys, [aggregates], windows)
    letter = "h" if any(each.name == "g0" for each in source.fields) else "g"  # in SQL an alias would hide the key
    items: list[tuple[str, Term, str, bool]] = [
        (f"{letter}{place}", key, known.kind, True)
        for place, (key, known) in enumerate(keys)
        if rollup or not choose.maybe(6)
    ]
    for place in range(1 + choose.number(2)):
        kind = choose.one((NUMBER, NUMBER, NUMBER, TEXT, *(each for each in (DATE, DAY) if terms.fields(each))))
        term = made.number(1) if kind == NUMBER else made.text() if kind == TEXT else aggregates.date(kind)
        items.append((f"m{place}", term, kind, _is_certain(term)))
    if rollup and keys[0][0].form == "field":
        items.append(("level", Term("grouping", (keys[0][0],)), NUMBER, True))
    order: tuple[Key, ...] = ()
    count = None
    if keys and not rollup and choose.maybe(4):
        by = choose.one((None, Term("count")))
        order = tuple(Key(key, choose.maybe()) for key, _ in keys)
        order = order if by is None else (Key(by, choose.maybe()), *order)
        whole = not any(term.form == "window" for _, each, _, _ in items for term in _walk(each))
        count = choose.number(4) if whole and choose.maybe() else None
    fields = tuple(Known(name, kind, exact) for name, _, kind, exact in items)
    listed = tuple((name, term) for name, term, _, _ in items)
    return Group(fields, False, source, tuple(key for key, _ in keys), rollup, members, order, count, listed)


def cogroup(choose: Choose, sources: Sequence[Stream]) -> Stream:
    """Return streams grouped side by side."""
    count = choose.number(2)
    pools = [("k", "Owner.Name", "it's"), ("d_Year", "e_Year"), ("d_Month", "e_Month")]
    order = [choose.some(pools[place % 3], 1, 1)[0] for place in range(count)]
    sides = []
    for place, source in enumerate(sources):
        keys = tuple(key if choose.maybe(3) else order[at] for at, key in enumerate(_others(choose, order, pools)))
        keys = keys if len(set(keys)) == len(keys) else tuple(order)
        join = "" if place == len(sources) - 1 else choose.one(("", "left", "right", "full", "inner"))
        sides.append(Side(source, keys, join))
    keys: list[tuple[Term, Known]] = []
    for at in range(count):
        every = tuple(side.keys[at] for side in sides)
        keys.append((Term("cogroup_key", value=every), Known("key", TEXT)))
    aggregates = [Aggregates(choose, source, side=place) for place, source in enumerate(sources)]
    made = GroupTerms(choose, keys, aggregates, windows=False)
    items: list[tuple[str, Term, str, bool]] = [(f"g{at}", key, TEXT, True) for at, (key, _) in enumerate(keys)]
    for at, side in enumerate(sides):
        if count and choose.maybe(3):
            items.append((f"own{at}", Term("side_field", value=(at, side.keys[0])), TEXT, True))
    for place in range(1 + choose.number(2)):
        kind = choose.one((NUMBER, NUMBER, TEXT))
        term = made.number(1) if kind == NUMBER else choose.one(aggregates).text()
        items.append((f"m{place}", term, kind, _is_certain(term)))
    if count and all(side.join in ("", "inner", "left") for side in sides):
        # every row has its keys from the first stream, so an order by them is total
        own: list[tuple[Term, Known]] = [
            (Term("side_field", value=(0, key)), Known(key, TEXT)) for key in sides[0].keys
        ]
        term = GroupTerms(choose, own, aggregates[:1], windows=True).number(1)
        items.append(("w", term, NUMBER, _is_certain(term)))
    fields = tuple(Known(name, kind, exact) for name, _, kind, exact in items)
    return Cogroup(fields, False, tuple(sides), tuple((name, term) for name, term, _, _ in items))


def _others(choose: Choose, order: Sequence[str], pools: Sequence[tuple[str, ...]]) -> list[str]:
    return [choose.one(next(pool for pool in pools if each in pool)) for each in order]


def _walk(term: Term) -> list[Term]:
    return [term, *(below for part in term.parts for below in _walk(part))]


def _is_certain(term: Term) -> bool:
    rough = ("avg", "percentile_cont", "cume_dist", "median")
    return is_exact(term) and not any(
        (each.form == "window" and each.value.function in rough)
        or (each.form == "percentile" and each.value[0] in rough)
        for each in _walk(term)
    )
