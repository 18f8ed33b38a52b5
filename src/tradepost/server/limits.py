"""What a client may ask of the server: sizes in bytes, times in seconds."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of one server. All of them are our choice; ``body_bytes`` is the 10 MB of Amazon's gateway."""

    request_line_bytes: int = 16_384
    """Method, target and version together; a longer line is refused with 414."""

    head_bytes: int = 65_536
    """Names and values of all header fields together; more is refused with 431."""

    fields: int = 200
    """Header fields of one request; more are refused with 431."""

    body_bytes: int = 10_485_760
    """The body, announced or chunked; a longer one is refused with 413. The application may allow less or more."""

    unfinished_bytes: int = 67_108_864
    """All bodies together that have not arrived in whole; the largest of them is refused with 503 while it is more."""

    header_seconds: float = 20.0
    """From the first byte of a request, or from the connection, until its head is complete; then 408."""

    body_seconds: float = 60.0
    """From the head of a request until its body is complete, of a streamed one until its next piece; then 408."""

    idle_seconds: float = 75.0
    """How long a connection stays open between requests, and how long a client may take no byte of an answer."""

    linger_seconds: float = 2.0
    """How long the rest of a refused request is still taken (and thrown away), so that the refusal can be read."""

    connections: int = 10_000
    """Connections open at once; one more is answered with 503 and closed."""

    @property
    def tick_seconds(self) -> float:
        """How often the time limits are looked at: twice a second, oftener where a limit is short."""
        shortest = min(self.header_seconds, self.body_seconds, self.idle_seconds, self.linger_seconds)
        return min(0.5, max(0.01, shortest / 4))
