"""A seller with two products of his own and one in the network, as the tests of reports need him."""

from tests.domains.selling.orders.conftest import buy, store

__all__ = ["buy", "store"]
