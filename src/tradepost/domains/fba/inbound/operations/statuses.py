"""How far an operation is that takes its time."""

from __future__ import annotations

from typing import Final

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs.job import State, read_body
from tradepost.domains.fba.inbound import asking
from tradepost.domains.fba.inbound.asking import Asked
from tradepost.domains.handling import handles
from tradepost.domains.problems import Unknown

STATUSES: Final[dict[State, api.OperationStatus]] = {
    "queued": "IN_PROGRESS",
    "in_progress": "IN_PROGRESS",
    "done": "SUCCESS",
    "cancelled": "FAILED",
    "fatal": "FAILED",
}


@handles(api.get_inbound_operation_status)
async def get_inbound_operation_status(
    ctx: Context, request: api.GetInboundOperationStatusArguments
) -> api.InboundOperationStatus:
    """Tells whether an operation has been carried out, and what was wrong where it failed."""
    job = await asking.find(ctx, request.operation_id)
    if job is None:
        raise Unknown("operationId", request.operation_id, "an operation of yours")
    return api.InboundOperationStatus(
        operation=job.type,
        operation_id=job.id,
        operation_status=STATUSES[job.state],
        operation_problems=[
            api.OperationProblem(
                code=each.code, message=each.message, details=each.details or None, severity=each.severity
            )
            for each in read_body(job, Asked).troubles
        ],
    )
