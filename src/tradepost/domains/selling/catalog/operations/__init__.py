"""The operations of the catalogue: Catalog Items 2022-04-01, and the older v0 as another face of the same products."""

from tradepost.domains.selling.catalog.operations import items as items
from tradepost.domains.selling.catalog.operations import v0 as v0
