"""Reads of the contributions, by page group."""
