"""Orders v0, by subject: reading orders, shipping them, and what is regulated."""

from __future__ import annotations

from tradepost.domains.orders.operations import reading, regulated, shipping

__all__ = ["reading", "regulated", "shipping"]
