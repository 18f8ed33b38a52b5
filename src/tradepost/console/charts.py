"""Charts, drawn as SVG: they take the colors of the page, and need no script."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_WIDTH, _HEIGHT, _GAP, _FOOT = 720, 150, 4, 20


def bars(days: Sequence[tuple[str, int, str]], title: str) -> Markup:
    """One bar a day, from its label, its height, and what is said of it when it is pointed at."""
    highest = max((value for _, value, _ in days), default=0) or 1
    wide = _WIDTH / max(1, len(days))
    parts = []
    for index, (label, value, said) in enumerate(days):
        tall = (_HEIGHT - _FOOT - 14) * value / highest
        left, top = index * wide + _GAP / 2, _HEIGHT - _FOOT - tall
        middle = index * wide + wide / 2
        parts.append(
            Markup(
                '<g><title>{said}</title><rect x="{left:.1f}" y="0" width="{wide:.1f}" height="{full}" class="ground"/>'
                '<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="2" class="bar"/>'
                '<text x="{middle:.1f}" y="{label_at:.1f}" class="value">{value}</text>'
                '<text x="{middle:.1f}" y="{foot}">{label}</text></g>'
            ).format(
                said=said,
                left=left,
                wide=wide - _GAP,
                full=_HEIGHT - _FOOT,
                top=top,
                tall=max(tall, 1),
                middle=middle,
                label_at=top - 4,
                value=value or "",
                foot=_HEIGHT - 5,
                label=label,
            )
        )
    return Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, _HEIGHT, title, Markup("").join(parts)
    )
