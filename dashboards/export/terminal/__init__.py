"""Dashboards in the characters of a terminal: widgets in their places, charts of blocks and dots."""
