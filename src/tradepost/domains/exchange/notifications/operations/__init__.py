"""What the Notifications API answers: destinations, subscriptions, and a notification to try one with."""

from tradepost.domains.exchange.notifications.operations import destinations, subscriptions, trying

__all__ = ["destinations", "subscriptions", "trying"]
