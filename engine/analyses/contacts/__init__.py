"""Whom to contact next, and who has too much to do: learnt from the rhythm of contacts that went well.

Records and contacts (`reading`), the usual rhythm (`rhythm`), what is due (`due`), the load of each owner (`workload`).
"""
