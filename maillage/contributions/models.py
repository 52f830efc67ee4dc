"""What visitors tell us about a sheet."""
