"""The chance of a world: the same seed and the same key give the same number, in every process and Python version."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final, TypeVar
from uuid import UUID

Item = TypeVar("Item")

_SHARE_BITS = 53

#: What ids are drawn from that are read out and typed.
CAPITALS_AND_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Seed:
    """Numbers that a world draws, each by a natural key such as ``("asin", seller_id, seller_sku)``.

    Nothing is remembered between draws, so that order and repetition of calls change nothing. Keys of one length and
    of another never meet, and ``1`` and ``"1"`` are the same key.
    """

    __slots__ = ("_key", "text")

    def __init__(self, value: str | int) -> None:
        self.text = str(value)
        self._key = blake2b(self.text.encode(), digest_size=32).digest()

    def number(self, *key: str | int) -> int:
        """An integer of 64 bits, evenly spread."""
        return int.from_bytes(self._digest(key, 8), "big")

    def share(self, *key: str | int) -> float:
        """A number from 0 up to, not including, 1."""
        return (self.number(*key) >> (64 - _SHARE_BITS)) / (1 << _SHARE_BITS)

    def pick(self, sequence: Sequence[Item], *key: str | int) -> Item:
        """One of a sequence that is not empty."""
        return sequence[self.number(*key) % len(sequence)]

    def letters(self, alphabet: str, length: int, *key: str | int) -> str:
        """A text of that length, its characters drawn from the alphabet."""
        size = len(alphabet)
        rest = int.from_bytes(self._digest(key, 64), "big")
        if size**length > 1 << 384:
            raise ValueError(f"{length} characters of {size} are more than one draw gives")
        drawn = []
        for _ in range(length):
            rest, index = divmod(rest, size)
            drawn.append(alphabet[index])
        return "".join(drawn)

    def uuid(self, *key: str | int) -> str:
        """An identifier of random form (UUID version 4)."""
        return str(UUID(bytes=self._digest(key, 16), version=4))

    def _digest(self, key: tuple[str | int, ...], size: int) -> bytes:
        parts = [str(part).encode() for part in key]
        framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return blake2b(framed, digest_size=size, key=self._key).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seed) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Seed({self.text!r})"
