"""Printed documents: the directory of a territory and the sheet of a place, as tagged PDF.

`dataset` says what a document holds, `builder` fills it from the database, `compiler` sets
it with Typst in a process of its own, `store` keeps the result on disk for the day.
"""
