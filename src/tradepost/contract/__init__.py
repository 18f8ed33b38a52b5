"""What the wire says: one generated module for each API version, with its structs and its operations.

``operation``, ``formats``, ``reading`` and ``openapi`` are written by hand; every other module is generated.
"""
