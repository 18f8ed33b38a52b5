"""What makes a request malformed (RFC 7230), beyond what the parser sees itself."""

from __future__ import annotations

import re

from tradepost.server.messages import Headers

# Printable ASCII but blanks and [ ], which Amazon names. | { } " ^ ` pass, as clients send them (our choice).
_TARGET = re.compile(rb"[!-Z\\^-~]+")
_ABSOLUTE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://")
_HOST = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])(?::\d*)?")


def fault_of_target(target: bytes) -> str | None:
    """Why a request target is malformed, or None."""
    if _TARGET.fullmatch(target) is None:
        return "its target has characters that must be percent-encoded"
    if target[:1] != b"/" and target != b"*" and _ABSOLUTE.match(target) is None:
        return "its target is not a path"
    return None


def is_host(value: bytes) -> bool:
    """Whether this is a host name or address, with a port or without."""
    return _HOST.fullmatch(value) is not None


class Framing:
    """What the header fields say of host and body. ``fault`` says why they are malformed, or is None."""

    __slots__ = ("chunked", "expects_continue", "fault", "host", "length")

    def __init__(self, method: str, headers: Headers, version: str, known_host: bytes | None) -> None:
        self.length = 0
        self.host: bytes | None = None
        self.chunked = self.expects_continue = False
        self.fault = self._read(headers, version, known_host)
        if self.fault is None and method in ("GET", "HEAD") and (self.length or self.chunked):
            self.fault = f"a {method} has no body"

    def _read(self, headers: Headers, version: str, known_host: bytes | None) -> str | None:
        hosts = lengths = 0
        for name, value in headers:
            if name == b"host":
                hosts += 1
                if value != known_host and not is_host(value):
                    return "its Host header is malformed"
                self.host = value
            elif name == b"content-length":
                lengths += 1
                if not value.isdigit():
                    return "its Content-Length is not a number"
                self.length = int(value)
            elif name == b"transfer-encoding":
                if value.lower() != b"chunked" or version == "1.0" or self.chunked:
                    return "the transfer coding of its body is not chunked"
                self.chunked = True
            elif name == b"expect":
                self.expects_continue = value.lower() == b"100-continue" and version != "1.0"
        if hosts != 1 and (hosts or version != "1.0"):
            return "it has more than one Host header" if hosts else "its Host header is missing"
        if lengths > 1 or (lengths and self.chunked):
            return "the length of its body is ambiguous"
        return None
