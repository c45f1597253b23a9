"""Hierarchies of numbered nodes: what is above each of them. Node 0 is none: what is above a root."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.kernels.arrays import Array, Mask
from saql.record import record

Nodes = npt.NDArray[np.int64]


@record(eq=False)
class Hierarchy:
    """`above` has the node above each node; `heights` how many are above it, one after the other."""

    above: Nodes
    heights: Nodes


def hierarchy(nodes: Array, above: Array, size: int) -> Hierarchy | list[int]:
    """Return the hierarchy of rows that say a node each, and the node above it.

    Of rows of one node the first counts. A node that is above itself is a root.

    Args:
        nodes: The node of each row, below `size`; 0 where the row has none.
        above: The node above it, 0 where there is none.
        size: How many nodes there are, node 0 among them.

    Returns:
        The hierarchy; where a node is above itself by way of others, the nodes on that way, each below the next.
    """
    table = np.zeros(size, np.int64)
    table[nodes[::-1]] = above[::-1]  # of equal nodes the last assignment stays
    table[0] = 0
    table[table == np.arange(size)] = 0
    heights = np.minimum(table, 1)
    reached = table
    for _ in range(size.bit_length() + 1):  # each step goes twice as far as the one before
        if not reached.any():
            return Hierarchy(table, heights)
        heights = heights + heights[reached]
        reached = reached[reached]
    return _circle(table, int(reached[reached > 0][0]))


def _circle(above: Nodes, start: int) -> list[int]:
    found = [start]
    while (following := int(above[found[-1]])) != start:
        found.append(following)
    return found


def chains(given: Hierarchy, starts: Nodes) -> tuple[Nodes, Nodes]:
    """Return some nodes, each followed by all above it, nearest first.

    Args:
        given: The hierarchy.
        starts: Nodes; of node 0 the chain is empty.

    Returns:
        The edges of the chains, one more than there are starts, and the nodes of all chains.
    """
    lengths = np.where(starts > 0, given.heights[starts] + 1, 0)
    edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    found = np.empty(edges[-1], np.int64)
    places, nodes = edges[:-1], starts
    while len(nodes):
        going: Mask = nodes > 0
        places, nodes = places[going], nodes[going]
        found[places] = nodes
        places, nodes = places + 1, given.above[nodes]
    return edges, found


def lineage(given: Hierarchy, starts: Nodes) -> Nodes:
    """Return some nodes and all that are above one of them, each once, ascending; without node 0."""
    found = np.zeros(len(given.above), np.bool_)
    nodes = starts
    while len(nodes):
        found[nodes] = True
        nodes = given.above[nodes]
        nodes = nodes[~found[nodes] & (nodes > 0)]
    found[0] = False
    return np.flatnonzero(found)
