"""Measures Tradepost, as ratios within one run. Each figure is the median of several rounds, with its spread."""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from benchmarks import business, commerce, reports, search, wire


def main() -> None:
    """Runs every measurement, or the ones that are named."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="which measurements; all without one")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--orders", type=int, default=1_000_000, help="orders of the large database")
    arguments = parser.parse_args()
    parts = (wire, business, search, commerce, reports)
    measurements = {name: each for part in parts for name, each in part.MEASUREMENTS.items()}
    for name in arguments.names or measurements:
        with tempfile.TemporaryDirectory(prefix="tradepost-bench-") as folder:
            for label, goal, values in measurements[name](Path(folder), arguments.rounds, arguments.orders):
                spread = f"{min(values):.3g} to {max(values):.3g}"
                print(
                    f"{label:<78} {statistics.median(values):>9.3g}   ({spread}){goal and f'   goal: {goal}'}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
