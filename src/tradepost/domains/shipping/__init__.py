"""Shipping: sellers who buy labels and hand parcels over, and where they ship from."""
