"""The directory in memory: a columnar, read-only index of the published places. No Django.

Why: docs/decisions/0004-index-de-recherche-en-memoire.md. Rows are in the order of their
names, so that any stable sort ends with the name. `directory/queries.py` loads it from the
database and keeps it up to date.
"""
