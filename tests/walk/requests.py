"""A request for each operation that the contract takes, made from the examples of the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import msgspec

from tradepost.contract.openapi import served_document, served_modules
from tradepost.contract.operation import Operation


class Sent(NamedTuple):
    """A request, ready to be sent but for its token."""

    operation: Operation
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@cache
def _document() -> dict[str, Any]:
    return served_document("1", "http://localhost")


def every_request(**values: str) -> Iterator[Sent]:
    """One request for each operation; ``values`` replace those of parameters of these names."""
    for module in served_modules():
        for operation in module.OPERATIONS:
            yield request_of(operation, **values)


def request_of(operation: Operation, **values: str) -> Sent:
    """A request for this operation, with everything that it requires."""
    shown = _document()["paths"][operation.path][operation.method.lower()]
    given = {each["name"]: each["example"] for each in shown.get("parameters", []) if each["required"]} | values
    path, query, headers = operation.path, {}, {}
    for parameter in operation.parameters:
        if parameter.name not in given:
            continue
        value = given[parameter.name]
        text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        if parameter.place == "path":
            path = path.replace("{" + parameter.name + "}", quote(text, safe=""))
        elif parameter.place == "query":
            query[parameter.name] = text
        else:
            headers[parameter.name] = text
    body = b""
    if operation.body is not None:
        body = msgspec.json.encode(shown["requestBody"]["content"]["application/json"]["example"])
        headers["content-type"] = "application/json"
    return Sent(operation, operation.method, path + (f"?{urlencode(query)}" if query else ""), headers, body)
