"""How supply sources refuse: one class a mistake, with its status, code and wording."""

from __future__ import annotations

from tradepost.errors import InvalidInput


class CodeTaken(InvalidInput):
    """400: the seller has given the code to another supply source."""

    def __init__(self, code: str, id: str) -> None:
        super().__init__("Invalid Input", f"supplySourceCode: '{code[:60]}' is that of supply source {id}")


class Archived(InvalidInput):
    """400: an archived supply source cannot be changed, and not be brought back (published model)."""

    def __init__(self, id: str) -> None:
        super().__init__("Invalid Input", f"supplySourceId: '{id[:60]}' is Archived, which cannot be undone")
