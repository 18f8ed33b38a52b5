"""Installations of their own, for faults that a healthy one does not have."""

from __future__ import annotations

from tests.accounts.conftest import home, open_world, own_database

__all__ = ["home", "open_world", "own_database"]
