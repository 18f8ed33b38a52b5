"""Tests of the console over the wire."""
