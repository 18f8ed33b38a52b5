"""Files of the data folder that secrets are kept in: each is there whole, on the disk, or not at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER_ONLY = 0o600


def kept(path: Path, make: Callable[[], bytes], mode: int = OWNER_ONLY) -> bytes:
    """What a file holds. Where there is none it is made, and then outlives a power cut.

    Of several processes that find none at once, one makes it, and all get the same. What a crash before that has left
    is thrown away. Raises OSError where the folder cannot be read or written.
    """
    if not path.exists():
        with _alone(path.parent):
            if not path.exists():
                _put(path, make(), mode)
    return path.read_bytes()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps other processes out of here for this folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _put(path: Path, content: bytes, mode: int) -> None:
    """Writes a file under another name, and gives it its own when all of it is on the disk."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name, too
    finally:
        os.close(folder)
