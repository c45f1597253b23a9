"""Backups of a workspace: one file that holds all of it at one moment, made while it is served and written."""
