"""The curl command that sends a logged call again."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from tradepost.gateway.masking import MASK

_LEFT_OUT = frozenset(
    {"host", "user-agent", "accept", "accept-encoding", "connection", "content-length", "transfer-encoding", "expect"}
)
_TOKEN = "x-amz-access-token"


def curl(base_url: str, method: str, target: str, headers: Iterable[tuple[str, str]], body: str) -> str:
    """The command, with ``$ACCESS_TOKEN`` for the token that the log does not hold. What is masked stays masked."""
    words = ["curl", "-i"]
    if method != ("POST" if body else "GET"):
        words += ["-X", method]
    words.append(shlex.quote(base_url + target))
    for name, value in headers:
        if name == _TOKEN:
            words += ["-H", f'"{_TOKEN}: $ACCESS_TOKEN"']
        elif name not in _LEFT_OUT and value != MASK:
            words += ["-H", shlex.quote(f"{name}: {value}")]
    if body:
        words += ["--data-raw", shlex.quote(body)]
    return " ".join(words)
