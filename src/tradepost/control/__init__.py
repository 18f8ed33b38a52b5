"""The control API under ``/_tradepost/v1``: worlds, time, limits, what was called and what happened. JSON both ways."""
