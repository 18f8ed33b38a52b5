"""The house writes American English, as the API that it speaks does: catalog, color, fulfillment, center."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, name_of

#: How British words begin that are written otherwise in American English. ``cancelled`` is not among them: it is the
#: API's own word (``Cancelled``), and so is ``grey``, which sellers call their products.
_BRITISH = re.compile(
    r"catalogue|colour|fulfil(?!l)|centre|(?:centi|milli|kilo)?metre|"
    r"(?:milli)?litre|behaviour|favour|flavour|harbour|honour|labour|neighbour|rumour|armour|programmes?$|licence|defence|"
    r"aluminium|fibre|mould|labell(?:ed|ing)|travell|modell(?:ed|ing)|signall|jewell|analys(?:e|ing)$|"
    r"(?:local|organ|recogn|normal|initial|serial|author|summar|minim|maxim|optim|custom|real|standard|special|emphas)is(?:e|ing|ation)"
)
#: Columns that Amazon itself writes so.
_PUBLISHED = re.compile(r"expected-(?:domestic|efn)-fulfilment-fee-per-unit")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_GENERATED = re.compile(r"<!-- made by .*?<!-- end -->", re.DOTALL)
#: What was released is never edited, what is generated has the words of the published models.
_LEFT_ALONE = ("store/migrations/", "contract/")
_SUFFIXES = (".py", ".toml", ".html", ".js", ".css")


def british(text: str) -> Iterator[str]:
    """The British words of a text, also within names."""
    for word in _WORD.findall(_PUBLISHED.sub("", text)):
        if _BRITISH.match(word.lower()):
            yield word


def texts() -> list[Path]:
    """The pages, and the files of the product and its tools; in the contract only the words that are ours."""
    source = ROOT / "src" / "tradepost"
    files = [
        path
        for folder in (source, ROOT / "tools")
        for path in sorted(folder.rglob("*"))
        if path.suffix in _SUFFIXES
        and not str(path.relative_to(ROOT / "src" if folder == source else ROOT))
        .removeprefix("tradepost/")
        .startswith(_LEFT_ALONE)
    ]
    return [*PAGES, ROOT / "CHANGELOG.md", *sorted((source / "contract" / "words").glob("*.toml")), *files]


def test_pages_and_source_are_written_in_american_english() -> None:
    found = {name_of(path): sorted(set(british(_GENERATED.sub("", path.read_text("utf-8"))))) for path in texts()}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_texts_are_there_to_be_read() -> None:
    names = {name_of(path) for path in texts()}
    assert {
        "README.md",
        "docs/catalog.md",
        "src/tradepost/cli/serve.py",
        "src/tradepost/contract/words/operations.toml",
    } <= names
    assert len(names) > 300


@pytest.mark.parametrize(
    "word",
    ["catalogue", "Colours", "fulfilment", "fulfilled_centres", "Centimetres", "litre", "box_litres", "localised",
     "isLocalised", "programme", "licence", "labelled", "HARBOUR", "recognises"],
)  # fmt: skip
def test_a_british_word_is_noticed(word: str) -> None:
    assert list(british(word)) != []


@pytest.mark.parametrize(
    "word",
    ["catalog", "colors", "colored", "fulfillment", "fulfilled", "centers", "meters", "SplitResult", "programmer",
     "cancelled", "customs", "analysis", "minimum", "speciality", "raise", "real is", "normal issue"],
)  # fmt: skip
def test_other_words_are_left_alone(word: str) -> None:
    assert list(british(word)) == []
