"""Maintainers' programs."""
