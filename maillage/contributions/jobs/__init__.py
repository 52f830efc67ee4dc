"""Periodic work of the contributions, by page group."""
