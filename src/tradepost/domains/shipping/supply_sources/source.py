"""A supply source: a store or warehouse of a seller."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tradepost.contract import supply_sources_2020_07_01 as api


class SupplySource(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A supply source. Its address stays as it was created (the published update has none)."""

    id: str
    code: str
    alias: str
    address: api.Address
    created_at: datetime
    updated_at: datetime
    status: api.SupplySourceStatusReadOnly = "Inactive"
    configuration: api.SupplySourceConfiguration | None = None
    capabilities: api.SupplySourceCapabilities | None = None

    @property
    def takes_pickups(self) -> bool:
        """Whether buyers can fetch what they bought there: in the store or at the curb."""
        outbound = self.capabilities.outbound if self.capabilities else None
        channel = outbound.pickup_channel if outbound and outbound.is_supported else None
        return self.status == "Active" and channel is not None and bool(channel.is_supported)
