"""The published formats of text: date-times with a zone, and dates."""

from __future__ import annotations

import datetime
from typing import Annotated

from msgspec import Meta

DateTime = Annotated[datetime.datetime, Meta(tz=True)]
Date = datetime.date
