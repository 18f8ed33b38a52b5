"""The outbox: what happened in a world, written in the transaction that made it happen, read by whoever listens."""
