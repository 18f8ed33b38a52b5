"""The distribution centers, and the regions by which the API knows them. Pure."""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.carriage.zones import Stop, zone
from tradepost.simulation.seed import Seed

#: The published regions.
Region = Literal["us-west", "us-east", "us-southcentral", "us-southeast"]
REGIONS: Final[tuple[Region, ...]] = get_args(Region)
#: The share of orders whose region has no room, so that they go to another one. Our choice.
FULL: Final = 0.05


class DistributionCenter(msgspec.Struct, frozen=True):
    """A distribution center. Ids have the form of the real ones; streets are invented."""

    id: str
    region: Region
    street: str
    city: str
    state: str
    postal_code: str

    @property
    def stop(self) -> Stop:
        """Where it is, as carriers read it."""
        return Stop(city=self.city, state=self.state, postal_code=self.postal_code, country="US", residential=False)


#: One for each region (our choice).
CENTERS: Final = (
    DistributionCenter("IUSP", "us-west", "3500 Commerce Way", "San Bernardino", "CA", "92408"),
    DistributionCenter("IUSJ", "us-east", "210 Harbor Terminal Road", "Easton", "PA", "18045"),
    DistributionCenter("IUSL", "us-southcentral", "1800 Intermodal Drive", "Fort Worth", "TX", "76177"),
    DistributionCenter("IUST", "us-southeast", "75 Gateway Parkway", "Savannah", "GA", "31407"),
)
BY_ID: Final = {each.id: each for each in CENTERS}


def assigned(seed: Seed, order_id: str, origin: api.Address, preferred: str | None) -> DistributionCenter:
    """Where an order goes: to the region that its seller prefers, or the nearest one.

    A preference does not guarantee anything (published model): now and then there is no room, and the nearest of the
    others takes it (our choice).
    """
    start = Stop(state=origin.state_or_region, postal_code=origin.postal_code or "", country=origin.country_code)
    near = sorted(CENTERS, key=lambda each: (each.region != preferred, zone(start, each.stop)))
    return near[1] if seed.share("awd region full", order_id) < FULL else near[0]


def address(center: DistributionCenter) -> api.Address:
    """Its address, as the API shows it."""
    return api.Address(
        name=f"Amazon {center.id}",
        address_line1=center.street,
        city=center.city,
        state_or_region=center.state,
        postal_code=center.postal_code,
        country_code="US",
    )
