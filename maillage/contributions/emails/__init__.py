"""E-mails of the contributions, by page group."""
