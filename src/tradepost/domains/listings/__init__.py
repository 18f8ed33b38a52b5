"""Listings: what sellers offer, under which SKU, at which price, and how much of it; and who may list what."""
