"""Puts the program that draws the reference page into the package: npm ci, then this, after a new version."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

_HERE = Path(__file__).parent / "reference"
_INTO = Path(__file__).parents[1] / "src" / "tradepost" / "reference" / "assets"


def main() -> None:
    """Installs the version of the lock file and keeps its browser build, compressed, under its version's name."""
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=_HERE, check=True)
    package = _HERE / "node_modules" / "@scalar" / "api-reference"
    version = json.loads((package / "package.json").read_text())["version"]
    script = (package / "dist" / "browser" / "standalone.js").read_bytes()
    for old in _INTO.glob("scalar-*.js.gz"):
        old.unlink()
    (_INTO / f"scalar-{version}.js.gz").write_bytes(gzip.compress(script, 9, mtime=0))
    print(f"scalar {version}: {len(script)} bytes")


if __name__ == "__main__":
    main()
