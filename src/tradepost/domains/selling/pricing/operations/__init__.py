"""The operations of Product Pricing: single ones and batches of v0, and the batches of 2022-05-01."""

from tradepost.domains.selling.pricing.operations import batches_v0, offers_v0, prices_v0, v2022

__all__ = ["batches_v0", "offers_v0", "prices_v0", "v2022"]
