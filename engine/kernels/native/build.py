"""Builds the C kernels when the package is built or installed; without a compiler, it goes on without them.

A hook of hatchling: https://hatch.pypa.io/latest/plugins/build-hook/custom/
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path(__file__).parent
LIBRARY = FOLDER / "swell_kernels.so"
FLAGS = ("-O3", "-std=gnu11", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra")


class KernelHook(BuildHookInterface[Any]):
    """Compiles `*.c` of this folder into one library, which knows nothing of Python: a wheel fits all versions."""

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Build the library, and make the wheel one of this platform."""
        if self.target_name != "wheel" or os.environ.get("SWELL_BUILD_KERNELS") == "0":
            LIBRARY.unlink(missing_ok=True)
            return
        reason = compile_kernels()
        if reason is not None:
            self.app.display_warning(f"The C kernels are left out, queries will be slower: {reason}")
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{_platform()}"
        build_data["artifacts"].append(str(LIBRARY.relative_to(self.root)))


def compile_kernels() -> str | None:
    """Compile the library. Return why that was not possible, or None."""
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return "there is no C compiler"
    sources = [str(each) for each in sorted(FOLDER.glob("*.c"))]
    made = LIBRARY.with_suffix(f".{os.getpid()}")
    done = subprocess.run(
        [*compiler.split(), *FLAGS, "-o", str(made), *sources, "-lm"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        made.unlink(missing_ok=True)
        return f"{compiler} says: {done.stderr.strip()[-500:]}"
    made.replace(LIBRARY)
    return None


def _platform() -> str:
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")
