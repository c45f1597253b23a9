"""A workspace that is served by one process or by several, until somebody says stop."""
