"""What pages print, by page group."""
