"""The checker: a parsed query and the schemas of datasets become a checked query, or all that is wrong with it."""

from saql.check.query import check

__all__ = ["check"]
