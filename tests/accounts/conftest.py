"""Installations of their own, for what only time or a restart brings about."""

from __future__ import annotations

from tests.simulation.conftest import open_world, own_database

__all__ = ["open_world", "own_database"]
