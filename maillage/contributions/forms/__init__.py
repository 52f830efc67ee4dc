"""Forms of the contributions, by page group."""
