"""What the pages of the orientation print."""
