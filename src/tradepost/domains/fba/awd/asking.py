"""What takes its time: checks, labels and the work of a warehouse, as jobs that the control API can steer.

Jobs are called by the operation that asks for them. What a job fails with is told by the order or shipment that it is
about.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import msgspec

from tradepost.contract.operation import Operation
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import queueing, records
from tradepost.domains.exchange.jobs.job import Job, read_body

KIND: Final = "awd"
#: How long a check or a label takes, in virtual seconds. Our choice.
QUEUED_SECONDS, WORKING_SECONDS = 1.0, 4.0
#: What is told where a job fails for no reason of its own.
SOMETHING_WRONG: Final = "Something went wrong. Please try again later."


class Asked(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a job is about: the id of an order or shipment, and what is wanted for it."""

    about: str
    wanted: msgspec.Raw = msgspec.Raw(b"null")


Begin = Callable[[Context, Asked], Awaitable[None]]
CarryOut = Callable[[Context, Asked], Awaitable[None]]
GiveUp = Callable[[Context, Asked, str], Awaitable[None]]
CarryOutT = TypeVar("CarryOutT", bound=CarryOut)


class Task(msgspec.Struct, frozen=True):
    """What is done for one type of job: when it begins, to do it, and where it fails, with a reason."""

    carry_out: CarryOut
    give_up: GiveUp
    begin: Begin | None


TASKS: dict[str, Task] = {}


def carries_out(
    *operations: Operation, give_up: GiveUp, begin: Begin | None = None
) -> Callable[[CarryOutT], CarryOutT]:
    """Marks what does the jobs of these operations. A refusal that it raises is given up with, and changes nothing."""

    def register(function: CarryOutT) -> CarryOutT:
        for operation in operations:
            if operation.id in TASKS:
                raise ValueError(f"{operation.id} is carried out twice")
            TASKS[operation.id] = Task(function, give_up, begin)
        return function

    return register


async def ask(
    ctx: Context,
    operation: Operation,
    about: str,
    wanted: Any = None,
    *,
    queued_seconds: float = QUEUED_SECONDS,
    working_seconds: float = WORKING_SECONDS,
) -> None:
    """Queues a job about an order or shipment."""
    number = await records.next_number(ctx.tx, ctx.seller_id, "awd jobs")
    await queueing.queue(
        ctx,
        KIND,
        operation.id,
        ctx.seed.uuid("awd job", ctx.seller_id, number),
        Asked(about=about, wanted=msgspec.Raw(msgspec.json.encode(wanted))),
        queued_seconds=queued_seconds,
        working_seconds=working_seconds,
    )


async def begun(ctx: Context, job_id: str) -> None:
    """A job of this area has begun."""
    job: Job | None = await records.find(ctx.tx, ctx.seller_id, KIND, job_id)
    if job is not None and (begin := TASKS[job.type].begin) is not None:
        await begin(ctx, read_body(job, Asked))
