"""`swell doctor`: whether the installation is sound."""

from __future__ import annotations

import importlib
import importlib.metadata
import sys
from pathlib import Path

import click

from swell.cli.errors import BAD_INPUT

PACKAGES = ("saql", "engine", "connectors", "dashboards", "swell")
LIBRARIES = ("pyarrow", "numpy", "lark", "starlette", "uvicorn", "click", "pandas")


@click.command("doctor")
def command() -> int:
    """Say which versions are in use and whether another package hides one of ours. Exit code 2 if so."""
    click.echo(f"swell      {importlib.metadata.version('swell')}")
    click.echo(f"python     {sys.version.split()[0]}  {sys.executable}")
    for name in LIBRARIES:
        click.echo(f"{name:<11}{importlib.metadata.version(name)}")
    home = Path(__file__).parents[2]
    intruders = [(name, place) for name in PACKAGES if (place := place_of(name)) != home / name]
    for name, place in intruders:
        click.echo(f"\nProblem: the package '{name}' comes from {place}, not from Swell.", err=True)
        click.echo("  Install Swell in a virtual environment of its own.", err=True)
    if not intruders:
        click.echo(f"kernels    {_kernels()}")
        click.echo("\nAll is well.")
    return BAD_INPUT if intruders else 0


def _kernels() -> str:
    from engine.kernels.backend import kernels  # another package may hide ours

    return kernels().name


def place_of(name: str) -> Path:
    """Return the folder that a package is imported from."""
    return Path(importlib.import_module(name).__path__[0])
