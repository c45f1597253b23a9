"""Segments: records that fulfil rules, as files of a workspace.

    file → segment (rules, and the SAQL that lists its records) → checked against the datasets → rows

A segment is plain data: whoever exports it or writes to it runs its `records`, and knows rows by its `key`.
"""
