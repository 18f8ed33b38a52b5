"""What the pages show is what happens: every block that can be run is run, page by page, from top to bottom."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import NODE_MODULES, PAGES, Block, blocks_of, name_of

RUNNING_PAGES = [page for page in PAGES if any(block.runs for block in blocks_of(page))]
_END = "--- end of block ---"


@pytest.mark.parametrize("page", RUNNING_PAGES, ids=name_of)
def test_every_example_of_a_page_runs_and_prints_what_the_page_says(
    page: Path, documented_server: str, tmp_path: Path
) -> None:
    blocks = blocks_of(page)
    for block in blocks:
        if block.title is not None:
            (tmp_path / block.title).write_text(block.text)
    running = [block for block in blocks if block.runs]
    printed = run_in_one_shell([block.text for block in running], documented_server, tmp_path)
    output = dict(zip([block.line for block in running], printed, strict=True))
    for block, following in pairwise(blocks):
        if block.runs and following.language == "json" and following.title is None:
            last_line = output[block.line].strip().splitlines()[-1]
            assert shape(json.loads(last_line)) == shape(json.loads(following.text)), where(page, following)
        if block.runs and following.language == "text":
            for line in following.text.splitlines():
                pattern = ".*".join(re.escape(part) for part in line.strip().split("…"))
                assert re.search(pattern, output[block.line]), (
                    f"{where(page, following)}: {line}\n{output[block.line][-1500:]}"
                )


def run_in_one_shell(blocks: list[str], url: str, folder: Path) -> list[str]:
    """What each block prints; they share one shell, which stops at the first command that fails."""
    script = "set -euo pipefail\n" + "".join(f"{block}\necho; echo '{_END}'\n" for block in blocks)
    if NODE_MODULES.is_dir():
        (folder / "node_modules").symlink_to(NODE_MODULES)
    bin_folder = str(Path(sys.executable).parent)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TRADEPOST_")}
    environment = {
        **inherited,
        "TRADEPOST_URL": url,
        "PATH": bin_folder + os.pathsep + os.environ["PATH"],
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # those of our own environment, which take seconds to load
        "PYTEST_PLUGINS": "tradepost.testing.plugin",
    }
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-1500:]}\n{done.stderr[-1500:]}"
    return done.stdout.split(_END)[:-1]


def shape(value: Any) -> Any:
    """Names and kinds without the values; of a list, what its first entry is like."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in sorted(value.items())}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if type(value) in (int, float) else type(value).__name__


def where(page: Path, block: Block) -> str:
    return f"{name_of(page)}:{block.line}"


def test_the_pages_have_examples() -> None:
    assert {name_of(page) for page in RUNNING_PAGES} >= {"README.md", "docs/control-api.md", "docs/clock.md"}
