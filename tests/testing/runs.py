"""Running pytest as a user does: in a process and a folder of its own, outside of ``tradepost run``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

#: By name, because the other plugins of our own environment take longer to load than these tests.
_PLUGINS = ("-p", "no:cacheprovider", "-p", "xdist.plugin", "-p", "tradepost.testing.plugin")


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *_PLUGINS, f"--basetemp={folder / 'tmp'}", *arguments],
        cwd=folder,
        env={**plain_environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def plain_environment() -> dict[str, str]:
    """What a user has who knows nothing of Tradepost."""
    known = ("TRADEPOST_", "PYTEST_", "SP_API_", "LWA_")
    return {name: value for name, value in os.environ.items() if not name.startswith(known)}
