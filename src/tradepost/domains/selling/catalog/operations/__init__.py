"""The operations of the catalog: Catalog Items 2022-04-01, and two older faces of the same products."""

from tradepost.domains.selling.catalog.operations import items as items
from tradepost.domains.selling.catalog.operations import v0 as v0
from tradepost.domains.selling.catalog.operations import v2020 as v2020
