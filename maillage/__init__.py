"""Maillage: digital mediation for everyone."""

__version__ = "0.1.0"
