"""What FBA Inbound answers, a file for each noun."""

from tradepost.domains.fba.inbound.operations import eligibility, items, packing, placement, plans, statuses

__all__ = ["eligibility", "items", "packing", "placement", "plans", "statuses"]
