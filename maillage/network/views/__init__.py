"""Pages of the network, by page group."""
