"""Pages of the contributions, by group."""
