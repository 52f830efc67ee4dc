"""Rows of files, one by one, as texts: what a row means is the business of `normalise`."""

from maillage.directory.exchange.readers.rows import FileError, RawRow
from maillage.directory.exchange.readers.source_file import SourceFile, open_source

__all__ = ["FileError", "RawRow", "SourceFile", "open_source"]
