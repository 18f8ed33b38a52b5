"""What AWD answers, a file for each noun."""

from tradepost.domains.fba.awd.operations import inbound_orders, inbound_shipments, inventory, labels

__all__ = ["inbound_orders", "inbound_shipments", "inventory", "labels"]
