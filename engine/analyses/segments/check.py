"""Whether a segment fits its dataset, told rule by rule before any query runs."""

from __future__ import annotations

from engine.analyses.segments.errors import SegmentError
from engine.analyses.segments.operators import OPERATORS
from engine.analyses.segments.segment import Rule, Segment
from saql.check.wording import did_you_mean
from saql.schema import Catalog, Schema
from saql.types import Type

_WORDS = {
    Type.TEXT: "texts",
    Type.NUMBER: "numbers",
    Type.DATE: "dates",
    Type.DAY: "dates",
    Type.MULTIVALUE: "lists of texts",
}


def check_segment(segment: Segment, catalog: Catalog) -> None:
    """Check a segment against the datasets.

    Args:
        segment: the segment.
        catalog: says which datasets there are, and their fields.

    Raises:
        SegmentError: there is no such dataset or field, or an operator does not fit a field; the message has the place.
    """
    schema = catalog.schema(segment.dataset)
    if schema is None:
        hints = did_you_mean(segment.dataset, catalog.names())
        raise SegmentError(f"There is no dataset '{segment.dataset}'.", hint=_first(hints, "Look at: swell datasets"))
    for rule in segment.rules.each():
        _check_rule(rule, schema, segment)
    for each in segment.columns:
        _kind(each, schema, segment, "/columns")


def _check_rule(rule: Rule, schema: Schema, segment: Segment) -> None:
    kind, operator = _kind(rule.field, schema, segment, f"{rule.place}/field"), OPERATORS[rule.operator]
    if kind not in operator.types:
        fitting = ", ".join(word for word, each in OPERATORS.items() if kind in each.types)
        raise SegmentError(
            f"At {rule.place}: '{rule.field}' has {_WORDS[kind]}, and '{rule.operator}' is not for them.",
            hint=f"Operators for {_WORDS[kind]}: {fitting}.",
        )
    wanted: type | tuple[type, ...] = (int, float) if kind is Type.NUMBER else str
    if operator.takes in ("one", "several") and not all(isinstance(each, wanted) for each in rule.values):
        right, wrong, quotes = (
            ("numbers", "a text", "without") if kind is Type.NUMBER else (_WORDS[kind], "a number", "in")
        )
        raise SegmentError(
            f"At {rule.place}: '{rule.field}' has {right}, and a value is {wrong}.",
            hint=f"Write it {quotes} quotes.",
        )


def _kind(name: str, schema: Schema, segment: Segment, place: str) -> Type:
    field = schema.get(name)
    if field is None:
        hints = did_you_mean(name, schema.names)
        fields = _first(hints, f"Look at its fields: swell describe {segment.dataset}")
        raise SegmentError(f"'{segment.dataset}' has no field '{name}' (at {place}).", hint=fields)
    return field.type


def _first(hints: tuple[str, ...], usual: str) -> str:
    return f"{hints[0][0].upper()}{hints[0][1:]}" if hints else usual
