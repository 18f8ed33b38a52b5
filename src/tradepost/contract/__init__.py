"""What the wire says: one generated module for each API version, with its structs and its operations.

``operation``, ``formats``, ``reading``, ``bodies``, ``refusal``, ``openapi``, ``examples`` and ``words`` are written by
hand; every other module is generated.
"""
