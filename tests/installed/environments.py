"""Environments as pip makes them, without a registry: what a package requires is linked from our own environment.

They hold exactly what the metadata of the requirements ask for, and nothing else. So what is not declared is missed.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.docs.pages import ROOT


class Environment:
    """A virtual environment, empty at first."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, symlinks=True)
        self.bin = folder / "bin"
        self._packages = next(folder.glob("lib/python*/site-packages"))

    def link(self, requirements: list[Requirement]) -> None:
        """Puts in what these require, and what that requires."""
        for found in closure(requirements):
            for first in {path.parts[0] for path in found.files or () if path.parts[0] not in ("..", "__pycache__")}:
                target = self._packages / first
                if not target.is_symlink():
                    target.symlink_to(Path(str(found.locate_file(first))))

    def install(self, wheels: Path, *requirements: str) -> None:
        """Installs with pip, from a folder of wheels alone."""
        program = [sys.executable, "-m", "pip", "--python", str(self.bin / "python"), "install", "--quiet"]
        options = ["--disable-pip-version-check", "--no-compile", "--no-index", f"--find-links={wheels}"]
        subprocess.run([*program, *options, *requirements], check=True, timeout=100)


def closure(requirements: list[Requirement]) -> Iterator[metadata.Distribution]:
    """The distributions of our own environment that these need, each once."""
    waiting, seen = list(requirements), set()
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        found = metadata.distribution(wanted.name)
        yield found
        waiting += required_by([Requirement(each) for each in found.requires or ()], wanted.extras)


def required_by(requirements: list[Requirement], extras: set[str]) -> list[Requirement]:
    """Those that hold here, with these extras."""
    return [
        each
        for each in requirements
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    ]


def build_wheel(folder: Path) -> Path:
    """The wheel of this tree."""
    program = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(program, cwd=ROOT, check=True, capture_output=True, timeout=100)
    [wheel] = folder.glob("*.whl")
    return wheel


def declared(wheel: Path) -> list[Requirement]:
    """What a wheel says that it requires."""
    [found] = metadata.distributions(path=[str(wheel)])
    return [Requirement(each) for each in found.requires or ()]
