"""Several labels on one page of paper, as label sheets for desktop printers have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from tradepost.printing.sheet import Item, Line, Sheet

LETTER: Final = (215.9, 279.4)
A4: Final = (210.0, 297.0)


class Grid(msgspec.Struct, frozen=True):
    """Where labels stand on a page: its size, columns and rows, in millimeters the upper left and the steps."""

    page: tuple[float, float]
    columns: int
    rows: int
    left: float
    top: float
    step_x: float
    step_y: float

    @property
    def labels(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows


def on_pages(labels: Sequence[Sheet], grid: Grid) -> list[Sheet]:
    """The pages that hold all these labels, row by row."""
    pages = []
    for start in range(0, len(labels), grid.labels):
        items: list[Item] = []
        for place, label in enumerate(labels[start : start + grid.labels]):
            row, column = divmod(place, grid.columns)
            x, y = grid.left + column * grid.step_x, grid.top + row * grid.step_y
            items += [_moved(each, x, y) for each in label.items]
        pages.append(Sheet(*grid.page, tuple(items)))
    return pages


def _moved(item: Item, x: float, y: float) -> Item:
    moved = {"x": item.x + x, "y": item.y + y}
    if isinstance(item, Line):
        moved |= {"to_x": item.to_x + x, "to_y": item.to_y + y}
    return msgspec.structs.replace(item, **moved)
