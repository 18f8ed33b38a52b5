"""Writes what is known of Amazon's own answers: ``python -m tools.fidelity``.

It reads ``tests/evidence``, and makes the page ``docs/fidelity.md`` and the marks that the reference page and
``tradepost operations --json`` show.
"""

from __future__ import annotations

from collections import Counter

from tools.evidence import Evidence, Seen, every
from tools.sections import ROOT, write
from tradepost.contract import words
from tradepost.gateway.routes import Routes

MAKER = "tools/fidelity.py"
PAGE = ROOT / "docs" / "fidelity.md"
MARKS = ROOT / "src" / "tradepost" / "contract" / "evidence.py"


def table() -> str:
    """What was seen of each operation, what agrees, what differs, and what nobody has shown."""
    found = {each.operation: each for each in every()}
    known = {each.key for each in Routes().all}
    modules = {name: family["modules"] for name, family in words.families().items()}
    parts = [_summary(list(found.values()))]
    for name, of_family in modules.items():
        here = [each for key, each in found.items() if key.rpartition(".")[0] in of_family and key in known]
        if here:
            parts += [f"## {name}", _family(here)]
    return "\n\n".join(parts)


def _summary(found: list[Evidence]) -> str:
    sources = {seen.source for each in found for seen in each.seen}
    facts = sum(seen.facts() for each in found for seen in each.seen)
    differing = sum(len(seen.differs) for each in found for seen in each.seen)
    sources_of = Counter(min(len({seen.source for seen in each.seen}), 2) for each in found)
    return (
        f"{len(sources)} sources show {facts:,} facts of {len(found)} operations. Of these facts {facts - differing:,}"
        f" agree, and {differing} differ. {sources_of[2]} operations have two or more independent sources,"
        f" {sources_of[1]} have one."
    )


def _family(found: list[Evidence]) -> str:
    parts = []
    rows = ["| operation | sources | facts | agree |", "| --- | --- | ---: | ---: |"]
    for each in found:
        facts, differing = sum(seen.facts() for seen in each.seen), sum(len(seen.differs) for seen in each.seen)
        links = {seen.source: _link(seen) for seen in each.seen}
        rows.append(f"| `{each.operation}` | {', '.join(links.values())} | {facts} | {facts - differing} |")
    parts.append("\n".join(rows))
    differing_lines = {
        f"- `{each.operation}`, `{difference.at}`: {difference.why}": None
        for each in found
        for seen in each.seen
        for difference in seen.differs
    }
    if differing_lines:
        parts.append("\n".join(["What differs:", "", *differing_lines]))
    unknown = [f"- `{each.operation}`: {line}" for each in found for line in each.unknown]
    if unknown:
        parts.append("\n".join(["What nobody has shown yet:", "", *unknown]))
    return "\n\n".join(parts)


def _link(seen: Seen) -> str:
    return f"[{seen.on:%Y-%m}{' sandbox' if seen.sandbox else ''}]({seen.source})"


def marks() -> str:
    """The module that says of each operation how much was seen: sources, facts, differences."""
    lines = []
    for each in every():
        sources, facts = len({seen.source for seen in each.seen}), sum(seen.facts() for seen in each.seen)
        lines.append(f'    "{each.operation}": ({sources}, {facts}, {sum(len(seen.differs) for seen in each.seen)}),\n')
    return (
        '"""How much was seen of each operation on Amazon\'s wire: sources, facts, and how many of these differ.\n\n'
        f'Made by {MAKER} from tests/evidence.\n"""\n\n'
        "from __future__ import annotations\n\nfrom typing import Final\n\n"
        "EVIDENCE: Final[dict[str, tuple[int, int, int]]] = {\n" + "".join(lines) + "}\n"
    )


if __name__ == "__main__":
    write(PAGE, MAKER, table())
    MARKS.write_text(marks())
