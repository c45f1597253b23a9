"""Random expressions over rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from oracle.choose import Choose
from oracle.data import NUMBERS, TEXTS, WHOLE
from oracle.periods import DateRange, Relative
from oracle.streams import Known
from oracle.terms import BOOLEAN, DATE, DAY, MULTIVALUE, NUMBER, TEXT, Term
from oracle.writers import Interval

COMPARISONS = ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal")
UNITS = ("day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year")
NOTHING = Term("nothing")
PIECES = ("%", "_", "a", "b", "B", "\\%", "\\_", "\\\\", "é", "%b")

_ROUGH = ("sqrt", "exp", "sin", "cos", "tan", "atan", "asin", "acos", "degrees", "radians")
_EXACT = ("abs", "ceil", "floor", "sign", "round", "trunc", "negate")
_TO_TEXT = ("upper", "lower", "trim", "ltrim", "rtrim")
_PARTS = (
    *("year", "quarter", "month", "day", "day_in_week", "day_in_month", "day_in_year", "day_in_quarter"),
    *("month_days", "year_days", "quarter_days"),
)
_CLOCK = ("hour", "minute", "second")
_EDGES = tuple(f"{unit}_{edge}_day" for unit in ("week", "month", "quarter", "year") for edge in ("first", "last"))
_DIFFERENCES = tuple(f"diff_{unit}" for unit in ("year", "quarter", "month", "week", "day"))


class RowTerms:
    """Random terms over the fields of a stream.

    `exact` asks for terms whose last digit is certain: what is compared, cut or rounded.
    """

    def __init__(self, choose: Choose, fields: Sequence[Known], side: int | None = None) -> None:
        self._choose = choose
        self._fields = fields
        self._side = side

    def field(self, known: Known) -> Term:
        if self._side is not None:
            return Term("side_field", value=(self._side, known.name))
        if known.kind == DATE:
            return Term("date_field", value=known.name)
        return Term("field" if known.exact else "rough_field", value=known.name)

    def fields(self, kind: str, exact: bool = False) -> list[Term]:
        return [self.field(each) for each in self._fields if each.kind == kind and (each.exact or not exact)]

    def number(self, depth: int, exact: bool = False) -> Term:
        fields = self.fields(NUMBER, exact)
        if depth <= 0 or self._choose.maybe(3):
            if fields and not self._choose.maybe(6):
                return self._choose.one(fields)
            return Term("literal", value=self._choose.one((*WHOLE, *NUMBERS)))
        makers = [self._arithmetic, self._exact_function, self._number_case, self._of_text, self._of_date]
        if not exact:
            makers += [self._quotient, self._rough_function]
        return self._choose.one(makers)(depth - 1, exact)

    def _arithmetic(self, depth: int, exact: bool) -> Term:
        form = self._choose.one(("add", "subtract", "multiply", "modulo", "coalesce"))
        return Term(form, (self.number(depth, exact), self.number(depth - 1, exact or form == "modulo")))

    def _exact_function(self, depth: int, exact: bool) -> Term:
        form = self._choose.one((*_EXACT, "round_to", "trunc_cents", "trunc_tens"))
        if form not in _EXACT:
            # the result has decimals that no float holds exactly
            inner = Term(form, (self.small(), *self._digits(form)))
            return Term("floor", (self.small(),)) if exact else inner
        return Term(form, (self.number(depth, True),))

    def _digits(self, form: str) -> tuple[Term, ...]:
        return (Term("literal", value=self._choose.one((0, 1, 2, -1))),) if form == "round_to" else ()

    def small(self) -> Term:
        """Return a number with few digits."""
        fields = self.fields(NUMBER, True)
        return self._choose.one(fields) if fields else Term("literal", value=self._choose.one(NUMBERS))

    def _number_case(self, depth: int, exact: bool) -> Term:
        return self._case(depth, lambda: self.number(depth - 1, exact))

    def _of_text(self, depth: int, exact: bool) -> Term:
        form = self._choose.one(("len", "index_of", "index_from", "ascii", "text_number"))
        if form == "text_number":
            return Term(form, (self.small(),))
        text = self.text(depth)
        if form == "index_of":
            return Term(form, (text, self._text_literal()))
        if form == "index_from":
            return Term(form, (text, self._text_literal(), Term("literal", value=1 + self._choose.number(3))))
        return Term(form, (text,))

    def _of_date(self, depth: int, exact: bool) -> Term:
        dates, days = self.fields(DATE), self.fields(DAY)
        if not dates and not days:
            return self._of_text(depth, exact)
        date = self._choose.one([*dates, *days])
        if self._choose.maybe(3):
            form = self._choose.one(("days_between", *_DIFFERENCES))
            return Term(form, (date, self._choose.one([*dates, *days])))
        forms = _PARTS if date not in dates else (*_PARTS, *_CLOCK)
        return Term(self._choose.one(forms), (date,))

    def _quotient(self, depth: int, exact: bool) -> Term:
        return Term("divide", (self.number(depth), self.number(depth - 1, True)))

    def _rough_function(self, depth: int, exact: bool) -> Term:
        form = self._choose.one((*_ROUGH, "power", "log", "pi"))
        if form == "pi":
            return Term(form)
        if form in ("power", "log"):
            return Term(form, (self.small(), self.small()))
        return Term(form, (self.small(),))

    def text(self, depth: int) -> Term:
        fields = self.fields(TEXT)
        if depth <= 0 or self._choose.maybe(3):
            if fields and not self._choose.maybe(9):
                return self._choose.one(fields)
            return self._text_literal()
        makers = (self._function_of_text, self._two_texts, self._text_case, self._text_of_number, self._text_of_date)
        return self._choose.one(makers)(depth - 1)

    def _text_literal(self) -> Term:
        return Term("literal", value=self._choose.one(TEXTS))

    def _function_of_text(self, depth: int) -> Term:
        form = self._choose.one((*_TO_TEXT, "trim_set", "ltrim_set", "rtrim_set", "replace", "substr", "substr_of"))
        text = self.text(depth)
        whole = [Term("literal", value=self._choose.one((1, 2, 3, -1, -2, 0, 9))) for _ in range(2)]
        if form in ("trim_set", "ltrim_set", "rtrim_set"):
            return Term(form, (text, self._text_literal()))
        if form == "replace":
            return Term(form, (text, self._text_literal(), self._text_literal()))
        if form == "substr":
            return Term(form, (text, whole[0]))
        return Term(form, (text, *whole)) if form == "substr_of" else Term(form, (text,))

    def _two_texts(self, depth: int) -> Term:
        return Term(self._choose.one(("concat", "coalesce")), (self.text(depth), self.text(depth - 1)))

    def _text_case(self, depth: int) -> Term:
        return self._case(depth, lambda: self.text(depth - 1))

    def _text_of_number(self, depth: int) -> Term:
        if self._choose.maybe(3):
            return Term("chr", (Term("literal", value=self._choose.one((97, 0, 233, 0x65E5))),))
        return Term(self._choose.one(("number_text", "cents_text")), (self.small(),))

    def _text_of_date(self, depth: int) -> Term:
        dates = [*self.fields(DATE), *self.fields(DAY)]
        lists = self.fields(MULTIVALUE)
        if lists and self._choose.maybe(4):
            return Term(self._choose.one(("joined", "first_value")), (self._choose.one(lists),))
        if not dates:
            return self._function_of_text(depth)
        date = self._choose.one(dates)
        return Term(self._choose.one(("date_text", "day_text", *_EDGES)), (date,))

    def _case(self, depth: int, result: object) -> Term:
        assert callable(result)
        branches = 1 + self._choose.number(1)
        otherwise = NOTHING if self._choose.maybe(3) else result()
        if self._choose.maybe(3):
            fields = self.fields(TEXT)
            subject = self._choose.one(fields) if fields else self._text_literal()
            pairs = [part for _ in range(branches) for part in (self._text_literal(), result())]
            return Term("simple_case", (subject, *pairs, otherwise))
        pairs = [part for _ in range(branches) for part in (self.boolean(depth), result())]
        return Term("case", (*pairs, otherwise))

    def boolean(self, depth: int) -> Term:
        if depth > 0 and self._choose.maybe(3):
            form = self._choose.one(("and", "or", "not", "and_word", "or_word", "not_word"))
            if form.startswith("not"):
                return Term(form, (self.boolean(depth - 1),))
            return Term(form, (self.boolean(depth - 1), self.boolean(depth - 1)))
        makers = [self._of_numbers, self._of_texts, self._in_list, self._null, self._like]
        if self.fields(DATE) or self.fields(DAY):
            makers += [self._of_days]
        if self.fields(MULTIVALUE):
            makers += [self._of_list]
        return self._choose.one(makers)(depth - 1)

    def _of_numbers(self, depth: int) -> Term:
        return Term(self._choose.one(COMPARISONS), (self.number(depth, True), self.number(depth - 1, True)))

    def _of_texts(self, depth: int) -> Term:
        if self._choose.maybe(3):
            form = self._choose.one(("starts_with", "ends_with"))
            return Term(form, (self.text(depth), self._text_literal()))
        return Term(self._choose.one(COMPARISONS), (self.text(depth), self.text(depth - 1)))

    def _in_list(self, depth: int) -> Term:
        texts = self._choose.maybe()
        pool: Sequence[str | int | float] = TEXTS if texts else (*WHOLE, *NUMBERS)
        operand = self.text(depth) if texts else self.number(depth, True)
        elements: list[object] = list(self._choose.some(pool, 3))
        if self._choose.maybe(3):
            ends = [None if self._choose.maybe(4) else self._choose.one(pool) for _ in range(2)]
            if any(each is not None for each in ends):
                elements.append(Interval(*ends))
        return Term("in", (operand,), (self._choose.maybe(3), tuple(elements)))

    def _like(self, depth: int) -> Term:
        if self._choose.maybe():
            return Term(
                "matches", (self.text(depth), Term("literal", value=self._choose.one(("a", "AB", "É", "s", "b_"))))
            )
        pattern = "".join(self._choose.one(PIECES) for _ in range(2 + self._choose.number(2)))
        return Term("like", (self.text(depth), Term("literal", value=pattern)))

    def _null(self, depth: int) -> Term:
        form = self._choose.one(("is_null", "is_not_null", "in_all"))
        kind = self._choose.one((TEXT, NUMBER))
        if form == "in_all":
            return Term(form, (self._choose.one(self.fields(TEXT) or [self._text_literal()]),))
        return Term(form, (self.text(depth) if kind == TEXT else self.number(depth),))

    def _of_days(self, depth: int) -> Term:
        dates, days = self.fields(DATE), self.fields(DAY)
        date = self._choose.one([*dates, *days])
        if self._choose.maybe(3):
            day = Term("literal", value=dt.date(2016, 1, 1) + dt.timedelta(days=self._choose.number(3000)))
            return Term(self._choose.one(("same_day", "other_day", "before_day", "from_day")), (date, day))
        return Term("is_null", (date,)) if self._choose.maybe(6) else self.date_in(date)

    def _of_list(self, depth: int) -> Term:
        values = self._choose.one(self.fields(MULTIVALUE))
        if self._choose.maybe(3):
            return Term("mv_is_null", (values,))
        elements = self._choose.some(("a", "b", "B", "é", "zz"), 2, 1)
        return Term("mv_in", (values,), (self._choose.maybe(), elements))

    def date_in(self, date: Term) -> Term:
        """Return a filter of a date by ranges."""
        ranges = tuple(self._range() for _ in range(1 + self._choose.number(1)))
        spelled_out = self._choose.maybe() and any(each.name == f"{date.value}_Year" for each in self._fields)
        return Term("date_in", (date,), (spelled_out, ranges))

    def _range(self) -> DateRange:
        if self._choose.maybe(4):
            days = [dt.date(2016, 1, 1) + dt.timedelta(days=self._choose.number(3000)) for _ in range(2)]
            return DateRange(*days)
        start = None if self._choose.maybe(6) else self._relative()
        end = None if start is not None and self._choose.maybe(6) else self._relative()
        return DateRange(start, end)

    def _relative(self) -> Relative:
        unit = self._choose.one(UNITS)
        amount = 0 if self._choose.maybe() else self._choose.number(8) - 4
        shifts = tuple(
            (self._choose.one((-1, 1, -2, 3)), self._choose.one(UNITS))
            for _ in range(max(self._choose.number(3) - 1, 0))
        )
        return Relative(unit, amount, shifts)

    def of(self, kind: str, depth: int) -> Term:
        """Return a term of a kind."""
        makers = {TEXT: self.text, NUMBER: self.number, BOOLEAN: self.boolean}
        if kind in makers:
            return makers[kind](depth)
        return self._choose.one(self.fields(kind))


def renamed(fields: Sequence[Known], name: str) -> Known:
    """Return the field of that name."""
    return next(replace(each) for each in fields if each.name == name)
