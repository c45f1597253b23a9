"""Every diagnostic of the language: one table, code to template.

Ranges: 1xx syntax, 2xx names, 3xx types, 4xx grouping and other rules of statements, 5xx not available yet, 6xx while running.
A template is one line, says what is wrong in an admin's words, and names its parameters in braces. What to do about it goes into hints.
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
        "SAQL103": "this `{bracket}` is never closed",
        "SAQL104": "there is no open bracket for this `{bracket}`",
        "SAQL105": "this comment has no closing `*/`",
        "SAQL106": "the query ends too early: expected {expected}",
        "SAQL107": "a `;` is missing before {found}",
        "SAQL108": "`=` names a stream; a comparison is written `==`",
        "SAQL109": "`{found}` is not an operator",
        "SAQL110": "`{found}` is not a statement of SAQL",
        "SAQL111": "{found} is a text, but {place} takes a name",
        "SAQL112": "`by` is missing before {found}",
        "SAQL113": "`generate` is missing before {found}",
        "SAQL114": "keywords are lowercase: `{keyword}`, not `{found}`",
        "SAQL115": "several fields need parentheses around them",
        "SAQL116": "a comma stands before {found}, with nothing after it",
        "SAQL117": "{statement} takes a stream and a whole number, such as `{statement} q 10`",
        "SAQL118": "`{found}` is not a number",
        "SAQL119": "`{found}` is a keyword and can't be a name without quotes",
        "SAQL120": "{found} stands in single quotes, which are for names; a text stands in double quotes",
        "SAQL121": "the query nests too deeply",
        "SAQL122": "a number has at most {limit} digits",
        "SAQL123": "a percentile is ordered by one field",
    }
)


def diagnostic(
    code: str,
    span: Span,
    /,
    *,
    hints: Iterable[str] = (),
    severity: str = "error",
    **parameters: object,
) -> Diagnostic:
    """Make the diagnostic of a code.

    Args:
        code: A key of `MESSAGES`.
        span: The text that it is about.
        hints: What to write instead, a sentence each.
        severity: `error`, or `warning` for what does not stop the query.
        parameters: The values of the template's names.

    Raises:
        KeyError: The code, or a parameter of its template, is missing: a mistake of ours.
    """
    return Diagnostic(code, MESSAGES[code].format_map(parameters), span, tuple(hints), severity)
