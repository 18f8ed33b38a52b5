"""Notifications on their way: what was made and is to be sent, and what has become of it."""
