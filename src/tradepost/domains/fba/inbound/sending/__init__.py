"""Sending: how shipments travel, when they may arrive, how they are tracked, and their papers."""
