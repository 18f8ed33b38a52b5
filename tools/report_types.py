"""Writes the table of report types into its page: ``python -m tools.report_types``."""

from __future__ import annotations

from datetime import timedelta

from tools.sections import ROOT, write
from tradepost.domains.exchange.reports.declaring import Kind
from tradepost.domains.exchange.reports.kinds import KINDS
from tradepost.domains.exchange.reports.refused import REFUSED

MAKER = "tools/report_types.py"
PAGE = ROOT / "docs" / "reports.md"
_FORMS = {"tsv": "flat file", "xml": "XML", "json": "JSON", "pdf": "PDF"}
_DAY = timedelta(days=1)


def table() -> str:
    """The types that are made, and the types that are known and refused."""
    return f"{_made()}\n\n### Known and refused\n\n{_refused()}"


def _made() -> str:
    lines = [
        f"{len(KINDS)} types are made.",
        "",
        "| type | made of | form | charset | how it comes | longest range | made anew after | roles |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, kind in KINDS.items():
        restricted = " (restricted)" if kind.restricted else ""
        packed = ", gzip" if kind.gzip else ""
        longest = f"{kind.longest / _DAY:g} days" if kind.longest else ""
        lines.append(
            f"| `{name}` | {kind.made_of}{restricted} | {_FORMS[kind.form]}{packed} | {_charset(kind)} | {kind.comes}"
            f" | {longest} | {_fresh(kind)} | {' '.join(sorted(kind.roles))} |"
        )
    return "\n".join(lines)


def _charset(kind: Kind) -> str:
    if kind.form == "pdf":
        return ""
    found = {kind.charset(country) for country in ("US", "DE")}
    japan = kind.charset("JP")
    return ", ".join(sorted(found)) + (f"; {japan} in Japan" if japan not in found else "")


def _fresh(kind: Kind) -> str:
    if not kind.fresh_for:
        return ""
    hours = kind.fresh_for / timedelta(hours=1)
    said = f"{hours:g} hours" if hours > 1 else f"{hours * 60:g} minutes"
    return f"{said}; the last document until then" if kind.answers_last else f"{said}; cancelled until then"


def _refused() -> str:
    reasons: dict[str, list[str]] = {}
    for name, reason in REFUSED.items():
        reasons.setdefault(reason, []).append(f"`{name}`")
    rows = [f"| {reason} | {', '.join(names)} |" for reason, names in reasons.items()]
    return "\n".join(["| why it is not made | types |", "| --- | --- |", *rows])


if __name__ == "__main__":
    write(PAGE, MAKER, table())
