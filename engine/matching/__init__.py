"""Which records of CRMs are the same customer: found, explained, decided by people, kept as datasets.

    read → normalise → pairs that may be the same → scores → customers → ids

Each stage takes plain frozen data and gives plain frozen data; `run` puts them together.
"""
