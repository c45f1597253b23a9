"""Datasets whose rows are not in the store: published files, and tables of another engine, as `[tables]` maps them."""
