"""Installations of their own, as cases belong to an installation."""

from tests.accounts.conftest import home
from tests.simulation.conftest import open_world, own_database

__all__ = ["home", "open_world", "own_database"]
