"""Destinations: made, listed, shown and deleted by an application, for all sellers that it acts for."""

from __future__ import annotations

from tradepost.contract import notifications as api
from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications import destination as rules
from tradepost.domains.exchange.notifications import records
from tradepost.domains.exchange.notifications.destination import Destination, DestinationKind
from tradepost.domains.exchange.notifications.refusals import DestinationExists, DestinationInUse, UnknownDestination
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, refuse


@handles(api.create_destination)
async def create_destination(ctx: Context, request: api.CreateDestinationArguments) -> api.CreateDestinationResponse:
    """Makes a destination: a standard SQS queue by its ARN, or the event buses of an AWS account in a region.

    Nothing is sent to it at once (our choice). One queue, and one account, is one destination of an application in a
    region.
    """
    asked = request.body.resource_specification
    kind, address = _resource(request.body.name, asked)
    made = Destination(
        id=ctx.seed.uuid("destination", ctx.application_id, ctx.region, address, ctx.now.isoformat()),
        application_id=ctx.application_id,
        region=ctx.region,
        name=request.body.name,
        kind=kind,
        address=address,
        created_at=ctx.now,
    )
    await add(ctx, made)
    ctx.outgoing = kind == "eventBridge"  # its event source is to appear
    return api.CreateDestinationResponse(payload=shown(made))


async def add(ctx: Context, made: Destination) -> None:
    """Keeps a new destination. Raises DestinationExists."""
    for each in await records.destinations(ctx.tx, ctx.application_id, ctx.region):
        if each.kind == made.kind and _same(each, made):
            raise DestinationExists(made.address, ctx.application_id)
    await records.add_destination(ctx.tx, made)


def _same(one: Destination, other: Destination) -> bool:
    if one.kind == "eventBridge":  # one event bus destination for each AWS account (published guide)
        return one.account_and_region[0] == other.account_and_region[0]
    return one.address == other.address


def _resource(name: str, asked: api.DestinationResourceSpecification) -> tuple[DestinationKind, str]:
    """What is asked for, as it is kept. Raises Faulty."""
    problems = []
    if not 0 < len(name) <= rules.LONGEST_NAME:
        problems.append(Problem("name", name, f"must have from 1 to {rules.LONGEST_NAME} characters"))
    queue, bus = asked.sqs, asked.event_bridge
    if (queue is None) == (bus is None):
        problems.append(Problem("resourceSpecification", "", "must have either sqs or eventBridge"))
        refuse(problems)
    if queue is not None:
        fault = rules.arn_problem("resourceSpecification.sqs.arn", queue.arn)
        refuse([*problems, *([fault] if fault else [])])
        return "sqs", queue.arn
    assert bus is not None
    refuse([*problems, *rules.event_bus_problems(bus.account_id, bus.region)])
    return "eventBridge", f"{bus.account_id}/{bus.region}"


@handles(api.get_destinations)
async def get_destinations(ctx: Context, request: api.GetDestinationsArguments) -> api.GetDestinationsResponse:
    """Lists the destinations of the application in this region."""
    found = await records.destinations(ctx.tx, ctx.application_id, ctx.region)
    return api.GetDestinationsResponse(payload=[shown(each) for each in found])


@handles(api.get_destination)
async def get_destination(ctx: Context, request: api.GetDestinationArguments) -> api.GetDestinationResponse:
    """Shows a destination."""
    return api.GetDestinationResponse(payload=shown(await load(ctx, request.destination_id)))


@handles(api.delete_destination)
async def delete_destination(ctx: Context, request: api.DeleteDestinationArguments) -> api.DeleteDestinationResponse:
    """Deletes a destination that no subscription sends to."""
    found = await load(ctx, request.destination_id)
    if await records.in_use(ctx.tx, ctx.application_id, found.id):
        raise DestinationInUse
    await records.remove_destination(ctx.tx, ctx.application_id, found.id)
    return api.DeleteDestinationResponse()


async def load(ctx: Context, destination_id: str) -> Destination:
    """The application's destination of this id, as far as it is seen here. Raises UnknownDestination."""
    found = await find(ctx, destination_id)
    if found is None:
        raise UnknownDestination(destination_id, ctx.application_id)
    return found


async def find(ctx: Context, destination_id: str) -> Destination | None:
    """The application's destination of this id, or None where it has none that is seen here."""
    found = await records.destination(ctx.tx, ctx.application_id, destination_id)
    return found if found is not None and (not ctx.region or found.region in ("", ctx.region)) else None


def shown(destination: Destination) -> api.Destination:
    """A destination as the API shows it. A webhook, which is ours alone, has no resource there."""
    resource = api.DestinationResource()
    if destination.kind == "sqs":
        resource.sqs = api.SqsResource(arn=destination.address)
    elif destination.kind == "eventBridge":
        account, region = destination.account_and_region
        resource.event_bridge = api.EventBridgeResource(
            name=destination.event_source, account_id=account, region=region
        )
    return api.Destination(name=destination.name, destination_id=destination.id, resource=resource)
