"""From bytes to the operation's own request struct. A refusal names every faulty parameter at once."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote_plus

from tradepost.contract.reading import Problem, Refused, arguments
from tradepost.contract.refusal import MISSING
from tradepost.errors import InvalidInput, MissingParameters
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.refusals import UnsupportedMediaType

#: What services of Amazon's were seen to say of a request that they cannot read, where it is not "Invalid Input".
UNREADABLE: Final = {
    **dict.fromkeys(
        ("catalog_items_2020_12_01", "catalog_items_2022_04_01", "listings_items_2021_08_01", "notifications"),
        "Request has missing or invalid parameters and cannot be parsed.",
    ),
    "feeds_2021_06_30": "Invalid request parameters",
}
#: The services that were seen to name all that is missing in one error, and nothing else beside it.
_NAMES_WHAT_IS_MISSING: Final = ("feeds_2021_06_30", "reports_2021_06_30")
#: The services that were seen to name what their query lacks in the message.
_NAMES_PARAMETERS: Final = ("orders_v0", "uploads_2020_11_01")


class InvalidParameters(InvalidInput):
    """400: parameters or body fields are missing, of the wrong type, over a limit or outside an enum."""

    def __init__(self, problems: tuple[Problem, ...], module: str, *, of_body: bool = False) -> None:
        message = UNREADABLE.get(module, "Invalid Input")
        if module in _NAMES_PARAMETERS and not of_body:
            message = f"Missing or invalid request parameters: [{', '.join(sorted({each.name for each in problems}))}]"
        first, *others = [sentence(each) for each in problems]
        super().__init__(
            message,
            first,
            reason="; ".join([first, *others]),
            problems=tuple((message, each) for each in others),
        )


def sentence(problem: Problem) -> str:
    """What is wrong, in one line: the parameter, its value and the rule."""
    if problem.value is None:
        return f"{problem.name}: {problem.rule}"
    return f"{problem.name}: {problem.value} {problem.rule}"


def decode(exchange: Exchange) -> None:
    """Reads path, query, headers and body. Raises InvalidParameters, MissingParameters or UnsupportedMediaType."""
    request, route = exchange.request, exchange.route
    assert route is not None
    assert route.operation is not None
    if request.body:
        content_type = request.header(b"content-type")
        if content_type and not _may_be_json(content_type, request.body):
            raise UnsupportedMediaType(content_type.decode("latin-1")[:100])
    try:
        exchange.arguments = arguments(
            route.operation, exchange.path_values, query_pairs(request.query), request.headers, request.body
        )
    except Refused as refused:
        missing = [each.name for each in refused.problems if each.rule == MISSING]
        if route.operation.module in _NAMES_WHAT_IS_MISSING and len(missing) == len(refused.problems):
            raise MissingParameters(missing) from None
        of_body = route.operation.body is not None
        raise InvalidParameters(refused.problems, route.operation.module, of_body=of_body) from None


def query_pairs(query: bytes) -> list[tuple[str, str]]:
    """The pairs of a query in their order, decoded once; ``+`` and ``%20`` are both a blank."""
    if not query:
        return []
    pairs = []
    for part in query.decode("latin-1").split("&"):
        if part:
            name, _, value = part.partition("=")
            pairs.append((_plain(name), _plain(value)))
    return pairs


def _plain(text: str) -> str:
    if "%" in text or "+" in text:
        return unquote_plus(text)
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", "replace")


def _may_be_json(content_type: bytes, body: bytes) -> bool:
    """Clients send JSON under several types, or under none; only what neither says nor looks like JSON is refused."""
    media = content_type.split(b";", 1)[0].strip().lower()
    return b"json" in media or body.lstrip()[:1] in (b"{", b"[")
