"""Which kernels pass over rows: those in C where they were built, else those in NumPy."""

from __future__ import annotations

from typing import Literal

from engine.errors import SwellError
from engine.kernels.scan import ScanKernels
from engine.kernels.scan_numpy import NumpyKernels

KernelChoice = Literal["c", "numpy"]


def kernels(choice: KernelChoice | None = None) -> ScanKernels:
    """Return the kernels to use.

    Args:
        choice: `c` or `numpy`; by default C where it was built.

    Raises:
        SwellError: C was asked for and was not built.
    """
    if choice == "numpy":
        return NumpyKernels()
    from engine.kernels.scan_native import load

    native = load()
    if native is None and choice == "c":
        raise SwellError(
            "The C kernels were not built.", hint="Install a C compiler and run: pip install --force-reinstall swell"
        )
    return native or NumpyKernels()
