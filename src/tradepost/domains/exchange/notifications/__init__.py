"""Notifications: an application says where to send them and what it wants to hear of, and hears of it.

operations/       what the Notifications API answers
destination.py    where notifications go, and which resources can be named
subscription.py   what is wanted, and the filters that narrow it down
directives.py     those filters as they are sent
filtering.py      filter expressions
messages/         which event makes which notification, and what is in it
hearing.py        from an event to notifications on their way, in the event's own transaction
outgoing/         notifications on their way: ``tradepost.deliveries`` sends them
switches.py       rules that double, delay, swap and thin out notifications, for tests of receivers
lifecycle.py      what time does: summaries, hourly figures, packages on their way
records.py        the SQL of destinations and subscriptions
refusals.py       how it refuses
"""

from tradepost.domains.exchange.notifications.messages.table import BY_EVENT

ANSWERS = ("notifications",)
HEARS = tuple(BY_EVENT)
