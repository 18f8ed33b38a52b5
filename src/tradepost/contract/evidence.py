"""How much was seen of each operation on Amazon's wire: sources, facts, and how many of these differ.

Made by tools/fidelity.py from tests/evidence.
"""

from __future__ import annotations

from typing import Final

EVIDENCE: Final[dict[str, tuple[int, int, int]]] = {
    "orders_v0.getOrders": (2, 22, 1),
}
