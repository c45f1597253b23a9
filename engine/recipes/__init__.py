"""Recipes: datasets made from datasets."""
