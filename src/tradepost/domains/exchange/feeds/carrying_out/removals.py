"""POST_FLAT_FILE_FBA_CREATE_REMOVAL: the rows of one removal order, with its type and address above them or in each."""

from __future__ import annotations

from typing import Final

from tradepost.contract.fulfillment_outbound_2020_07_01 import Address
from tradepost.domains.exchange.feeds.carrying_out.orders import FAULTY
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result, Task
from tradepost.domains.exchange.feeds.reading.flat_file import Row
from tradepost.domains.fba.removals import requesting
from tradepost.domains.fba.removals.removal import RemovalType
from tradepost.domains.fba.removals.requesting import WantedUnits

_TYPES: Final[dict[str, RemovalType]] = {"return": "Return", "disposal": "Disposal"}
_ADDRESS: Final = ("addressname", "addressfieldone", "addresspostalcode", "addresscountrycode")
#: What stands above the table of the published template, a name and a value in each line.
HEAD: Final = (
    "merchantremovalorderid",
    "removaldisposition",
    *_ADDRESS,
    "addressfieldtwo",
    "addressfieldthree",
    "addresscity",
    "addressstateorregion",
    "contactphonenumber",
    "shippingnotes",
)


async def create(task: Task, message: Message) -> list[Result]:
    """Makes a removal order of the rows with its id. Raises FaultyMessageError, Faulty."""
    rows: list[Row] = message.body
    first = rows[0]
    type = _TYPES.get(first.get("removaldisposition", "").lower())
    if type is None:
        raise FaultyMessageError(
            FAULTY, f"RemovalDisposition: '{first.get('removaldisposition', '')[:60]}' is not Return or Disposal."
        )
    await requesting.request(
        task.ctx,
        task.feed.marketplace_ids[0],
        type,
        [WantedUnits(row.get("merchantsku", ""), _units(row, "sellable"), _units(row, "unsellable")) for row in rows],
        id=first.get("merchantremovalorderid", ""),
        address=_address(first) if type == "Return" else None,
        notes=first.get("shippingnotes", ""),
    )
    return []


def _units(row: Row, grade: str) -> int:
    told = row.get(f"{grade}quantity", "") or "0"
    if not told.isdecimal() or len(told) > 9:
        raise FaultyMessageError(FAULTY, f"{grade.title()}Quantity: '{told[:60]}' is not a number of units.")
    return int(told)


def _address(row: Row) -> Address:
    missing = [name for name in _ADDRESS if not row.get(name)]
    if missing:
        raise FaultyMessageError(FAULTY, f"A Return needs {', '.join(missing)}.")
    return Address(
        name=row["addressname"],
        address_line1=row["addressfieldone"],
        address_line2=row.get("addressfieldtwo") or None,
        address_line3=row.get("addressfieldthree") or None,
        city=row.get("addresscity") or None,
        state_or_region=row.get("addressstateorregion") or None,
        postal_code=row["addresspostalcode"],
        country_code=row["addresscountrycode"],
        phone=row.get("contactphonenumber") or None,
    )
