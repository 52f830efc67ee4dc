"""Writes of the contributions, by page group."""
