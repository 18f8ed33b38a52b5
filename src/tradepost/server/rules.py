"""What makes a request malformed (RFC 7230), beyond what the parser sees itself."""

from __future__ import annotations

import re

from tradepost.server.messages import Headers

_TARGET = re.compile(rb"[!-Z\\^-~]+")  # printable ASCII without blanks and without [ ]
_HOST = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\[[0-9A-Fa-f:.]+\])(?::\d*)?")


def fault_of_target(target: bytes) -> str | None:
    """Why a request target is malformed, or None."""
    if _TARGET.fullmatch(target) is None:
        return "the request target has characters that must be percent-encoded"
    if target[:1] != b"/" and target != b"*" and b"://" not in target:
        return "the request target is not a path"
    return None


def fault_of_headers(method: str, headers: Headers, *, http_1_0: bool) -> str | None:
    """Why header fields are malformed, or None. A GET or HEAD with a body counts as malformed, as at Amazon."""
    hosts = lengths = 0
    chunked = has_body = False
    for name, value in headers:
        if name == b"host":
            hosts += 1
            if _HOST.fullmatch(value) is None:
                return "the Host header is malformed"
        elif name == b"content-length":
            lengths += 1
            if not value.isdigit():
                return "Content-Length is not a number"
            has_body = has_body or int(value) > 0
        elif name == b"transfer-encoding":
            chunked = True
    if hosts > 1:
        return "there is more than one Host header"
    if hosts == 0 and not http_1_0:
        return "the Host header is missing"
    if lengths > 1 or (lengths and chunked):
        return "the length of the body is ambiguous"
    if method in ("GET", "HEAD") and (has_body or chunked):
        return f"a {method} has no body"
    return None
