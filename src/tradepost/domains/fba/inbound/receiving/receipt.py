"""What Amazon finds of what was sent: nearly always all of it. Pure; the shares are our choice."""

from __future__ import annotations

from typing import Final

import msgspec

from tradepost.simulation.seed import Seed

SHORT: Final = 0.010
DAMAGED: Final = 0.020
OVER: Final = 0.025
_IN_A_HUNDRED: Final = 2
_AT_FIRST: Final = 0.7


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The units of a SKU of one shipment: how many can be sold, came damaged, turned up later, never came, or came
    though they were not announced. All but the last are together what was announced."""

    good: int
    damaged: int = 0
    found: int = 0
    missing: int = 0
    over: int = 0

    @property
    def at_first(self) -> int:
        """What is counted on the first day; the rest follows on the next."""
        return int(self.good * _AT_FIRST)


def receipt(seed: Seed, shipment_id: str, msku: str, announced: int, lost: int) -> Receipt:
    """What is found of units that were announced, some of which were in boxes that are lost.

    In 1 of 100 SKUs of a shipment some are missing at first, and half of these are found; in another a unit is
    damaged; in 1 of 200 there is one too many.
    """
    came = announced - lost
    share = seed.share("receipt", shipment_id, msku)
    some = min(came, max(1, came * _IN_A_HUNDRED // 100))
    if share < SHORT:
        found = some // 2
        return Receipt(good=came - some, found=found, missing=some - found + lost)
    if share < DAMAGED:
        return Receipt(good=came - min(came, 1), damaged=min(came, 1), missing=lost)
    return Receipt(good=came, missing=lost, over=1 if share < OVER and came else 0)
