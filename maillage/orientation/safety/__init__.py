"""What may put a person in danger, and what must never be written to a site. No Django."""
