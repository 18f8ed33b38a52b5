"""A world without a server around it, for what no call does yet."""

from tests.simulation.conftest import open_world as open_world
from tests.simulation.conftest import own_database as own_database
