"""What an operation is: the row that the generator writes for each one, and the only type the gateway needs to know.

Written by hand here: this file, ``formats``, ``reading``, ``bodies``, ``refusal``, ``openapi``, ``examples`` and
``words``; the rest is generated.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Place = Literal["path", "query", "header"]
Kind = Literal["string", "integer", "number", "boolean", "date-time", "date"]


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One declared parameter of an operation, outside the body.

    ``name`` is the wire name, ``attribute`` the field of the operation's request struct that carries the value.
    ``kind`` is the scalar type (of the elements, where ``many`` is true). ``schema`` is the parameter's JSON schema as
    published, for the OpenAPI document and for the sentence that explains a refusal.
    """

    name: str
    attribute: str
    place: Place
    kind: Kind
    required: bool = False
    many: bool = False
    default: Any = None
    schema: dict[str, Any] = {}


class Operation(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One operation of the API, as published.

    ``id`` is the published operation id, ``module`` the contract module it stands in; both together are
    unique, but where an API gives one id to two methods; an operation's identity is the object itself.
    ``path`` is the full template, such as ``/fba/inventory/v1/items/{sellerSku}``. ``request`` is the struct that holds
    every parameter by its attribute and the body, when there is one, as ``body``. ``answers`` maps a status to the type
    of its body, or to ``None`` where the answer has none. ``rate`` is in requests per second; where neither the
    model nor the operations table publishes a plan, the generator writes the default of 5 per second, burst 15.
    """

    id: str
    module: str
    method: str
    path: str
    request: type[msgspec.Struct]
    answers: dict[int, Any]
    parameters: tuple[Parameter, ...] = ()
    body: Any = None
    body_required: bool = False
    rate: float = 5.0
    burst: int = 15
    published_plan: bool = True
    sandbox_only: bool = False
    grantless_scope: str | None = None
    restricted: bool = False

    @property
    def key(self) -> str:
        """Its module and id: ``fba_inventory.getInventorySummaries``. One module may have an id under two methods."""
        return f"{self.module}.{self.id}"
