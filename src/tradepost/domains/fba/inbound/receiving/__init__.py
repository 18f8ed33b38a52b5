"""Receiving: what time does to a shipment that has left, until its units can be sold, and what it costs."""
