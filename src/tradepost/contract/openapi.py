"""The OpenAPI 3.1 document, made from the contract's modules when it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import msgspec

from tradepost.contract.index import OPERATIONS
from tradepost.contract.operation import Operation, Parameter
from tradepost.contract.refusal import published

Schema = dict[str, Any]
_INT64 = (-(2**63), 2**63 - 1)

_STATUS_WORDS = {
    200: "Done.",
    201: "Made.",
    202: "Accepted, and worked on later.",
    204: "Done; there is nothing to say.",
    400: "A parameter is missing or breaks a rule.",
    401: "The request is not authorized.",
    403: "The caller may not do this.",
    404: "There is no such thing.",
    409: "The state of the thing does not allow it.",
    413: "The request is too large.",
    415: "The body is not JSON.",
    422: "The request cannot be carried out.",
    429: "The caller's quota is used up for the moment.",
    500: "A fault of the server's own.",
    503: "The service is not available at this moment.",
}


def served_modules() -> list[ModuleType]:
    """The contract modules that this program has, in the order of the table of operations."""
    names = dict.fromkeys(row.module for row in OPERATIONS)
    return [
        import_module(f"tradepost.contract.{name}")
        for name in names
        if find_spec(f"tradepost.contract.{name}") is not None
    ]


def served_document(version: str, server: str) -> Schema:
    """The document of everything that is served."""
    return document(served_modules(), version, server)


def document(modules: Iterable[ModuleType], version: str, server: str) -> Schema:
    """The document of these contract modules. ``server`` is the address that callers use."""
    modules = list(modules)
    count = Counter(each.id for module in modules for each in module.OPERATIONS)
    count_keys = Counter(each.key for module in modules for each in module.OPERATIONS)
    paths: Schema = {}
    schemas: Schema = {}
    for module in modules:
        builder = _Module(module, schemas)
        for operation in module.OPERATIONS:
            paths.setdefault(operation.path, {})[operation.method.lower()] = builder.operation(
                operation, _unique_id(operation, count[operation.id], count_keys[operation.key])
            )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tradepost",
            "version": version,
            "description": "Amazon's Selling Partner API, served by Tradepost.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "security": [{"accessToken": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"accessToken": {"type": "apiKey", "in": "header", "name": "x-amz-access-token"}},
        },
    }


def _unique_id(operation: Operation, ids: int, keys: int) -> str:
    """The published id; with its module where it recurs, and with its method where it recurs in its module."""
    if ids == 1:
        return operation.id
    return operation.key if keys == 1 else f"{operation.key}.{operation.method.lower()}"


class _Module:
    """One contract module: its types under names of its own, and its operations."""

    def __init__(self, module: ModuleType, schemas: Schema) -> None:
        self._name = module.__name__.rpartition(".")[2]
        operations: tuple[Operation, ...] = module.OPERATIONS
        self._types: list[Any] = []
        for operation in operations:
            self._types += [operation.body] if operation.body is not None else []
            self._types += [kind for kind in operation.answers.values() if kind is not None]
        found, components = msgspec.json.schema_components(
            self._types, ref_template="#/components/schemas/" + self._name + ".{name}"
        )
        self._schemas = [_without_null(each) for each in found]
        for name, schema in components.items():
            schemas[f"{self._name}.{name}"] = _without_null(schema)

    def _schema(self, kind: Any) -> Schema:
        found: Schema = self._schemas[next(at for at, known in enumerate(self._types) if known is kind)]
        return found

    def operation(self, operation: Operation, id: str) -> Schema:
        """One operation, as the document shows it."""
        found: Schema = {
            "operationId": id,
            "summary": operation.summary or operation.id,
            "tags": [operation.tag],
            "x-usage-plan": {"rate": operation.rate, "burst": operation.burst},
            "responses": {
                str(status): self._response(status, kind) for status, kind in sorted(operation.answers.items())
            },
        }
        if operation.parameters:
            found["parameters"] = [_parameter(each) for each in operation.parameters]
        if operation.body is not None:
            content = {"application/json": {"schema": self._schema(operation.body)}}
            found["requestBody"] = {"required": operation.body_required, "content": content}
        return found

    def _response(self, status: int, kind: Any) -> Schema:
        words = {"description": _STATUS_WORDS.get(status, f"Status {status}.")}
        return words if kind is None else {**words, "content": {"application/json": {"schema": self._schema(kind)}}}


def _parameter(parameter: Parameter) -> Schema:
    schema = dict(parameter.schema)
    if parameter.default is not None:
        schema["default"] = parameter.default
    found: Schema = {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "schema": schema,
    }
    if parameter.many and parameter.place == "query":
        found |= {"style": "form", "explode": False}
    return found


def _without_null(schema: Any) -> Any:
    """The schema as published: without ``null``, which means absent, and without the bounds of our own integers."""
    if isinstance(schema, list):
        return [_without_null(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _without_null(value) for key, value in schema.items()}
    options = found.get("anyOf")
    if isinstance(options, list):
        kept = [each for each in options if each != {"type": "null"}]
        if len(kept) == 1 and len(kept) < len(options):
            del found["anyOf"]
            found = {**kept[0], **found}
    if found.get("default", ...) is None:
        del found["default"]
    if (found.get("minimum"), found.get("maximum")) == _INT64:
        found["format"] = "int64"
    for bound, value in zip(("minimum", "maximum"), _INT64, strict=True):
        if found.get(bound) == value:
            del found[bound]
    if isinstance(found.get("pattern"), str):
        found["pattern"] = published(found["pattern"])
    return found
