"""SQS and EventBridge, or what speaks as they do, by aiobotocore. It is loaded when the first message is sent."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack
from typing import Any

import msgspec

from tradepost.deliveries.failure import UndeliverableError
from tradepost.domains.exchange.notifications.destination import Destination, queue_of
from tradepost.domains.exchange.notifications.outgoing.delivery import Delivery

#: Who sends notifications at Amazon: the principal that a queue's policy has to let in (published guide).
SENDER = "437568002678"
_SEND = frozenset({"sqs:sendmessage", "sqs:*", "*"})
_MISSING = "the extra is missing that speaks to queues: pip install 'tradepost[aws]'"
#: Keys for what is not AWS itself, where the environment has none.
LOCAL_KEYS = {"aws_access_key_id": "tradepost", "aws_secret_access_key": "tradepost"}


class Queues:
    """Clients of SQS and EventBridge, one for each region and address, as long as the server runs.

    An ``endpoint`` of None is AWS itself. ``checks_policies`` is for a server that does not look at the policies of its
    queues: then we do.
    """

    def __init__(self, *, checks_policies: bool = False) -> None:
        self._checks_policies = checks_policies
        self._stack = AsyncExitStack()
        self._clients: dict[tuple[str, str, str | None], Any] = {}

    async def send(self, endpoint: str | None, destination: Destination, delivery: Delivery) -> None:
        """Puts a notification into the destination's queue, as the message itself. Raises UndeliverableError."""
        queue = queue_of(destination.address)
        assert queue is not None
        client = await self._client("sqs", queue.region, endpoint)
        base = endpoint or f"https://sqs.{queue.region}.amazonaws.com"
        url = f"{base.rstrip('/')}/{queue.account}/{queue.name}"
        await self._call(self._put, client, url, destination.address, delivery.body)

    async def _put(self, client: Any, url: str, arn: str, body: str) -> None:
        if self._checks_policies:
            found = await client.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
            policy = found.get("Attributes", {}).get("Policy")
            if policy and not lets_send(policy):
                raise UndeliverableError(f"the policy of {arn} does not let {SENDER} do sqs:SendMessage")
        await client.send_message(QueueUrl=url, MessageBody=body)

    async def publish(self, endpoint: str | None, destination: Destination, delivery: Delivery) -> None:
        """Puts a notification on the event bus of the destination's event source. Raises UndeliverableError."""
        _, region = destination.account_and_region
        client = await self._client("events", region, endpoint)
        entry = {
            "Source": destination.event_source,
            "DetailType": delivery.type,
            "Detail": delivery.body,
            "EventBusName": destination.event_source,
        }
        answer = await self._call(client.put_events, Entries=[entry])
        if answer.get("FailedEntryCount"):
            fault = answer["Entries"][0]
            raise UndeliverableError(f"{fault.get('ErrorCode')}: {fault.get('ErrorMessage')}")

    async def open_event_source(self, endpoint: str | None, destination: Destination) -> None:
        """Has the partner event source of a destination, which its owner makes an event bus of. Raises
        UndeliverableError, where there is one, too."""
        account, region = destination.account_and_region
        client = await self._client("events", region, endpoint)
        await self._call(client.create_partner_event_source, Name=destination.event_source, Account=account)

    async def close(self) -> None:
        """Lets every client go."""
        self._clients.clear()
        await self._stack.aclose()

    async def _call(self, function: Any, *arguments: Any, **named: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return await function(*arguments, **named)
        except ClientError as fault:
            said = fault.response.get("Error", {})
            raise UndeliverableError(f"{said.get('Code')}: {said.get('Message')}") from None
        except (BotoCoreError, OSError, ValueError) as fault:
            raise UndeliverableError(str(fault)) from None

    async def _client(self, service: str, region: str, endpoint: str | None) -> Any:
        found = self._clients.get((service, region, endpoint))
        if found is not None:
            return found
        try:
            from aiobotocore.config import AioConfig
            from aiobotocore.session import get_session
        except ImportError:
            raise UndeliverableError(_MISSING) from None
        config = AioConfig(connect_timeout=3, read_timeout=10, retries={"max_attempts": 0}, max_pool_connections=20)
        keys = LOCAL_KEYS if endpoint is not None and "AWS_ACCESS_KEY_ID" not in os.environ else {}
        made = await self._call(
            self._stack.enter_async_context,
            get_session().create_client(service, region_name=region, endpoint_url=endpoint, config=config, **keys),
        )
        return self._clients.setdefault((service, region, endpoint), made)


def lets_send(policy: str) -> bool:
    """Whether the policy of a queue lets Amazon's notifications in: something allows it, and nothing denies it."""
    try:
        statements = msgspec.json.decode(policy)["Statement"]
    except (msgspec.DecodeError, KeyError, TypeError):
        return False
    known = [statements] if isinstance(statements, dict) else statements
    effects = {each.get("Effect") for each in known if _about_sending(each) and _about_the_sender(each)}
    return "Allow" in effects and "Deny" not in effects


def _about_sending(statement: dict[str, Any]) -> bool:
    actions = statement.get("Action", [])
    named = [actions] if isinstance(actions, str) else actions
    return any(each.lower() in _SEND for each in named)


def _about_the_sender(statement: dict[str, Any]) -> bool:
    principal = statement.get("Principal", {})
    known = principal.get("AWS", []) if isinstance(principal, dict) else principal
    named = [known] if isinstance(known, str) else known
    return any(each == "*" or SENDER in each for each in named)
