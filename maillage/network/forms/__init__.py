"""Shape and wording of the forms of the network, by page group."""
