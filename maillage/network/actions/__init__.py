"""Writes of the network, by page group."""
