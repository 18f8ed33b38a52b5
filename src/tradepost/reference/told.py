"""What the reference page says of an operation beside its contract: who answers it, and who may call it."""

from __future__ import annotations

import inspect
from typing import Any

from tradepost.accounts import restricted
from tradepost.accounts.roles import ROLES, roles_for
from tradepost.contract.openapi import About
from tradepost.contract.operation import Operation
from tradepost.domains.handling import handler_of


def told(operation: Operation) -> About:
    """Roles, restricted data elements, and the docstring of the function that answers the operation."""
    handler = handler_of(operation)
    resource = restricted.find(operation.method, operation.path)
    return About(
        implemented=handler is not None,
        description="" if handler is None else _plain(handler.function),
        roles=tuple(sorted(ROLES[each] for each in roles_for(operation))),
        data_elements=() if resource is None else tuple(sorted(resource.elements)),
    )


def _plain(function: Any) -> str:
    return (inspect.getdoc(function) or "").replace("``", "`")
