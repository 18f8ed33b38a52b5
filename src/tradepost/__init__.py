"""Tradepost: Amazon's Selling Partner API, on your own machine."""

__version__ = "0.1.0"
