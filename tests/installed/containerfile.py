"""The Containerfile as instructions."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from tests.docs.pages import ROOT


class Instruction(NamedTuple):
    """One instruction, with its lines joined."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """What an instruction in exec form says. Raises ValueError for one in shell form."""
        found: Any = json.loads(self.text[self.text.index("[") :])
        return [str(each) for each in found]


def stages() -> list[list[Instruction]]:
    """The instructions of each stage."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Containerfile").read_text(), flags=re.MULTILINE)
    found: list[list[Instruction]] = []
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            name, _, rest = line.partition(" ")
            if name == "FROM":
                found.append([])
            found[-1].append(Instruction(name, " ".join(rest.split())))
    return found


def last_of(name: str) -> Instruction:
    """The last instruction of a name in the image."""
    return [each for each in stages()[-1] if each.name == name][-1]
