"""Families of variations: in what their members differ."""

from __future__ import annotations

import re

_NAME = re.compile(r"(?<=[a-z])name$")


def attributes_of_theme(theme: str) -> list[str]:
    """The attributes that a variation theme names: ``SIZE/COLOR`` is size and color, ``SizeName-ColorName`` too."""
    parts = re.split(r"[/-]", theme)
    return [_NAME.sub("", part.lower().removesuffix("_name")) for part in parts if part]
