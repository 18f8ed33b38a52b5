"""Measures Tradepost, as ratios within one run. Each figure is the median of several rounds, with its spread."""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from benchmarks import business, commerce, feeds, inbound, mixed, processes, reports, search, sizes, wire, worlds
from benchmarks.wire import Measurement

_PARTS = (wire, business, search, commerce, mixed, worlds, feeds, reports, inbound, processes, sizes)
#: Every measurement by its name. Tests run each in a tiny form: its keyword arguments are its sizes.
MEASUREMENTS: dict[str, Measurement] = {name: each for part in _PARTS for name, each in part.MEASUREMENTS.items()}


def main() -> None:
    """Runs every measurement, or the ones that are named."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="which measurements; all without one")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--orders", type=int, default=1_000_000, help="orders of the large database")
    arguments = parser.parse_args()
    for name in arguments.names or MEASUREMENTS:
        with tempfile.TemporaryDirectory(prefix="tradepost-bench-") as folder:
            for label, goal, values in MEASUREMENTS[name](Path(folder), arguments.rounds, arguments.orders):
                spread = f"{min(values):.3g} to {max(values):.3g}"
                print(
                    f"{label:<78} {statistics.median(values):>9.3g}   ({spread}){goal and f'   goal: {goal}'}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
