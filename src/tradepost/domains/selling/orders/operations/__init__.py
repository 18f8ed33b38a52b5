"""Orders v0, by subject: reading orders, shipping them, and what is regulated; and Orders 2026-01-01."""

from __future__ import annotations

from tradepost.domains.selling.orders.operations import reading, regulated, shipping, v2026

__all__ = ["reading", "regulated", "shipping", "v2026"]
