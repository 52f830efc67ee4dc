"""Cleaning of what others write, field by field. Pure: no Django, no database, no clock.

Readers are tolerant and say what they changed (`notes.Notes`); `conform` is strict and gives
what the national schema and the national library both accept. What `conform` gives, the
readers take back unchanged: that is what makes a round trip lossless.
"""
