"""What an installation may lack: the packages that only some need come with an extra."""

from __future__ import annotations


class MissingExtra(Exception):
    """Something was asked for that needs an extra which is not installed; the text is one line for a person."""

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(f'{what} needs packages that are not installed; run: pip install "tradepost[{extra}]"')
        self.extra = extra
