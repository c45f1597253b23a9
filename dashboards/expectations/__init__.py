"""Tests of dashboards: with this selected, a widget shows that. They stand in `NAME.test.json` beside `NAME.json`.

`cases` reads the file, `shown` says what a widget shows, `compare` how it differs from what is expected, `run` does a
file, and `update` writes what is shown in the place of what was expected.
"""
