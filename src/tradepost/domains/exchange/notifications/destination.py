"""Where notifications go: a queue, an event bus, or a web address, of one application in one region."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, Literal

import msgspec

from tradepost.domains.problems import Problem

DestinationKind = Literal["sqs", "eventBridge", "webhook"]

_ARN: Final = re.compile(r"arn:aws:sqs:([a-z0-9-]{1,63}):([\w-]{1,63}):([\w-]{1,80}(?:\.fifo)?)", re.ASCII)
_ACCOUNT: Final = re.compile(r"[0-9]{12}")
_REGION: Final = re.compile(r"[a-z]{2}(-[a-z]{2,12}){1,3}-[0-9]")
LONGEST_NAME: Final = 256


class Destination(msgspec.Struct, kw_only=True, frozen=True):
    """A destination. ``address`` is the ARN of the queue, ``account/region`` of an event bus, or a URL.

    ``region`` is that of the endpoint by which it was made, empty on hosts that are not Amazon's: there it is seen
    everywhere. ``secret`` signs what goes to a webhook.
    """

    id: str
    application_id: str
    region: str
    name: str
    kind: DestinationKind
    address: str
    created_at: datetime
    secret: str = ""

    @property
    def account_and_region(self) -> tuple[str, str]:
        """The AWS account and region of an event bus."""
        account, _, region = self.address.partition("/")
        return account, region

    @property
    def event_source(self) -> str:
        """The name of the partner event source of an event bus (published guide)."""
        account, _ = self.account_and_region
        return f"aws.partner/sellingpartnerapi.amazon.com/{account}/{self.application_id}"


class Queue(msgspec.Struct, frozen=True):
    """What the ARN of a queue says."""

    region: str
    account: str
    name: str


def queue_of(arn: str) -> Queue | None:
    """The queue that an ARN names, or None where it names none."""
    found = _ARN.fullmatch(arn)
    return None if found is None else Queue(found[1], found[2], found[3])


def arn_problem(path: str, arn: str) -> Problem | None:
    """What is wrong with the ARN of a queue, or None. Queues in order (FIFO) are not supported (published guide)."""
    queue = queue_of(arn)
    if queue is None:
        return Problem(path, arn, "is not the ARN of an SQS queue, such as arn:aws:sqs:us-east-1:123456789012:queue")
    if queue.name.endswith(".fifo"):
        return Problem(path, arn, "names a FIFO queue; notifications go to standard queues only")
    return None


def event_bus_problems(account: str, region: str) -> list[Problem]:
    """What is wrong with the AWS account and region of an event bus."""
    place = "resourceSpecification.eventBridge"
    found = []
    if not _ACCOUNT.fullmatch(account):
        found.append(Problem(f"{place}.accountId", account, "is not an AWS account id of twelve digits"))
    if not _REGION.fullmatch(region):
        found.append(Problem(f"{place}.region", region, "is not an AWS region, such as us-east-1"))
    return found
