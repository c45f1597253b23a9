"""Functions of one row and of groups in Ibis, by the kernels' names: the files bear the names of the kernels' files."""

from engine.ibis.functions import dates, math, operators, text  # noqa: F401  (register the lowerings)
