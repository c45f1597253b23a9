"""Widgets: each type makes of its parameters and its step's result a view, which is plain data for the page."""
