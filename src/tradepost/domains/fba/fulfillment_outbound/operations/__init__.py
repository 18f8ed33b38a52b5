"""FBA Outbound 2020-07-01, a file for each noun."""

from tradepost.domains.fba.fulfillment_outbound.operations import changes, features, orders, packages, previews, returns

__all__ = ["changes", "features", "orders", "packages", "previews", "returns"]
