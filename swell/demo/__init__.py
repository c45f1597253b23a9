"""Invented CRM data with dashboards and queries over it: what `swell demo` shows."""

from __future__ import annotations

from swell.demo.generate import generate
from swell.demo.settings import Demo
from swell.demo.table import DemoTable

__all__ = ["Demo", "DemoTable", "generate"]
