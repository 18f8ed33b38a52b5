"""The fulfillment centers that orders ship from: ids in the real form, with their cities."""

from __future__ import annotations

from typing import Final

import msgspec

from tradepost.simulation.seed import Seed


class Place(msgspec.Struct, frozen=True):
    """A city as tracking shows it."""

    city: str
    state: str
    country: str


class FulfillmentCenter(msgspec.Struct, frozen=True):
    """A warehouse: its id, and the address to which goods are sent back (streets are invented)."""

    id: str
    street: str
    city: str
    state: str
    postal_code: str
    country: str
    bulky: bool = False

    @property
    def place(self) -> Place:
        """Its city."""
        return Place(self.city, self.state, self.country)


def _centers(country: str, *rows: tuple[str, str, str, str]) -> tuple[FulfillmentCenter, ...]:
    return tuple(
        FulfillmentCenter(id, f"{100 + 37 * number} Logistics Way", city, state, code, country, number == len(rows) - 1)
        for number, (id, city, state, code) in enumerate(rows)
    )


#: By country; the last one of each handles what is bulky. Which center holds what is our choice.
CENTERS: Final[dict[str, tuple[FulfillmentCenter, ...]]] = {
    "US": _centers(
        "US",
        ("PHX7", "Phoenix", "AZ", "85043"),
        ("ONT8", "Moreno Valley", "CA", "92551"),
        ("DFW7", "Fort Worth", "TX", "76177"),
        ("MDW2", "Joliet", "IL", "60433"),
        ("ABE8", "Florence", "NJ", "08518"),
        ("TUS1", "Phoenix", "AZ", "85040"),
    ),
    "CA": _centers(
        "CA",
        ("YYZ4", "Brampton", "ON", "L6Y 0R6"),
        ("YVR2", "Delta", "BC", "V3M 6H1"),
        ("YYC1", "Rocky View", "AB", "T4A 0R5"),
    ),
    "MX": _centers(
        "MX",
        ("MEX1", "Cuautitlán Izcalli", "Estado de México", "54730"),
        ("MEX5", "Tepotzotlán", "Estado de México", "54616"),
    ),
    "BR": _centers(
        "BR", ("GRU5", "Cajamar", "SP", "07790-190"), ("REC1", "Cabo de Santo Agostinho", "PE", "54590-000")
    ),
    "GB": _centers(
        "GB",
        ("LTN1", "Ridgmont", "Bedfordshire", "MK43 0ZA"),
        ("BHX1", "Rugeley", "Staffordshire", "WS15 1LX"),
        ("EDI4", "Dunfermline", "Fife", "KY11 8XT"),
        ("MAN2", "Warrington", "Cheshire", "WA5 3XA"),
    ),
    "IE": _centers("IE", ("DUB3", "Dublin", "Co. Dublin", "D22 X9F1"), ("DUB4", "Dublin", "Co. Dublin", "D22 Y2H5")),
    "DE": _centers(
        "DE",
        ("LEJ1", "Leipzig", "Sachsen", "04347"),
        ("FRA3", "Bad Hersfeld", "Hessen", "36251"),
        ("DUS2", "Rheinberg", "Nordrhein-Westfalen", "47495"),
        ("MUC3", "Graben", "Bayern", "86836"),
    ),
    "FR": _centers(
        "FR",
        ("ORY1", "Saran", "Loiret", "45770"),
        ("LYS1", "Sevrey", "Saône-et-Loire", "71100"),
        ("MRS1", "Montélimar", "Drôme", "26200"),
    ),
    "IT": _centers(
        "IT",
        ("MXP5", "Castel San Giovanni", "PC", "29015"),
        ("FCO1", "Passo Corese", "RI", "02032"),
        ("TRN1", "Torrazza Piemonte", "TO", "10037"),
    ),
    "ES": _centers(
        "ES",
        ("MAD4", "San Fernando de Henares", "Madrid", "28830"),
        ("BCN1", "El Prat de Llobregat", "Barcelona", "08820"),
    ),
    "NL": _centers(
        "NL", ("AMS1", "Rozenburg", "Noord-Holland", "1437 EN"), ("RTM1", "Rotterdam", "Zuid-Holland", "3197 KL")
    ),
    "BE": _centers("BE", ("BRU1", "Antwerpen", "Antwerpen", "2030"), ("BRU2", "Liège", "Liège", "4041")),
    "SE": _centers(
        "SE", ("ARN1", "Eskilstuna", "Södermanland", "63510"), ("GOT1", "Göteborg", "Västra Götaland", "41879")
    ),
    "PL": _centers(
        "PL", ("WRO1", "Bielany Wrocławskie", "dolnośląskie", "55-040"), ("KTW1", "Sosnowiec", "śląskie", "41-208")
    ),
    "TR": _centers("TR", ("IST1", "Tuzla", "İstanbul", "34953"), ("ESB1", "Kahramankazan", "Ankara", "06980")),
    "EG": _centers(
        "EG", ("CAI1", "10th of Ramadan City", "Sharqia", "44629"), ("HBE1", "Alexandria", "Alexandria", "21934")
    ),
    "SA": _centers("SA", ("RUH1", "Riyadh", "Riyadh", "14334"), ("JED1", "Jeddah", "Makkah", "22428")),
    "AE": _centers("AE", ("DXB3", "Dubai", "Dubai", "00000"), ("AUH1", "Abu Dhabi", "Abu Dhabi", "00000")),
    "IN": _centers(
        "IN",
        ("BLR7", "Bengaluru", "KA", "562149"),
        ("DEL4", "Gurugram", "HR", "122413"),
        ("BOM5", "Bhiwandi", "MH", "421302"),
    ),
    "SG": _centers("SG", ("SIN2", "Singapore", "Singapore", "619094"), ("SIN3", "Singapore", "Singapore", "508988")),
    "AU": _centers("AU", ("SYD1", "Moorebank", "NSW", "2170"), ("MEL1", "Dandenong South", "VIC", "3175")),
    "JP": _centers(
        "JP",
        ("NRT5", "川越市", "埼玉県", "350-1182"),
        ("KIX2", "茨木市", "大阪府", "567-0071"),
        ("HND3", "川崎市", "神奈川県", "210-0869"),
    ),
    "ZA": _centers("ZA", ("CPT1", "Cape Town", "Western Cape", "7490"), ("JNB1", "Johannesburg", "Gauteng", "1619")),
}
#: Amazon's own number as a company in Brazil (CNPJ, public).
AMAZON_IN_BRAZIL: Final = "15436940000103"
BY_ID: Final[dict[str, FulfillmentCenter]] = {each.id: each for row in CENTERS.values() for each in row}


def stocked_at(seed: Seed, seller_id: str, seller_sku: str, country: str, *, bulky: bool) -> FulfillmentCenter:
    """The center that holds a seller's SKU: two in three of a seller's SKUs share one center. Our choice."""
    rows = CENTERS[country]
    if bulky:
        return next(each for each in rows if each.bulky)
    small = rows[:-1] if len(rows) > 1 else rows
    if seed.share("center shared", seller_id, seller_sku, country) < 2 / 3:
        return seed.pick(small, "center", seller_id, country)
    return seed.pick(small, "center", seller_id, seller_sku, country)


def returns_center(seed: Seed, seller_id: str, order_id: str, country: str) -> FulfillmentCenter:
    """The center that takes the returns of an order."""
    return seed.pick(CENTERS[country], "returns center", seller_id, order_id)


def on_the_way(seed: Seed, origin: Place, destination: Place, *key: str | int) -> tuple[Place, ...]:
    """The sorting places between two others: near the origin, and in the destination's country if not the same."""
    start = [each.place for each in CENTERS.get(origin.country, ()) if each.place not in (origin, destination)]
    found = [seed.pick(start, "hub", *key)] if start else []
    if destination.country != origin.country and destination.country in CENTERS:
        there = [each.place for each in CENTERS[destination.country] if each.place != destination]
        found += [seed.pick(there, "far hub", *key)] if there else []
    return tuple(found)
