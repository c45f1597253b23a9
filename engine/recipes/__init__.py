"""Datasets made from datasets by queries."""
