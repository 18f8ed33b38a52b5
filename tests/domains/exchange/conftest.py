"""Feeds and reports as a seller handles them."""
