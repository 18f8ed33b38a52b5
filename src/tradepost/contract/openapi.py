"""The OpenAPI 3.1 document, made from the contract's modules when it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import msgspec

from tradepost.contract import words
from tradepost.contract.evidence import EVIDENCE
from tradepost.contract.examples import Examples, decodes
from tradepost.contract.index import OPERATIONS
from tradepost.contract.operation import Operation, Parameter
from tradepost.contract.refusal import published

Schema = dict[str, Any]
#: What an enum has by its model, where we take more, as the model says elsewhere.
_PUBLISHED = "x-published-enum"
_INT64 = (-(2**63), 2**63 - 1)
_ERROR_LIST = "Tradepost.ErrorList"
_ERRORS: Schema = {
    "type": "object",
    "required": ["errors"],
    "properties": {
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "details": {"type": "string"},
                },
            },
        }
    },
}

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
    408: "The request took too long to arrive.",
    414: "The request line is too long.",
    415: "The body is not JSON.",
    422: "The request cannot be carried out.",
    429: "The caller's quota is used up for the moment.",
    431: "The header fields are too long.",
    500: "A fault of the server's own.",
    501: "Tradepost does not have the business of this operation yet.",
    503: "The service is not available at this moment.",
}


#: What the gateway may answer for any operation; 415 only where there is a body, 501 only where there is no business.
_GATEWAY_STATUSES = (400, 403, 413, 414, 429, 431, 500, 503)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What the contract itself does not know of an operation.

    ``description`` is the docstring of the function that answers it, or empty. ``roles`` open it, any one of them.
    """

    implemented: bool = False
    description: str = ""
    roles: tuple[str, ...] = ()
    data_elements: tuple[str, ...] = ()


Tell = Callable[[Operation], About]


def served_modules() -> list[ModuleType]:
    """The contract modules that this program has, in the order of the table of operations."""
    names = dict.fromkeys(row.module for row in OPERATIONS)
    return [
        import_module(f"tradepost.contract.{name}")
        for name in names
        if find_spec(f"tradepost.contract.{name}") is not None
    ]


def served_document(
    version: str, server: str, tell: Tell | None = None, live: Mapping[str, Any] | None = None
) -> Schema:
    """The document of everything that is served.

    ``tell`` says what else is known of each operation. ``live`` holds values for the examples by parameter name, such
    as a SKU that this server has. After an operation's name, as in ``createFulfillmentOrder.sellerFulfillmentOrderId``,
    it holds one for that operation alone: for a field of its body, for its whole ``body``, or for a parameter that it
    can do without.
    """
    return document(served_modules(), version, server, tell, live)


def document(
    modules: Iterable[ModuleType],
    version: str,
    server: str,
    tell: Tell | None = None,
    live: Mapping[str, Any] | None = None,
) -> Schema:
    """The document of these contract modules. ``server`` is the address that callers use."""
    by_name = {each.__name__.rpartition(".")[2]: each for each in modules}
    order = [name for each in words.families().values() for name in each["modules"] if name in by_name]
    ordered = [by_name[name] for name in dict.fromkeys([*order, *by_name])]
    count = Counter(each.id for module in ordered for each in module.OPERATIONS)
    count_keys = Counter(each.key for module in ordered for each in module.OPERATIONS)
    paths: Schema = {}
    schemas: Schema = {_ERROR_LIST: _ERRORS}
    examples = Examples(schemas, live)
    for module in ordered:
        builder = _Module(module, schemas, examples, tell or (lambda _: About()))
        for operation in module.OPERATIONS:
            paths.setdefault(operation.path, {})[operation.method.lower()] = builder.operation(
                operation, _unique_id(operation, count[operation.id], count_keys[operation.key])
            )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tradepost",
            "version": version,
            "summary": "Amazon's Selling Partner API on your own machine.",
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "tags": [{"name": name, "description": each["about"]} for name, each in words.families().items()],
        "security": [{"accessToken": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": _HEADERS,
            "securitySchemes": {
                "accessToken": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "x-amz-access-token",
                    "description": "A selling partner's access token of Login with Amazon, or a restricted data token.",
                },
                "grantlessToken": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "x-amz-access-token",
                    "description": "A token that an application got for itself by `client_credentials` and a scope.",
                },
            },
        },
    }


_DESCRIPTION = """Every operation is refused as Amazon refuses it, in the form of its error list. The header
`x-tradepost-reason` tells the true cause. Operations that are marked *not implemented* check token, roles, quota and
parameters, and then answer 501."""
_HEADERS: Schema = {
    "x-amzn-RequestId": {
        "description": "The id of this call, as the request log has it.",
        "schema": {"type": "string"},
    },
    "x-amzn-RateLimit-Limit": {
        "description": "The rate of the caller's usage plan, in requests per second.",
        "schema": {"type": "string"},
    },
    "x-tradepost-reason": {"description": "Why the call was refused.", "schema": {"type": "string"}},
}


def _family(module: str) -> str:
    return next((name for name, each in words.families().items() if module in each["modules"]), "Other")


def _unique_id(operation: Operation, ids: int, keys: int) -> str:
    """The published id; with its module where it recurs, and with its method where it recurs in its module."""
    if ids == 1:
        return operation.id
    return operation.key if keys == 1 else f"{operation.key}.{operation.method.lower()}"


class _Module:
    """One contract module: its types under names of its own, and its operations."""

    def __init__(self, module: ModuleType, schemas: Schema, examples: Examples, tell: Tell) -> None:
        self._name = module.__name__.rpartition(".")[2]
        self._examples, self._tell = examples, tell
        operations: tuple[Operation, ...] = module.OPERATIONS
        self._types: list[Any] = []
        for operation in operations:
            self._types += [operation.body] if operation.body is not None else []
            self._types += [kind for kind in operation.answers.values() if kind is not None]
        found, components = msgspec.json.schema_components(
            self._types, ref_template="#/components/schemas/" + self._name + ".{name}"
        )
        self._schemas = [_without_null(each) for each in found]
        self._components = schemas
        for name, schema in components.items():
            schemas[f"{self._name}.{name}"] = _without_null(schema)

    def _schema(self, kind: Any) -> Schema:
        found: Schema = self._schemas[next(at for at, known in enumerate(self._types) if known is kind)]
        return found

    def operation(self, operation: Operation, id: str) -> Schema:
        """One operation, as the document shows it."""
        about = self._tell(operation)
        found: Schema = {
            "operationId": id,
            "summary": f"{operation.id}: {words.title(operation.module, operation.id)}",
            "description": self._description(operation, about),
            "tags": [_family(operation.module)],
            "x-usage-plan": {"rate": operation.rate, "burst": operation.burst},
            "x-implemented": about.implemented,
            "x-roles": list(about.roles),
        }
        if operation.grantless_scope is not None:
            found["x-grantless-scope"] = operation.grantless_scope
            found["security"] = [{"grantlessToken": []}]
        if operation.restricted or about.data_elements:
            found["x-restricted-data-elements"] = list(about.data_elements)
        if operation.parameters:
            found["parameters"] = [self._parameter(operation, each) for each in operation.parameters]
        if operation.body is not None:
            found["requestBody"] = self._body(operation)
        found["responses"] = self._responses(operation, about)
        return found

    def _description(self, operation: Operation, about: About) -> str:
        """What it does, who may call it, and how often."""
        said = about.description or words.description(operation.module, operation.id)
        notes = [f"Usage plan: {operation.rate:g} requests a second, burst {operation.burst:g}."]
        if operation.grantless_scope is not None:
            notes.append(f"Grantless: takes a `client_credentials` token with the scope `{operation.grantless_scope}`.")
        elif about.roles:
            notes.append(f"Roles, any one of them: {', '.join(about.roles)}.")
        if operation.restricted:
            notes.append("Needs a restricted data token.")
        elif about.data_elements:
            notes.append(f"Shows {', '.join(about.data_elements)} to a restricted data token only.")
        sources, facts, differing = EVIDENCE.get(operation.key, (0, 0, 0))
        if sources:
            notes.append(
                f"Seen at Amazon: {facts} facts from {sources} source{'s'[: sources > 1]}; {facts - differing} agree."
            )
        if not about.implemented:
            notes.append("*Not implemented yet: answers 501.*")
        return said + "\n\n" + "\n\n".join(notes)

    def _parameter(self, operation: Operation, parameter: Parameter) -> Schema:
        schema = dict(parameter.schema)
        if parameter.default is not None:
            schema["default"] = parameter.default
        found: Schema = {
            "name": parameter.name,
            "in": parameter.place,
            "required": parameter.required,
            "description": words.parameter(operation.module, operation.id, parameter.name),
            "schema": schema,
        }
        example = self._examples.parameter(operation.id, parameter.name, schema, required=parameter.required)
        if example is not None:
            found["example"] = example
        if parameter.many and parameter.place == "query":
            found |= {"style": "form", "explode": False}
        return found

    def _body(self, operation: Operation) -> Schema:
        content: Schema = {"schema": self._schema(operation.body)}
        choices: list[Any] = [self._examples.body(operation.id, content["schema"]), {}]
        fitting = [each for each in choices if decodes(each, operation.body)]
        if fitting:
            content["example"] = fitting[0]
        return {"required": operation.body_required, "content": {"application/json": content}}

    def _responses(self, operation: Operation, about: About) -> Schema:
        """What the model documents, and what the gateway adds to it."""
        found: dict[int, Schema] = {status: self._response(status, kind) for status, kind in operation.answers.items()}
        others = [
            *_GATEWAY_STATUSES,
            *([415] if operation.body is not None else []),
            *([] if about.implemented else [501]),
        ]
        for status in others:
            found.setdefault(status, self._response(status, None, refused=True))
        return {str(status): found[status] for status in sorted(found)}

    def _properties(self, kind: Any) -> Schema:
        """The properties of a type; none where it is no object."""
        found = self._schema(kind)
        if "$ref" in found:
            found = self._components[found["$ref"].rpartition("/")[2]]
        properties: Schema = found.get("properties", {})
        return properties

    def _response(self, status: int, kind: Any, *, refused: bool = False) -> Schema:
        names = ["x-amzn-RequestId", "x-amzn-RateLimit-Limit" if status < 400 else "x-tradepost-reason"]
        response: Schema = {
            "description": _STATUS_WORDS.get(status, f"Status {status}."),
            "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names},
        }
        if status >= 400 and kind is not None and "errors" not in self._properties(kind):
            kind, refused = None, True  # a few models name the bare list; what is sent is an object
        if kind is not None:
            schema = self._schema(kind)
            content = {"schema": schema}
            if status < 400:
                content["example"] = self._examples.answer(schema)
            response["content"] = {"application/json": content}
        elif refused:
            reference = {"$ref": f"#/components/schemas/{_ERROR_LIST}"}
            response["content"] = {"application/json": {"schema": reference}}
        return response


def _without_null(schema: Any) -> Any:
    """The schema as published: without ``null``, which means absent, and without bounds and values of our own."""
    if isinstance(schema, list):
        return [_without_null(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _without_null(value) for key, value in schema.items()}
    if _PUBLISHED in found:
        found["enum"] = found.pop(_PUBLISHED)
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
