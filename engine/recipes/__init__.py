"""Recipes: datasets made from datasets by queries."""
