"""Operations that take their time: each is a job, and its id is the ``operationId`` that the seller asks about.

What carries an operation out checks everything again: between the call and its turn other operations have ended.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal, TypeVar

import msgspec

from tradepost.contract.operation import Operation
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import queueing, records
from tradepost.domains.exchange.jobs.job import Job

KIND: Final = "inbound"
#: How long an operation takes, in virtual seconds (our choice; at Amazon most take a few).
QUEUED_SECONDS, WORKING_SECONDS = 1.0, 4.0

#: What happens where an operation fails for no reason of the request, in the words that integrators have met.
SOMETHING_WRONG: Final = "ERROR: Something went wrong. Please try again later."


class Trouble(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One problem of an operation, as its status shows it."""

    code: str
    message: str
    details: str = ""
    severity: Literal["ERROR", "WARNING"] = "ERROR"


CarryOut = Callable[[Context, Any, str], Awaitable[list[Trouble] | None]]
CarryOutT = TypeVar("CarryOutT", bound=CarryOut)
CARRIED_OUT: dict[str, tuple[Operation, CarryOut]] = {}


class Asked(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What was asked for, whose plan it is about, and what went wrong."""

    request: msgspec.Raw
    plan_id: str = ""
    troubles: list[Trouble] = []


class OperationFailedError(Exception):
    """An operation that fails for reasons that only its status tells."""

    def __init__(self, troubles: list[Trouble]) -> None:
        super().__init__("; ".join(each.message for each in troubles))
        self.troubles = troubles


def carries_out(operation: Operation) -> Callable[[CarryOutT], CarryOutT]:
    """Marks what carries an operation out when its turn comes: given the request, and the id of the plan that it is
    about, if it is about one. A refusal that it raises is told by the status, as are warnings that it gives."""

    def register(function: CarryOutT) -> CarryOutT:
        if operation.id in CARRIED_OUT:
            raise ValueError(f"{operation.id} is carried out twice")
        CARRIED_OUT[operation.id] = (operation, function)
        return function

    return register


async def ask(ctx: Context, operation: Operation, request: Any, plan_id: str = "") -> str:
    """Queues an operation, and gives its id."""
    number = await records.next_number(ctx.tx, ctx.seller_id, "inbound operations")
    operation_id = ctx.seed.uuid("inbound operation", ctx.seller_id, number)
    asked = Asked(request=msgspec.Raw(msgspec.json.encode(request)), plan_id=plan_id)
    await queueing.queue(
        ctx,
        KIND,
        operation.id,
        operation_id,
        asked,
        queued_seconds=QUEUED_SECONDS,
        working_seconds=WORKING_SECONDS,
    )
    return operation_id


async def find(ctx: Context, operation_id: str) -> Job | None:
    """An operation of the caller, by its id."""
    return await records.find(ctx.tx, ctx.seller_id, KIND, operation_id)
