"""Files of segments, `segments/NAME.json`, which people keep in git.

{"label": "Large and quiet", "dataset": "accounts", "key": "Id", "columns": ["Name"],
 "rules": {"all": [{"field": "NumberOfEmployees", "operator": "at least", "value": 500}]}}
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from engine.analyses.segments.errors import SegmentError
from engine.analyses.segments.operators import OPERATORS, is_period
from engine.analyses.segments.query import is_membership, records
from engine.analyses.segments.segment import Joint, Rule, Rules, Segment, Value
from engine.json_value import JsonValue

KEYS = ("label", "description", "dataset", "key", "columns", "rules")

MOST_RULES = 200
"""Of a segment or a group in it."""

MOST_SEGMENTS = 50
"""That a segment is made of: those that its rules name, those that these name, and so on."""

_MOST_VALUES = 5_000
_JOIN = re.compile(r"\w+ = join ")
_NUMBERS_ONLY = ("more than", "at least", "less than", "at most", "between")


def read_segment(name: str, file: JsonValue, named: Callable[[str], Segment]) -> Segment:
    """Return a segment.

    Args:
        name: its name.
        file: the object of its file.
        named: gives the segments that its rules name; raises `SegmentError` where there is none.

    Raises:
        SegmentError: something in the file is not as it should be, or a segment that it names.
    """
    file.check_keys(KEYS)
    dataset, key = file["dataset"].required_text(), file["key"].required_text()
    rules = _rules(file["rules"], deepest=2)
    listed = (each.required_text() for each in file["columns"])
    columns = tuple(dict.fromkeys([key, *(listed if file["columns"].value else (each.field for each in rules.each()))]))
    query = records(dataset, columns, rules, named)
    if sum(_JOIN.match(line) is not None for line in query.split("\n")) > MOST_SEGMENTS:
        raise too_many(name)
    return Segment(
        name=name,
        label=file["label"].text() or name,
        description=file["description"].text() or "",
        dataset=dataset,
        key=key,
        columns=columns,
        rules=rules,
        records=query,
    )


def too_many(name: str) -> SegmentError:
    """Return what is wrong with a segment that is made of too many others."""
    hint = "Make a dataset of one of them: its SAQL is a recipe."
    return SegmentError(f"The segment '{name}' is made of more than {MOST_SEGMENTS} segments.", hint=hint)


def written(segment: Segment) -> dict[str, Any]:
    """Return the object of a segment's file."""
    about = {"label": segment.label, "description": segment.description}
    return {
        **{key: value for key, value in about.items() if value},
        "dataset": segment.dataset,
        "key": segment.key,
        "columns": list(segment.columns),
        "rules": _rules_written(segment.rules),
    }


def _rules(value: JsonValue, deepest: int) -> Rules:
    value.check_keys(("all", "any"))
    given = value.value or {}
    if len(given) != 1:
        raise value.error('has not one of "all" and "any"', 'Write {"all": [..]} or {"any": [..]}, with rules in it.')
    joint: Joint = "all" if "all" in given else "any"
    listed = list(value[joint])
    if len(listed) > MOST_RULES:
        raise value[joint].error(f"has {len(listed)} rules", f"At most {MOST_RULES} can be joined.")
    return Rules(joint, tuple(_rule_or_group(each, joint, deepest) for each in listed))


def _rule_or_group(value: JsonValue, joint: Joint, deepest: int) -> Rule | Rules:
    if isinstance(value.value, dict) and not {"all", "any"}.isdisjoint(value.value):
        if deepest == 1:
            raise value.error("is a group in a group", "Rules are nested once; make the inner group a segment.")
        group = _rules(value, deepest - 1)
        if not group.rules:
            raise value.error("is a group without rules", "Remove it, or write a rule into it.")
        return group
    rule = _rule(value)
    if is_membership(rule) and (joint == "any" or deepest == 1):
        reason = "names a segment where not all rules have to hold"
        raise value["operator"].error(reason, 'Write it into the outer "all", where every rule has to hold.')
    return rule


def _rule(value: JsonValue) -> Rule:
    value.check_keys(("field", "operator", "value"))
    field, operator = value["field"].required_text(), value["operator"].one_of(OPERATORS)
    return Rule(field, operator, _values(value["value"], operator), value.pointer)


def _values(value: JsonValue, operator: str) -> tuple[Value, ...]:
    takes = OPERATORS[operator].takes
    listed = list(value) if isinstance(value.value, list) else [] if value.value is None else [value]
    found = tuple(_value(each, operator) for each in listed)
    least, most = _COUNTS[takes]
    if not least <= len(found) <= most:
        raise value.error(f"does not fit '{operator}', which takes {_WORDS[takes]}", _EXAMPLES[takes])
    if takes == "period":
        strange = next((each for each in listed if not is_period(each.value)), None)
        if strange is not None:
            raise strange.error("is no day and no period", _EXAMPLES["period"])
    return found


def _value(value: JsonValue, operator: str) -> Value:
    found = value.value
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, int | float) and math.isfinite(found) and abs(found) < 1e15:
        return found
    if operator in _NUMBERS_ONLY:
        raise value.error(f"is no number, which '{operator}' compares with", 'For instance: "value": 500')
    if operator == "contains" and isinstance(found, str) and len(found) < 2:
        raise value.error("is too short to look for", "Write at least two characters.")
    if not isinstance(found, str):
        raise value.error("is neither a text nor a number", 'For instance: "value": "Technology"')
    return found


_COUNTS: Mapping[str, tuple[int, int]] = {
    "nothing": (0, 0),
    "one": (1, 1),
    "two": (2, 2),
    "several": (1, _MOST_VALUES),
    "period": (1, 2),
    "segment": (1, 1),
}
_WORDS: Mapping[str, str] = {
    "nothing": "no value",
    "one": "one value",
    "two": "a list of two values",
    "several": f"a list of one to {_MOST_VALUES:,} values",
    "period": "a day, a period, or a list of two",
    "segment": "the name of a segment",
}
_EXAMPLES: Mapping[str, str] = {
    "nothing": 'Leave "value" out.',
    "one": 'For instance: "value": "Technology"',
    "two": 'For instance: "value": [100, 500]',
    "several": 'For instance: "value": ["Technology", "Retail"]',
    "period": 'For instance: "2026-01-31", "90 days ago", "current quarter", or ["3 months ago", "current month"].',
    "segment": 'For instance: "value": "large_customers"',
}


def _rules_written(rules: Rules) -> dict[str, Any]:
    return {rules.joint: [_rule_written(each) for each in rules.rules]}


def _rule_written(rule: Rule | Rules) -> dict[str, Any]:
    if isinstance(rule, Rules):
        return _rules_written(rule)
    known: dict[str, Any] = {"field": rule.field, "operator": rule.operator}
    if not rule.values:
        return known
    lists = OPERATORS[rule.operator].takes in ("two", "several") or len(rule.values) > 1
    return {**known, "value": list(rule.values) if lists else rule.values[0]}
