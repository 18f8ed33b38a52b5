"""Worlds at work: what one holds in memory, and the scheduler that carries out what time brings in it."""
