"""What is wrong with a query: mistakes in its syntax as well as those in what could be read of it."""

from __future__ import annotations

from collections.abc import Iterable

from saql.check.query import check
from saql.diagnostics import Diagnostic, SaqlError
from saql.parser import parse
from saql.pieces import trim
from saql.schema import Catalog
from saql.service.reading import Broken, read_all, survey
from saql.span import Span
from saql.syntax.statements import Query

_NO_STREAM = "SAQL202"


def diagnose(text: str, catalog: Catalog, *, makes_dataset: bool = False) -> tuple[Diagnostic, ...]:
    """Return the mistakes and warnings of a query by their place in it; none for a text that holds nothing yet.

    Args:
        text: The query.
        catalog: The datasets that it can load.
        makes_dataset: Whether its result becomes a dataset, as that of a recipe does.
    """
    if trim(text, Span(0, len(text))).start == len(text):
        return ()
    parts = read_all(text)
    found = [part.diagnostic for part in parts if isinstance(part, Broken)]
    statements = tuple(part for part in parts if not isinstance(part, Broken))
    try:
        if not statements:
            check(parse(text), catalog)  # an expression alone is no statement, but no mistake in syntax either
        elif all(each.severity == "warning" for each in found):
            query = Query(text, statements, ())
            return _in_order((*found, *check(query, catalog, makes_dataset=makes_dataset).warnings))
    except SaqlError as error:
        return _in_order((*found, *error.diagnostics) if statements else error.diagnostics)
    session = survey(text, parts, catalog, thorough=True)
    # A stream may be missing because the statement that makes it is broken.
    return _in_order((*found, *(each for each in session.findings.in_order() if each.code != _NO_STREAM)))


def _in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.span))
