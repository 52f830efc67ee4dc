"""Template tags of the orientation."""
