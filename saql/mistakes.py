"""The mistakes that people make often, each with a message of its own: habits of SQL, forgotten words, wrong quotes.

Each function looks at the place where the parser stopped and returns the diagnostic, or None for another mistake.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from saql import habits, slips
from saql.diagnostics import Diagnostic
from saql.keywords import KEYWORDS, STATEMENTS
from saql.messages import diagnostic
from saql.mistake import CLOSING, Mistake, Word, place, short, shown
from saql.span import Span
from saql.transform_expressions import quoted, unescape_text

FIRST_STEPS = 'a query starts with `q = load "dataset";`, then come filter, group and foreach'

OPERATOR_HINTS = {
    "<>": "write `!=`",
    "&": "write `&&` or `and`",
    "|": "write `||` or `or`",
    "=>": "write `>=`",
    "=<": "write `<=`",
    "===": "write `==`",
    "!==": "write `!=`",
    "between": "write `'Amount' in [1 .. 9]`, or two comparisons with `and`",
    "contains": "write `matches`, which looks for a part of a text and ignores case",
    "equals": "write `==`",
    "ilike": "write `matches`, which ignores case",
    "isnull": "write `is null`",
    "startswith": 'write `like "start%"`',
    "xor": "write it with `and`, `or` and `not`",
}
CHARACTER_HINTS = {
    "\u201c": 'texts stand in straight quotes: "..."',
    "\u201d": 'texts stand in straight quotes: "..."',
    "\u201e": 'texts stand in straight quotes: "..."',
    "\u2018": "names stand in straight quotes: '...'",
    "\u2019": "names stand in straight quotes: '...'",
    "`": "names stand in single quotes: '...'",
    "#": "a comment starts with `--`",
    "{": "`{{..}}` is filled in by a dashboard; outside of one, write the value",
}

_STARTS_STATEMENT = re.compile(r"(?:[A-Za-z_]\w*|'[^'\n]*')\s*=(?!=)")


def missing_semicolon(mistake: Mistake) -> Diagnostic | None:
    """`q = load "a" q = filter ..`: the rest is a statement of its own."""
    if "$END" not in mistake.accepts or not mistake.earlier:
        return None
    between = mistake.text[mistake.earlier[-1].span.end : mistake.span.start]
    on_new_line = mistake.found in STATEMENTS and "\n" in between
    if not on_new_line and not _STARTS_STATEMENT.match(mistake.text, mistake.span.start, mistake.piece.end):
        return None
    return diagnostic(
        "SAQL107", mistake.span, hints=["end the statement before it with `;`"], found=shown(mistake.found)
    )


def odd_character(mistake: Mistake) -> Diagnostic | None:
    """What is no word of the language at all: `1e5`, a curly quote, `{{`."""
    if mistake.kind:
        return None
    found = mistake.found
    if found in OPERATOR_HINTS:
        return diagnostic("SAQL109", mistake.span, hints=[OPERATOR_HINTS[found]], found=found)
    if found[0].isdigit() or found[0] == ".":
        hints = ["write all digits out, without an exponent or a unit"]
        return diagnostic("SAQL118", mistake.span, hints=hints, found=short(found))
    hints = [CHARACTER_HINTS[found[0]]] if found[0] in CHARACTER_HINTS else []
    if found[0].isalpha():
        hints = [f"a name that starts with a letter other than a to z stands in single quotes: {quoted(found)}"]
    span = Span(mistake.span.start, mistake.span.start + 1)
    return diagnostic("SAQL101", span, hints=hints, found=shown(found[0]))


def wrong_case(mistake: Mistake) -> Diagnostic | None:
    """`Filter`, `AND`: a keyword in capitals, which is taken for a name."""
    found = Word(mistake.found, mistake.span)
    for word in (found, *mistake.earlier[-1:]) if mistake.is_bare else mistake.earlier[-1:]:
        keyword = word.text.lower()
        if keyword in KEYWORDS and word.text != keyword:
            return diagnostic("SAQL114", word.span, hints=[f"write `{keyword}`"], keyword=keyword, found=word.text)
    return None


def foreign_operator(mistake: Mistake) -> Diagnostic | None:
    """`=` for `==`, `<>`, `between`: comparisons as other languages write them."""
    start, end = mistake.span.start, mistake.span.end
    for first, last in ((start, end + 1), (start - 2, end), (start - 1, end)):
        if (around := mistake.text[max(first, mistake.piece.start) : last]) in OPERATOR_HINTS and not around.isalpha():
            return diagnostic("SAQL109", Span(first, last), hints=[OPERATOR_HINTS[around]], found=around)
    if "COMPARISON" not in mistake.accepts:
        return None
    if mistake.found == "=":
        return diagnostic("SAQL108", mistake.span, hints=["write `==`"])
    if mistake.is_bare and (hint := OPERATOR_HINTS.get(mistake.found.lower())):
        return diagnostic("SAQL109", mistake.span, hints=[hint], found=mistake.found)
    return None


def unknown_statement(mistake: Mistake) -> Diagnostic | None:
    """`select ..`, `q = fliter q by ..`: a statement that there is not."""
    head = mistake.head
    if head is None or not head.is_bare or head.text in STATEMENTS:
        return None
    at_head = mistake.span == head.span and "LOAD" in mistake.accepts
    after_head = mistake.accepts == {"EQUAL"} and mistake.found not in STATEMENTS
    if not at_head and not after_head:
        return None
    close = difflib.get_close_matches(head.text.lower(), STATEMENTS, 1, 0.7)
    hints = [habits.STATEMENTS.get(head.text.lower(), FIRST_STEPS)]
    if close and head.text.lower() not in habits.STATEMENTS:
        hints = [f"did you mean `{close[0]}`?"]
    return diagnostic("SAQL110", head.span, hints=hints, found=short(head.text))


def reserved_name(mistake: Mistake) -> Diagnostic | None:
    """`order = load ..`: a stream that is called like a statement."""
    if mistake.found != "=" or len(mistake.earlier) != 1 or mistake.before() not in STATEMENTS:
        return None
    word = mistake.earlier[0]
    return diagnostic("SAQL119", word.span, hints=[f"write {quoted(word.text)}, or another name"], found=word.text)


def trailing_comma(mistake: Mistake) -> Diagnostic | None:
    """`('a', )`: a comma before a closing bracket, another comma, or the end."""
    if mistake.before() != "," or mistake.found not in ("", ",", ")", "]"):
        return None
    return diagnostic("SAQL116", mistake.earlier[-1].span, hints=["remove it, or write what is to follow it"])


def missing_stream(mistake: Mistake) -> Diagnostic | None:
    """`filter by ..`: the word after the statement's was taken for the stream."""
    word = mistake.before()
    if mistake.accepts not in ({"BY"}, {"GENERATE"}) or word not in ("by", "generate") or mistake.found == word:
        return None
    if mistake.before(2) not in STATEMENTS:
        return None
    hints = [f"write `{mistake.before(2)} q {word} ..`, where q is the stream to read"]
    return diagnostic("SAQL124", mistake.earlier[-1].span, hints=hints, found=word)


def count_of_rows(mistake: Mistake) -> Diagnostic | None:
    """`limit q by 10`, `limit 10`."""
    if not mistake.is_statement("limit", "offset") or not mistake.accepts <= {"INTEGER", "IDENTIFIER"}:
        return None
    assert mistake.head is not None
    name = mistake.head.text
    return diagnostic("SAQL117", place(mistake), hints=[f"write `{name} q 10`"], statement=name)


def several_fields(mistake: Mistake) -> Diagnostic | None:
    """`order q by 'a', 'b'`: keys without brackets around them."""
    earlier = mistake.earlier[:-2] if mistake.accepts == {"BY"} and mistake.before(2) == "," else mistake.earlier
    if earlier is mistake.earlier and mistake.found != ",":
        return None
    if mistake.is_statement("augment") and mistake.found != ",":
        return None
    if mistake.is_statement("filter", "join") or mistake.found not in ("", ",", "("):
        return None
    depth = len(mistake.open_brackets)
    marks = [n for n, word in enumerate(earlier) if word.text == "by"]
    if not marks or any(word.text in ("left", "right", "full", "inner", "all") for word in earlier[marks[-1] :]):
        return None
    keys = earlier[marks[-1] + 1 :]
    if not keys or len([word for word in mistake.open_brackets if word.span < keys[0].span]) != depth:
        return None
    span = Span(keys[0].span.start, mistake.earlier[-1].span.end)
    return diagnostic("SAQL115", span, hints=["write `by ('Field', 'Other')`"])


def all_fields(mistake: Mistake) -> Diagnostic | None:
    """`generate *`, `count(*)`."""
    if mistake.found != "*" or "CASE" not in mistake.accepts:
        return None
    hint = "write `count()`" if mistake.before(2) == "count" else "name each field that is wanted"
    return diagnostic("SAQL126", mistake.span, hints=[hint])


def distinct(mistake: Mistake) -> Diagnostic | None:
    """`count(distinct 'Name')`."""
    if mistake.before().lower() != "distinct":
        return None
    word = mistake.earlier[-1]
    hints = ["`unique('Field')` counts the different values; `group` gives a row for each"]
    return diagnostic("SAQL128", word.span, hints=hints, found=word.text)


def list_of_values(mistake: Mistake) -> Diagnostic | None:
    """`in ("a", "b")`."""
    if mistake.before() != "in" or "OPEN_SQUARE" not in mistake.accepts:
        return None
    return diagnostic("SAQL127", place(mistake), hints=['write `in ["a", "b"]`'])


def wrong_quotes(mistake: Mistake) -> Diagnostic | None:
    """`as "Total"`, `load 'opportunity'`."""
    found, accepts = mistake.found, mistake.accepts
    if mistake.kind == "STRING" and "IDENTIFIER" in accepts and "STRING" not in accepts:
        hints = [f"write {quoted(unescape_text(found[1:-1]))}"]
        return diagnostic("SAQL111", mistake.span, hints=hints, found=short(found))
    if mistake.kind == "IDENTIFIER" and "STRING" in accepts and "IDENTIFIER" not in accepts:
        hints = [f'write "{found.strip(chr(39))}"']
        return diagnostic("SAQL120", mistake.span, hints=hints, found=short(found))
    return None


def wrong_brackets(mistake: Mistake) -> Diagnostic | None:
    """A bracket that is not closed, is closed by another kind, or closes nothing."""
    if mistake.found in (")", "]") and not mistake.open_brackets:
        return diagnostic("SAQL104", mistake.span, hints=["remove it, or open it before"], bracket=mistake.found)
    closes = mistake.accepts & {"CLOSE", "CLOSE_SQUARE"}
    if not mistake.unclosed_brackets or not (closes or mistake.kind == "$END" or mistake.found in (")", "]")):
        return None
    bracket = mistake.unclosed_brackets[-1]
    return diagnostic("SAQL103", bracket.span, bracket=bracket.text, closing=CLOSING[bracket.text])


def misspelt_word(mistake: Mistake) -> Diagnostic | None:
    """`foreach q genrate`: nearly a word that could stand there."""
    if not mistake.is_bare:
        return None
    words = [word.lower() for word in mistake.accepts if word.lower() in KEYWORDS]
    found = mistake.found.lower()
    close = difflib.get_close_matches(found, words, 1, 0.7)
    close = close or [word for word in words if len(word) > 2 and found.startswith(word)]  # `descending`, `orderq`
    if not close:
        return None
    return diagnostic("SAQL128", mistake.span, hints=[f"did you mean `{close[0]}`?"], found=short(mistake.found))


def missing_word(mistake: Mistake) -> Diagnostic | None:
    """`filter q 'a' == 1`, `foreach q 'a'`, `sum('a') 'total'`: a short word left out."""
    if mistake.kind == "$END":
        return None
    found = shown(mistake.found)
    if mistake.accepts == {"BY"}:
        statement = mistake.before(2) if mistake.before(2) in STATEMENTS else ".."
        hints = [f"write `{statement} {mistake.before()} by ..`"]
        return diagnostic("SAQL112", mistake.span, hints=hints, found=found)
    if mistake.accepts == {"GENERATE"}:
        hints = [f"write `foreach {mistake.before()} generate ..`"]
        return diagnostic("SAQL113", mistake.span, hints=hints, found=found)
    if "AS" in mistake.accepts and mistake.kind == "IDENTIFIER":
        return diagnostic("SAQL125", mistake.span, hints=[f"write `as {mistake.found}`"], found=found)
    return None


KNOWN: tuple[Callable[[Mistake], Diagnostic | None], ...] = (
    missing_semicolon,  # first, since what follows is another statement
    odd_character,
    wrong_case,
    slips.two_equals,
    slips.negated_pattern,
    foreign_operator,
    slips.two_operators,
    slips.goes_on_after_semicolon,
    unknown_statement,
    reserved_name,
    slips.separated_thousands,
    trailing_comma,
    missing_stream,
    count_of_rows,
    slips.longer_word,
    slips.kind_of_augment,  # before the words of SQL, some of which it takes
    slips.word_of_sql,
    slips.kind_of_join,
    slips.alias_in_wrong_place,
    slips.streams_of_augment,
    slips.parent_of_flatten,
    slips.fields_to_add,
    several_fields,
    all_fields,
    distinct,
    list_of_values,
    slips.comparison_with_is,
    slips.repeated_stream,
    slips.alias_missing,
    wrong_quotes,
    slips.rows_of_window,
    wrong_brackets,
    misspelt_word,  # before what is missing: `genrate` is not `generate` left out
    slips.case_words,
    slips.case_without_end,
    missing_word,
    slips.name_of_two_words,
)
"""In this order; the first that knows the mistake tells it."""
