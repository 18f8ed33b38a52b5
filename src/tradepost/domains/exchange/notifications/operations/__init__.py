"""What the Notifications API answers: destinations and subscriptions."""

from tradepost.domains.exchange.notifications.operations import destinations, subscriptions

__all__ = ["destinations", "subscriptions"]
