"""The checked tree: names resolved, types known, operators and functions alike as calls.

It is all that the engine reads of a query.
"""
