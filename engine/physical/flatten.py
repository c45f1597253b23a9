"""What is above each row of a hierarchy, as lists and as paths.

Keys and parents are codes into one dictionary, the nodes of the hierarchy. Lists and paths are made once for each node
that they begin with, and handed out to the rows by code.
"""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pyarrow as pa

from engine.columns import Column, Frame, MultivalueColumn, TextColumn
from engine.kernels import arrow
from engine.kernels import codes as texts
from engine.kernels.arrays import Array, from_list, values
from engine.kernels.hierarchy import Hierarchy, Nodes, chains, hierarchy, lineage
from engine.kernels.rows import take, with_columns
from engine.kernels.text_order import text_order
from engine.physical.expressions import Evaluator
from engine.plan import nodes
from engine.query_errors import EvaluationError, QueryLimitError
from saql.record import record

_MOST_ANCESTORS = 1 << 27
_MOST_BYTES = 1 << 30
_SHOWN = 6
_SEPARATOR = "\\"


def run_flatten(node: nodes.Flatten, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return the rows of the input, with lists of ancestors and paths added.

    Raises:
        EvaluationError: The hierarchy has a circle.
        QueryLimitError: It is so deep that there is no room for the lists or the paths.
    """
    frame = inputs[0]
    evaluator = Evaluator(frame, zone)
    sides = evaluator.column(node.key), evaluator.column(node.parent)
    dictionary, (own, parents) = texts.merge([each for each in sides if isinstance(each, TextColumn)])
    found = hierarchy(own, parents, len(dictionary) + 1)
    if not isinstance(found, Hierarchy):
        raise _circle(node, dictionary, found)
    starts = own.astype(np.int64) if node.with_self else found.above[own]
    lineage = _Lineage.of(found, dictionary, starts)
    return with_columns(frame, {name: lineage.column(item) for name, item in node.items})


def _circle(node: nodes.Flatten, dictionary: pa.StringArray, circle: list[int]) -> EvaluationError:
    names = [f'"{dictionary[each - 1].as_py()}"' for each in circle]
    way = ", ".join([*names[1:_SHOWN], *(["..."] if len(names) > _SHOWN else []), names[0]])
    message = f"{names[0]} is its own ancestor: above it come {way}"
    return EvaluationError(message, node.parent.span, "correct the parent of one of them, or filter its row out")


@record(eq=False)
class _Lineage:
    """The distinct nodes that lists and paths begin with, node 0 first, and the place of each row's among them."""

    given: Hierarchy
    dictionary: pa.StringArray
    heads: Nodes
    places: Nodes

    @staticmethod
    def of(given: Hierarchy, dictionary: pa.StringArray, starts: Nodes) -> _Lineage:
        is_head = np.zeros(len(given.above), np.bool_)
        is_head[starts] = True
        is_head[0] = True
        heads = np.flatnonzero(is_head)
        place = np.cumsum(is_head) - 1
        return _Lineage(given, dictionary, heads, place[starts])

    def column(self, item: str) -> Column:
        return take(self._lists() if item == "ancestors" else self._paths(), self.places)

    def _lists(self) -> MultivalueColumn:
        """Return for each head the texts of it and all above it, ascending."""
        heights = self.given.heights
        count = int((heights[self.heads] + 1)[self.places].sum())
        if count > _MOST_ANCESTORS:
            problem = f"The hierarchy has {heights.max() + 1:,} levels, too many to list the ancestors of all rows."
            raise QueryLimitError(
                problem, hint="Look at the parents: is each the one that is meant? Or filter earlier."
            )
        edges, found = chains(self.given, self.heads)
        ranks, dictionary = self._ranked(found)
        codes = ranks[found]
        size = len(dictionary) + 1
        codes += np.arange(len(self.heads)).repeat(np.diff(edges)) * size
        codes.sort()
        codes %= size
        return MultivalueColumn(edges, codes.astype(texts.code_type(size)), dictionary)

    def _ranked(self, used: Nodes) -> tuple[Nodes, pa.StringArray]:
        """Return codes by node that are in the order of the texts, and the dictionary of these codes."""
        is_used = np.zeros(len(self.given.above), np.bool_)
        is_used[used] = True
        members = np.flatnonzero(is_used)
        dictionary = _texts(self.dictionary, members)
        if not texts.is_ascending(dictionary):
            order = text_order(dictionary)
            members, dictionary = members[order], _texts(dictionary, order + 1)
        ranks = np.zeros(len(is_used), np.int64)
        ranks[members] = np.arange(1, len(members) + 1)
        return ranks, dictionary

    def _paths(self) -> TextColumn:
        """Return for each head the text of it and all above it, nearest first."""
        above, heights = self.given.above, self.given.heights
        needed = lineage(self.given, self.heads)
        needed = needed[np.argsort(heights[needed], kind="stable")]
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(heights[needed]))])
        levels = [needed[begin:end] for begin, end in itertools.pairwise(bounds.tolist())]
        self._check_size(levels)
        place = np.zeros(len(above), np.int64)  # of a node in its level, from 1
        paths: list[pa.StringArray] = []
        for level in levels:
            place[level] = np.arange(1, len(level) + 1)
            own = _texts(self.dictionary, level)
            paths.append(_joined(own, _texts(paths[-1], place[above[level]])) if paths else own)
        place[needed] = np.arange(1, len(needed) + 1)
        joined = pa.concat_arrays(paths) if paths else texts.EMPTY_DICTIONARY
        return _distinct(TextColumn(place[self.heads].astype(np.int32), joined), self.dictionary)

    def _check_size(self, levels: list[Nodes]) -> None:
        """Look whether there is room for the paths of all levels, the roots first."""
        sizes = np.zeros(len(self.given.above), np.int64)
        sizes[1:] = values(arrow.call("binary_length", self.dictionary))
        total = 0
        for level in levels:
            sizes[level] += sizes[self.given.above[level]] + 1
            total += int(sizes[level].sum())
        if total > _MOST_BYTES:
            problem = "The paths of the hierarchy are longer than 1 GB together."
            raise QueryLimitError(problem, hint="Generate `ancestors` alone, or filter earlier.")


def _texts(dictionary: pa.StringArray, codes: Nodes) -> pa.StringArray:
    return arrow.take(dictionary, texts.indices(codes.astype(np.int32)))


def _joined(first: pa.StringArray, second: pa.StringArray) -> pa.StringArray:
    return arrow.call("binary_join_element_wise", first, second, from_list([_SEPARATOR], pa.string())[0])


def _distinct(column: TextColumn, parts: pa.StringArray) -> TextColumn:
    """Return a column of paths over distinct ones: parts that have a separator inside can make equal paths."""
    data = parts.buffers()[2]
    if data is None or not (np.frombuffer(data, np.uint8) == ord(_SEPARATOR)).any():
        return column
    again = texts.encode(column.dictionary)
    table: Array = np.concatenate([np.zeros(1, np.int64), again.codes])
    return TextColumn(table[column.codes].astype(np.int32), again.dictionary)
