"""Every diagnostic of the language: one table, code to template.

Ranges: 1xx syntax, 2xx names, 3xx types, 4xx grouping and other rules of statements,
6xx while running. Those in `WARNINGS` let the query run. A template is one line, says what is wrong in an admin's
words, and names its parameters in braces. What to do about it goes into hints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from saql.diagnostics import Diagnostic
from saql.span import Span

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "SAQL100": "expected {expected}, found {found}",
        "SAQL101": "unexpected character {found}",
        "SAQL102": "this {kind} has no closing {quote}",
        "SAQL103": "this `{bracket}` has no closing `{closing}`",
        "SAQL104": "this `{bracket}` closes nothing",
        "SAQL105": "this comment has no closing `*/`",
        "SAQL106": "the statement ends after {before}: expected {expected}",
        "SAQL107": "a `;` is missing before {found}",
        "SAQL108": "`=` names a stream; a comparison is written `==`",
        "SAQL109": "`{found}` is not an operator",
        "SAQL110": "`{found}` is not a statement",
        "SAQL111": "{found} is in double quotes, which are for texts; a name stands in single quotes",
        "SAQL112": "`by` is missing before {found}",
        "SAQL113": "`generate` is missing before {found}",
        "SAQL114": "keywords are in lower case: `{keyword}`, not `{found}`",
        "SAQL115": "several fields need brackets around them",
        "SAQL116": "nothing follows this comma",
        "SAQL117": "`{statement}` takes a stream and a whole number",
        "SAQL118": "`{found}` is not a number",
        "SAQL119": "`{found}` is a keyword; as a name it needs single quotes",
        "SAQL120": "{found} is a name; a text stands in double quotes",
        "SAQL121": "the statement is nested too deeply: more than {limit} levels",
        "SAQL122": "a number has at most {limit} digits",
        "SAQL123": "a percentile is ordered by one field",
        "SAQL124": "the stream is missing before `{found}`",
        "SAQL125": "`as` is missing before {found}",
        "SAQL126": "`*` does not stand for all fields",
        "SAQL127": "a list of values stands in square brackets",
        "SAQL128": "unknown word `{found}`",
        "SAQL130": '`""` stands for one double quote here, so this is one text',
        "SAQL131": "`{first}` and `{second}` stand side by side",
        "SAQL132": "`==` compares; a stream gets its name by `=`",
        "SAQL133": "{found} does not start a statement",
        "SAQL134": "this `case` has no `end`",
        "SAQL135": "`{word}` is missing before {found}",
        "SAQL136": "`as` gives a name in a foreach only",
        "SAQL137": "no name follows this `as`",
        "SAQL138": "`{found}` is not negated by `not`",
        "SAQL139": "`is` stands before `null` or `not null` only",
        "SAQL140": "a name can't go on with `{found}`",
        "SAQL141": "{found} is the stream, which stands before `by` already",
        "SAQL142": "a join says `semi` or `anti`",
        "SAQL143": "a window starts with its rows",
        "SAQL144": "an augment reads two streams",
        "SAQL145": "a flatten reads two fields: the key of a row, and the key of its parent",
        "SAQL201": 'there is no dataset "{name}"',
        "SAQL202": "there is no stream '{name}'",
        "SAQL203": "'{stream}' has no field '{name}'",
        "SAQL204": "'{name}' is not a stream whose fields can be used here",
        "SAQL205": "there is no function `{name}`",
        "SAQL301": "{left} and {right} can't be compared with `{operator}`",
        "SAQL302": "{function}() takes {expected}, not {found}",
        "SAQL303": "{function}() takes {expected}{place}, not {found}",
        "SAQL304": "the {parameter} of {function}() must be a constant",
        "SAQL305": "the {parameter} of {function}() must be {limit}",
        "SAQL306": "{what} takes values of one type, not {found}",
        "SAQL307": "a list after `in` holds constants only",
        "SAQL308": "dateRange() stands only in a list after `in`",
        "SAQL309": "{found} is no day of the calendar",
        "SAQL310": "relative dates and instants do not mix in one list",
        "SAQL311": "{found} is no date that a date field can be in",
        "SAQL312": "dateRange() takes two days",
        "SAQL313": "`+` can't put {left} and {right} together",
        "SAQL314": "`{operator}` takes numbers, not {found}",
        "SAQL315": "{place} takes a condition, not {found}",
        "SAQL316": "a list can't stand here",
        "SAQL317": "the results of a case must be of one type: one is {first}, this is {other}",
        "SAQL320": 'the text "{text}" is taken as a number',
        "SAQL321": "{what} is a text; values that are no numbers count as null",
        "SAQL322": "{what} has texts and numbers: this number is shown as a text",
        "SAQL323": "'{field}' is {first} in '{left}' and {other} in '{right}': the union has it as a text",
        "SAQL324": "`!` stands for the whole comparison here, not for {found}",
        "SAQL325": "'{name}' is in double quotes, so this is a text and not the field of that name",
        "SAQL326": "a date is compared with the text {found}, letter by letter",
        "SAQL327": "`{character}` is no wildcard of `{operator}`: it stands for itself",
        "SAQL328": "nothing is equal to null, or differs from it: this is never true",
        "SAQL329": "the value of this list is compared by `{operator}`",
        "SAQL400": "there is no statement to run",
        "SAQL401": "no query to run: the last stream is not projected",
        "SAQL402": "{function}() aggregates rows, which can't be done in {place}",
        "SAQL403": "{inner}() can't stand inside {outer}()",
        "SAQL404": "the window of {function}() can't stand inside {outer}()",
        "SAQL405": "{function}() lacks the order of its values",
        "SAQL406": "{function}() takes no `within group`",
        "SAQL407": "{function}() can't be used with rollup",
        "SAQL408": "{function}() can't be used in a cogroup",
        "SAQL409": "count() takes nothing but the name of a grouped stream",
        "SAQL410": "the window of {function}() needs a grouped stream",
        "SAQL411": "{function}() can't stand before `over`",
        "SAQL412": "{function}() over a whole partition, `[..]`, takes no `order by`",
        "SAQL413": "a window reads one stream, not both '{first}' and '{second}'",
        "SAQL414": "{function}() stands before `over ([..] ..)` with an `order by`",
        "SAQL415": "grouping() takes a key of the group",
        "SAQL416": "an aggregate reads one stream, not both '{first}' and '{second}'",
        "SAQL417": "in a cogroup '{name}' needs the name of its stream",
        "SAQL418": "the window of {function}() can't stand in {place}",
        "SAQL420": "{statement} can't use '{name}': it is grouped and not projected yet",
        "SAQL421": "a sample is a percentage above 0, up to 100, not {sample}",
        "SAQL422": "this expression has no alias",
        "SAQL423": "two items have the alias '{alias}'",
        "SAQL424": "no item may have the alias 'none'",
        "SAQL430": "'{name}' is grouped with itself",
        "SAQL431": "'{stream}' has {found} where the first stream has {expected}",
        "SAQL432": "rollup can't be used in a cogroup",
        "SAQL433": "keys number {place} are of different types: {found}",
        "SAQL440": "'{field}' is {first} in '{left}' but {other} in '{right}'",
        "SAQL441": "{found} can't be key {place} of {statement} on '{stream}'",
        "SAQL450": "{statement} has no parameter `{name}`",
        "SAQL451": "the parameter `{name}` stands twice",
        "SAQL452": "{statement} needs the parameter {name}",
        "SAQL453": "`{name}` takes {expected}, not {found}",
        "SAQL454": '"{found}" is not a format of dates',
        "SAQL455": 'the format "{format}" takes {expected}, not {found}',
        "SAQL456": "'{name}' is {found}, which can't be {expected} of `dateCols`",
        "SAQL457": "the end is before the start",
        "SAQL459": "{statement} takes either `dateCols` or `order`",
        "SAQL460": "{statement} forecasts fields, not expressions",
        "SAQL461": "'{name}' is {found}; {statement} takes numbers",
        "SAQL462": "'{stream}' has a field '{name}' already",
        "SAQL463": "a `seasonalOrder` without a length of the season is (0, 0, 0, 0)",
        "SAQL464": "with `xreg`, arimax forecasts one field, not {found}",
        "SAQL465": "'{name}' in `xregFutures` is not in `xreg`",
        "SAQL466": "'{name}' takes {expected} numbers, one for each period of the forecast, not {found}",
        "SAQL467": "`xregFutures` lacks the values of '{name}'",
        "SAQL468": "'{name}' shows the parameters of models, which nothing can follow",
        "SAQL469": "{statement} can't use '{name}': it is not projected yet",
        "SAQL470": "a flatten adds `ancestors` and `path`, and nothing else",
        "SAQL471": "the keys of a flatten are texts, not {found}",
        "SAQL601": "{problem}",
    }
)

WARNINGS = frozenset(
    (
        "SAQL107",
        "SAQL130",
        "SAQL320",
        "SAQL321",
        "SAQL322",
        "SAQL323",
        "SAQL324",
        "SAQL325",
        "SAQL326",
        "SAQL327",
        "SAQL328",
        "SAQL329",
    )
)
"""The codes of what a reader should know, though the query can run."""


def diagnostic(code: str, span: Span, /, *, hints: Iterable[str] = (), **parameters: object) -> Diagnostic:
    """Make the diagnostic of a code.

    Args:
        code: A key of `MESSAGES`.
        span: The text that it is about.
        hints: What to write instead, a sentence each.
        parameters: The values of the template's names.

    Raises:
        KeyError: The code, or a parameter of its template, is missing: a mistake of ours.
    """
    severity = "warning" if code in WARNINGS else "error"
    return Diagnostic(code, MESSAGES[code].format_map(parameters), span, tuple(hints), severity)
