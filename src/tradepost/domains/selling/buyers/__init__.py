"""Simulated buyers: who they are, when they come, what they order, and what they send back."""
