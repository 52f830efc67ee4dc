"""Pages of the accounts, by group."""
