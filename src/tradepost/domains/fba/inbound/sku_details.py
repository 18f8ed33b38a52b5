"""What a seller has told of a SKU that is sent in: how it is prepared, and its taxes."""

from __future__ import annotations

import msgspec

from tradepost.contract import fulfillment_inbound_2024_03_20 as api


class SkuDetails(msgspec.Struct, kw_only=True, omit_defaults=True):
    """None of it where nothing was told."""

    prep_category: api.PrepCategory | None = None
    prep_types: tuple[api.PrepType, ...] = ()
    tax: api.TaxDetails | None = None
