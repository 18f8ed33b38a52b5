"""The published formats: date-times with a zone, dates, and integers that a database can hold."""

from __future__ import annotations

import datetime
from typing import Annotated

from msgspec import Meta

DateTime = Annotated[datetime.datetime, Meta(tz=True)]
Date = datetime.date
Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
