"""What is wrong with a request beyond what its contract says: every faulty field at once, with value and rule."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tradepost.errors import InvalidInput, NotFound

_SHOWN = 100


class Problem(msgspec.Struct, frozen=True):
    """One faulty field of a request: its wire path, the value as it came, and the rule that it breaks."""

    path: str
    value: str
    rule: str

    def sentence(self) -> str:
        """All three in the words of an answer's ``details``."""
        return f"{self.path}: '{self.value[:_SHOWN]}' {self.rule}"


class Faulty(InvalidInput):
    """400: fields of a request break rules; every one is named. ``message`` is what its service says to all of them."""

    def __init__(self, problems: Sequence[Problem], message: str = "Invalid Input") -> None:
        sentences = [(message, each.sentence()) for each in problems]
        super().__init__(*sentences[0], problems=tuple(sentences[1:]))


class Unknown(NotFound):
    """404: the seller has no such thing; another seller's is none of his."""

    def __init__(self, parameter: str, value: str, what: str) -> None:
        super().__init__("The specified resource does not exist.", f"{parameter}: '{value[:_SHOWN]}' is not {what}")


def refuse(problems: Sequence[Problem]) -> None:
    """Raises Faulty where there is a problem."""
    if problems:
        raise Faulty(problems)
