"""The operations of listings: Listings Items 2021-08-01, and 2020-09-01 as an older face of the same listings."""

from tradepost.domains.selling.listings.operations import items as items
from tradepost.domains.selling.listings.operations import v2020 as v2020
