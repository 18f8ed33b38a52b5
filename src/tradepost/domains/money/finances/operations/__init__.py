"""The operations of finances: groups and events of the ledger in two versions, and what an account comes to."""

from tradepost.domains.money.finances.operations import balances as balances
from tradepost.domains.money.finances.operations import events as events
