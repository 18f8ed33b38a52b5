"""Calls that are recorded and sent again."""
