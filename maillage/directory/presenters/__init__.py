"""Turns what the directory knows into what its pages print: plain data, no HTML."""
