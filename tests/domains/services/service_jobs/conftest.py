"""A seller of services on a Monday morning."""

from __future__ import annotations

import pytest

from tests.domains.services.service_jobs.serving import MONDAY, Services
from tests.shop import Shop


@pytest.fixture
def services(shop: Shop) -> Services:
    """A seller whose clock stands at the beginning of a Monday in March 2027."""
    shop.controlled("POST", "clock/advance", {"to": f"{MONDAY}T00:00:00Z"})
    return Services(shop)
