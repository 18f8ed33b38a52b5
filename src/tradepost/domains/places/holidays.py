"""Public holidays of the marketplaces' countries, computed from rules, never fetched.

Movable feasts: Easter by the Gregorian computus, Orthodox Easter Monday (Egypt's Sham el-Nessim) by the Julian one, the
two Eids by the tabular Islamic calendar, which may differ by a day from the announced ones. Chinese, Hindu and Buddhist
lunar feasts are left out. Regional holidays are left out, too. All of this is our choice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

Rule = Callable[[int], list[date]]


def fixed(*days: tuple[int, int]) -> Rule:
    """Holidays on the same (month, day) of every year."""
    return lambda year: [date(year, month, day) for month, day in days]


def observed(*days: tuple[int, int]) -> Rule:
    """Fixed days; one on Saturday is kept on the Friday before, one on Sunday on the Monday after (US practice)."""
    return lambda year: [_observed(date(year, month, day)) for month, day in days]


def moved_to_monday(*days: tuple[int, int]) -> Rule:
    """Fixed days; one on a weekend is kept on the next weekday that is not a holiday yet (British practice)."""

    def rule(year: int) -> list[date]:
        kept: list[date] = []
        for month, day in days:
            moved = date(year, month, day)
            while moved.weekday() >= SATURDAY or moved in kept:
                moved += timedelta(days=1)
            kept.append(moved)
        return kept

    return rule


def nth(month: int, weekday: int, count: int) -> Rule:
    """The first, second, … such weekday of a month; the last one for -1."""

    def rule(year: int) -> list[date]:
        if count > 0:
            first = date(year, month, 1)
            return [first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))]
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return [last - timedelta(days=(last.weekday() - weekday) % 7)]

    return rule


def from_easter(*offsets: int) -> Rule:
    """Days before and after Easter Sunday."""
    return lambda year: [easter(year) + timedelta(days=offset) for offset in offsets]


def eids(fitr: int, adha: int) -> Rule:
    """So many days from each Eid al-Fitr and each Eid al-Adha on that fall into the year."""

    def rule(year: int) -> list[date]:
        lunar = (year - 622) * 33 // 32
        starts = [(islamic(each, 10, 1), fitr) for each in range(lunar - 1, lunar + 3)]
        starts += [(islamic(each, 12, 10), adha) for each in range(lunar - 1, lunar + 3)]
        days = [start + timedelta(days=offset) for start, length in starts for offset in range(length)]
        return [day for day in days if day.year == year]

    return rule


def easter(year: int) -> date:
    """Easter Sunday, by the Gregorian computus."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def orthodox_easter(year: int) -> date:
    """Easter Sunday by the Julian computus, as a Gregorian date (1900 to 2099)."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def islamic(year: int, month: int, day: int) -> date:
    """A date of the tabular Islamic calendar as a Gregorian one."""
    julian_day = day + -(-(59 * (month - 1)) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30 + 1948439
    return date.fromordinal(julian_day - 1721425)


def _observed(day: date) -> date:
    return day + timedelta(days={SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0))


def _japan(year: int) -> list[date]:
    spring = int(20.8431 + 0.242194 * (year - 1980)) - (year - 1980) // 4
    autumn = int(23.2488 + 0.242194 * (year - 1980)) - (year - 1980) // 4
    days = fixed((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))(year)
    days += [date(year, 3, spring), date(year, 9, autumn)]
    days += nth(1, MONDAY, 2)(year) + nth(7, MONDAY, 3)(year) + nth(9, MONDAY, 3)(year) + nth(10, MONDAY, 2)(year)
    kept = set(days)
    for day in sorted(days):
        substitute = day
        while day.weekday() == SUNDAY and substitute in kept:
            substitute += timedelta(days=1)
        kept.add(substitute)
    between = [day + timedelta(days=1) for day in days if day + timedelta(days=2) in days]
    return sorted(kept | {day for day in between if day.weekday() != SUNDAY})


def _victoria_day(year: int) -> list[date]:
    before = date(year, 5, 24)
    return [before - timedelta(days=before.weekday())]


def _sham_el_nessim(year: int) -> list[date]:
    return [orthodox_easter(year) + timedelta(days=1)]


def _kings_day(year: int) -> list[date]:
    day = date(year, 4, 27)
    return [day - timedelta(days=1)] if day.weekday() == SUNDAY else [day]


def _midsummer_eve(year: int) -> list[date]:
    first = date(year, 6, 19)
    return [first + timedelta(days=(FRIDAY - first.weekday()) % 7)]


_GOOD_FRIDAY, _EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY, _CORPUS_CHRISTI = -2, 1, 39, 50, 60

RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "US": (
        observed((1, 1), (6, 19), (7, 4), (11, 11), (12, 25)),
        nth(1, MONDAY, 3),
        nth(2, MONDAY, 3),
        nth(5, MONDAY, -1),
        nth(9, MONDAY, 1),
        nth(10, MONDAY, 2),
        nth(11, THURSDAY, 4),
    ),
    "CA": (
        moved_to_monday((1, 1)),
        moved_to_monday((7, 1)),
        moved_to_monday((12, 25), (12, 26)),
        from_easter(_GOOD_FRIDAY),
        _victoria_day,
        nth(9, MONDAY, 1),
        fixed((9, 30)),
        nth(10, MONDAY, 2),
    ),
    "MX": (fixed((1, 1), (5, 1), (9, 16), (12, 25)), nth(2, MONDAY, 1), nth(3, MONDAY, 3), nth(11, MONDAY, 3)),
    "BR": (
        fixed((1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25)),
        from_easter(-48, -47, _GOOD_FRIDAY, _CORPUS_CHRISTI),
    ),
    "GB": (
        moved_to_monday((1, 1)),
        moved_to_monday((12, 25), (12, 26)),
        from_easter(_GOOD_FRIDAY, _EASTER_MONDAY),
        nth(5, MONDAY, 1),
        nth(5, MONDAY, -1),
        nth(8, MONDAY, -1),
    ),
    "IE": (
        fixed((1, 1), (3, 17), (12, 25), (12, 26)),
        from_easter(_EASTER_MONDAY),
        nth(2, MONDAY, 1),
        nth(5, MONDAY, 1),
        nth(6, MONDAY, 1),
        nth(8, MONDAY, 1),
        nth(10, MONDAY, -1),
    ),
    "DE": (
        fixed((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)),
        from_easter(_GOOD_FRIDAY, _EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
    ),
    "FR": (
        fixed((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
        from_easter(_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
    ),
    "IT": (
        fixed((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)),
        from_easter(_EASTER_MONDAY),
    ),
    "ES": (
        fixed((1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25)),
        from_easter(_GOOD_FRIDAY),
    ),
    "NL": (fixed((1, 1), (12, 25), (12, 26)), from_easter(_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY), _kings_day),
    "BE": (
        fixed((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)),
        from_easter(_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
    ),
    "SE": (
        fixed((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)),
        from_easter(_GOOD_FRIDAY, _EASTER_MONDAY, _ASCENSION),
        _midsummer_eve,
    ),
    "PL": (
        fixed((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26)),
        from_easter(_EASTER_MONDAY, _CORPUS_CHRISTI),
    ),
    "TR": (fixed((1, 1), (4, 23), (5, 1), (5, 19), (7, 15), (8, 30), (10, 29)), eids(3, 4)),
    "EG": (fixed((1, 7), (1, 25), (4, 25), (5, 1), (6, 30), (7, 23), (10, 6)), eids(3, 4), _sham_el_nessim),
    "SA": (fixed((2, 22), (9, 23)), eids(4, 4)),
    "AE": (fixed((1, 1), (12, 2), (12, 3)), eids(3, 4)),
    "IN": (fixed((1, 26), (8, 15), (10, 2), (12, 25)), eids(1, 1)),
    "SG": (fixed((1, 1), (5, 1), (8, 9), (12, 25)), from_easter(_GOOD_FRIDAY), eids(1, 1)),
    "AU": (
        moved_to_monday((1, 1)),
        moved_to_monday((1, 26)),
        fixed((4, 25)),
        moved_to_monday((12, 25), (12, 26)),
        from_easter(_GOOD_FRIDAY, _EASTER_MONDAY),
    ),
    "JP": (_japan,),
    "ZA": (
        fixed((1, 1), (3, 21), (4, 27), (5, 1), (6, 16), (8, 9), (9, 24), (12, 16), (12, 25), (12, 26)),
        from_easter(_GOOD_FRIDAY, _EASTER_MONDAY),
    ),
}


@lru_cache(maxsize=512)
def holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country in a year; of New Year and Christmas alone where the country has no rules."""
    rules = RULES.get(country, (fixed((1, 1), (12, 25)),))
    days = {day for rule in rules for day in rule(year)}
    if country == "US" and date(year + 1, 1, 1).weekday() == SATURDAY:
        days.add(date(year, 12, 31))
    return frozenset(day for day in days if day.year == year)
