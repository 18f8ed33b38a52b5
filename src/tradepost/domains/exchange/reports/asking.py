"""What may be asked for of a report type: marketplaces, times and options. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.exchange.reports.declaring import Kind
from tradepost.domains.exchange.reports.report import Report
from tradepost.domains.problems import Problem


def problems_of(kind: Kind, name: str, report: Report, now: datetime) -> list[Problem]:
    """Every rule that a request of this type breaks."""
    return [*_marketplaces(kind, name, report), *_options(kind, report), *_times(kind, report, now)]


def _marketplaces(kind: Kind, name: str, report: Report) -> list[Problem]:
    wrong = [
        each for each in report.marketplace_ids if kind.countries and MARKETPLACES[each].country not in kind.countries
    ]
    there = ", ".join(sorted(kind.countries))
    return [Problem("marketplaceIds", each, f"has no {name}; it is made for {there}") for each in wrong]


def _options(kind: Kind, report: Report) -> list[Problem]:
    found = []
    for option, value in report.options.items():
        allowed = kind.options.get(option)
        if allowed and value not in allowed:
            found.append(Problem(f"reportOptions.{option}", value, f"is not one of {', '.join(allowed)}"))
    return found


def _times(kind: Kind, report: Report, now: datetime) -> list[Problem]:
    found = [
        Problem(path, at.isoformat(), "lies in the future")
        for path, at in (("dataStartTime", report.start), ("dataEndTime", report.end))
        if at is not None and at > now
    ]
    start, end = report.start, report.end or now
    if start is None or found:
        return found
    if start > end:
        return [Problem("dataStartTime", start.isoformat(), f"is after dataEndTime '{end.isoformat()}'")]
    if kind.longest is not None and end - start > kind.longest:
        rule = f"is more than {_days(kind.longest)} days before dataEndTime '{end.isoformat()}'"
        return [Problem("dataStartTime", start.isoformat(), rule)]
    if kind.settled and start > now - kind.settled:
        return [Problem("dataStartTime", start.isoformat(), f"must lie {_days(kind.settled)} days back at least")]
    return []


def _days(span: timedelta) -> str:
    return f"{span / timedelta(days=1):g}"


#: Nothing is older: what a report is asked for before it is read from here on (our choice).
FIRST_DAY: Final = datetime(1970, 1, 2, tzinfo=UTC)


def range_of(kind: Kind, report: Report, created_at: datetime) -> tuple[datetime, datetime]:
    """The times that a report is about: what was asked for, or what its type takes without being told."""
    end = max(report.end or created_at, FIRST_DAY)
    return max(report.start or end - (kind.usual or kind.longest or timedelta(0)), FIRST_DAY), end
