"""Installations of their own, for what is kept in their folders."""

from tests.accounts.conftest import home
from tests.s3 import s3
from tests.simulation.conftest import open_world, own_database

__all__ = ["home", "open_world", "own_database", "s3"]
