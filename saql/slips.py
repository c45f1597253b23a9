"""Slips of the pen: words too many, too few, or in the wrong place (mistakes.py says how these functions are used)."""

from __future__ import annotations

import itertools
import re

from saql.diagnostics import Diagnostic
from saql.habits import WORDS
from saql.messages import diagnostic
from saql.mistake import Mistake, Word, place, shown, words
from saql.span import Span
from saql.transform_expressions import quoted

_BINARY = frozenset("and or && || == != < <= > >= + * / % like matches in".split())
_UNARY = frozenset(("not", "!", "-", "+"))
_VALUE_KINDS = frozenset("IDENTIFIER STRING INTEGER DECIMAL TRUE FALSE NULL CASE".split())
_NAME = re.compile(r"\w+")
_THOUSANDS = re.compile(r",\d{3}(?!\d)")
_JOINS = frozenset("left right full inner outer semi anti".split())
_WITHIN_STATEMENTS = frozenset("and or && || as asc desc by when then else end , ) ]".split())


def two_operators(mistake: Mistake) -> Diagnostic | None:
    """`a and and b`, `a && && b`, `a > == b`: the second may be taken for a name, and the place is after it."""
    words = [*mistake.earlier[-2:], Word(mistake.found, mistake.span)]
    for first, second in itertools.pairwise(words):
        if first.text in _BINARY and second.text in _BINARY - _UNARY:
            named = {"first": first.text, "second": second.text}
            return diagnostic("SAQL131", second.span, hints=["remove one of them"], **named)
    return None


def two_equals(mistake: Mistake) -> Diagnostic | None:
    """`q == load ..`."""
    start = mistake.span.start
    if mistake.found == "==" and mistake.accepts == {"EQUAL"}:
        return diagnostic("SAQL132", mistake.span, hints=["write one `=`"])
    if mistake.found != "=" or mistake.text[start - 1 : start] != "=" or len(mistake.earlier) > 2:
        return None
    return diagnostic("SAQL132", Span(start - 1, start + 1), hints=["write one `=`"])


def goes_on_after_semicolon(mistake: Mistake) -> Diagnostic | None:
    """`filter q by a; and b`, `generate a as x; 'b' as y`: what stands at the start belongs to the statement before."""
    head = mistake.head
    if head is None or not mistake.text[: mistake.piece.start].rstrip().endswith(";"):
        return None
    is_first = mistake.span == head.span and "LOAD" in mistake.accepts
    is_target = mistake.accepts == {"EQUAL"} and len(mistake.earlier) == 1
    if not (is_first or is_target) or not (head.text in _WITHIN_STATEMENTS or mistake.found in ("as", ",", ".")):
        return None
    hints = ["remove the `;` before it, if it belongs to the statement there"]
    return diagnostic("SAQL133", head.span, hints=hints, found=shown(head.text))


def case_without_end(mistake: Mistake) -> Diagnostic | None:
    """`case when a then b else c as x`."""
    if "END" not in mistake.accepts or mistake.found not in ("as", ",", ")", ""):
        return None
    open_cases: list[Word] = []
    for word in mistake.earlier:
        if word.text == "case":
            open_cases.append(word)
        elif word.text == "end" and open_cases:
            open_cases.pop()
    if not open_cases:
        return None
    return diagnostic("SAQL134", open_cases[-1].span, hints=[f"write `end` before {shown(mistake.found or ';')}"])


def case_words(mistake: Mistake) -> Diagnostic | None:
    """`case a > 5 then ..`, `when a > 5 "big"`."""
    found = shown(mistake.found or ";")
    if "WHEN" in mistake.accepts and mistake.found == "then":
        return diagnostic("SAQL135", mistake.span, hints=["write `case when .. then .. end`"], word="when", found=found)
    if "THEN" in mistake.accepts and (mistake.kind in _VALUE_KINDS or mistake.found in ("else", "end", "when", "")):
        hints = ["write `when .. then ..`"]
        return diagnostic("SAQL135", place(mistake), hints=hints, word="then", found=found)
    return None


def alias_in_wrong_place(mistake: Mistake) -> Diagnostic | None:
    """`group q by 'Owner' as 'o'`."""
    gives_names = mistake.is_statement("foreach", "augment", "flatten", "timeseries", "arimax")
    if mistake.found != "as" or "AS" in mistake.accepts or gives_names:
        return None
    hints = ["the foreach after it gives names: `foreach q generate 'Owner' as 'Seller'`"]
    return diagnostic("SAQL136", mistake.span, hints=hints)


def alias_missing(mistake: Mistake) -> Diagnostic | None:
    """`'Owner' as, 'Stage'`."""
    if mistake.before() != "as" or mistake.accepts != {"IDENTIFIER"}:
        return None
    if mistake.kind == "STRING":
        return None
    return diagnostic("SAQL137", mistake.earlier[-1].span, hints=["write `as 'name'`, or leave out `as`"])


def negated_pattern(mistake: Mistake) -> Diagnostic | None:
    """`'Stage' not like "W%"`."""
    if mistake.before() != "not" or mistake.found not in ("like", "matches"):
        return None
    hints = [f"write `!('Field' {mistake.found} \"..\")`"]
    return diagnostic(
        "SAQL138", Span(mistake.earlier[-1].span.start, mistake.span.end), hints=hints, found=mistake.found
    )


def comparison_with_is(mistake: Mistake) -> Diagnostic | None:
    """`'Stage' is "Won"`, `'Stage' is not "Won"`."""
    if "NULL" not in mistake.accepts or not mistake.accepts <= {"NULL", "NOT"} or mistake.kind == "$END":
        return None
    negated = mistake.before() == "not"
    word = mistake.earlier[-2] if negated else mistake.earlier[-1]
    operator = "!=" if negated else "=="
    return diagnostic("SAQL139", word.span, hints=[f"write `{operator}` to compare values"])


def separated_thousands(mistake: Mistake) -> Diagnostic | None:
    """`1,000`."""
    match = _THOUSANDS.match(mistake.text, mistake.span.start, mistake.piece.end)
    if match is None or not mistake.before().isdigit() or mistake.earlier[-1].span.end != mistake.span.start:
        return None
    span = Span(mistake.earlier[-1].span.start, match.end())
    number = mistake.text[span.start : span.end]
    return diagnostic("SAQL118", span, hints=[f"write {number.replace(',', '')}"], found=number)


def name_of_two_words(mistake: Mistake) -> Diagnostic | None:
    """`Stage Name == "Won"`: a name with a space, without quotes."""
    if not mistake.is_bare or not mistake.earlier or not mistake.earlier[-1].is_bare or "AS" in mistake.accepts:
        return None
    before = mistake.earlier[-1]
    if "COMPARISON" not in mistake.accepts or mistake.text[before.span.end : mistake.span.start] != " ":
        return None
    name = mistake.text[before.span.start : mistake.span.end]
    hints = [f"a name with a space stands in single quotes: {quoted(name)}"]
    return diagnostic("SAQL140", mistake.span, hints=hints, found=mistake.found)


def repeated_stream(mistake: Mistake) -> Diagnostic | None:
    """`order q by q 'Owner'`."""
    words = [word.text for word in mistake.earlier]
    if mistake.kind != "IDENTIFIER" or len(words) < 3 or words[-2] != "by" or words[-1] != words[-3]:
        return None
    word = mistake.earlier[-1]
    return diagnostic("SAQL141", word.span, hints=["remove it here: fields follow `by`"], found=shown(word.text))


def kind_of_join(mistake: Mistake) -> Diagnostic | None:
    """`join a by 'Id', b by 'Id'`."""
    if mistake.accepts != {"ANTI", "SEMI"}:
        return None
    hints = [
        "`join a by 'Id' semi, b by 'Id'` keeps the rows of a that have a partner in b; `anti` keeps the others",
        "`augment a by 'Id', b by 'Id' generate b.'Name' as 'Name'` adds fields of b to the rows of a",
        "`cogroup` puts the groups of streams beside each other",
    ]
    return diagnostic("SAQL142", place(mistake), hints=hints)


def kind_of_augment(mistake: Mistake) -> Diagnostic | None:
    """`augment q by 'AccountId' left, a by 'Id' ..`."""
    if not mistake.is_statement("augment") or mistake.found not in _JOINS:
        return None
    hints = ["remove it: an augment keeps all rows of the first stream, each once"]
    return diagnostic("SAQL128", mistake.span, hints=hints, found=mistake.found)


def streams_of_augment(mistake: Mistake) -> Diagnostic | None:
    """`augment q by 'AccountId' generate a.'Industry'`."""
    if not mistake.is_statement("augment") or mistake.accepts != {"COMMA"}:
        return None
    hints = ["write `augment q by 'AccountId', a by 'Id' generate a.'Industry' as 'Industry'`"]
    return diagnostic("SAQL144", place(mistake), hints=hints)


def parent_of_flatten(mistake: Mistake) -> Diagnostic | None:
    """`flatten q by 'Id' generate ..`, `flatten q by ('Id', 'ParentId') ..`, `flatten q by 'Id', generate ..`."""
    before = [word.text for word in mistake.earlier]
    if not mistake.is_statement("flatten") or "by" not in before:
        return None
    is_taken_for_parent = before[-2:] == [",", "generate"]
    is_missing = "COMMA" in mistake.accepts and "GENERATE" not in mistake.accepts
    is_too_much = mistake.found == "," and before[-1] != ","
    if not is_taken_for_parent and ("generate" in before or not (is_missing or is_too_much)):
        return None
    hints = ["write `flatten q by 'Id', 'ParentId' generate ancestors as 'Ancestors'`"]
    return diagnostic("SAQL145", place(mistake), hints=hints)


def fields_to_add(mistake: Mistake) -> Diagnostic | None:
    """`augment q by 'AccountId', a by 'Id';`, `flatten q by 'Id', 'ParentId';`."""
    generates = any(word.text.startswith("gen") for word in words(mistake.text, mistake.piece))
    if not mistake.is_statement("augment", "flatten") or "GENERATE" not in mistake.accepts or generates:
        return None
    hints = ["say what to take of the second stream: `generate a.'Industry' as 'Industry'`"]
    if mistake.is_statement("flatten"):
        hints = ["say what to add: `generate ancestors as 'Ancestors', path as 'Path'`"]
    return diagnostic("SAQL113", place(mistake), hints=hints, found=shown(mistake.found or ";"))


def rows_of_window(mistake: Mistake) -> Diagnostic | None:
    """`over (partition by ..)`, `over ()`."""
    if mistake.before(2) != "over" or mistake.before() != "(" or mistake.accepts != {"OPEN_SQUARE"}:
        return None
    hints = ["`over ([..] partition by all)` reads all rows, `[.. 0]` those up to the current one"]
    return diagnostic("SAQL143", place(mistake), hints=hints)


def longer_word(mistake: Mistake) -> Diagnostic | None:
    """`order q by 'Amount' descending`: a keyword was read, and the word goes on."""
    if not mistake.earlier or mistake.earlier[-1].span.end != mistake.span.start or not mistake.earlier[-1].is_bare:
        return None
    start = mistake.earlier[-1].span.start
    word = _NAME.match(mistake.text, start, mistake.piece.end)
    if word is None or word.end() <= mistake.span.start:
        return None
    hints = [f"did you mean `{mistake.before()}`?"]
    return diagnostic("SAQL128", Span(start, word.end()), hints=hints, found=word[0])


def word_of_sql(mistake: Mistake) -> Diagnostic | None:
    """`group q by 'Owner' having ..`, `filter q where ..`."""
    word = mistake.found.lower()
    if word not in WORDS or mistake.accepts == {"EQUAL"}:
        return None
    return diagnostic("SAQL128", mistake.span, hints=[WORDS[word]], found=mistake.found)
