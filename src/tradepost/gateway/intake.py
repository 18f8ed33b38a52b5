"""How long the body of a request may be, told before it has arrived: before its token is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from msgspec import inspect

from tradepost.contract.operation import Operation
from tradepost.gateway.login import LOGIN_PATHS
from tradepost.gateway.routes import Routes
from tradepost.server.messages import Intake, Request

#: Of operations whose bodies have a fixed number of fields, and where no body belongs at all (our choice).
FEW_FIELDS = Intake(65_536)
#: Of operations that take lists or documents: the 10 MB of Amazon's gateway.
MANY_FIELDS = Intake(10_485_760)
#: Operations that carry a file in one field.
_WITH_FILE = frozenset({"shipment_invoicing_v0.submitInvoice"})


def intake(request: Request, routes: Routes) -> Intake:
    """How the body of this request is taken in."""
    if request.path in LOGIN_PATHS:
        return FEW_FIELDS
    found = routes.known(request.method, request.path.decode("latin-1"))
    if found is None:
        return FEW_FIELDS
    route, _ = found
    route.load()
    return FEW_FIELDS if route.operation is None else _intake_of(route.operation)


@cache
def _intake_of(operation: Operation) -> Intake:
    if operation.body is None:
        return FEW_FIELDS
    if operation.key in _WITH_FILE or any(_open_ended(inspect.type_info(operation.body), set())):
        return MANY_FIELDS
    return FEW_FIELDS


def _open_ended(form: inspect.Type, seen: set[type]) -> Iterator[bool]:
    """True for each list or document within a form."""
    if isinstance(form, inspect.ListType | inspect.DictType | inspect.AnyType | inspect.RawType):
        yield True
    elif isinstance(form, inspect.UnionType):
        for each in form.types:
            yield from _open_ended(each, seen)
    elif isinstance(form, inspect.StructType) and form.cls not in seen:
        seen.add(form.cls)
        for field in form.fields:
            yield from _open_ended(field.type, seen)
