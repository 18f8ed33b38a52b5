"""What can go wrong with a database or data folder, each in one line that a person can act on."""

from __future__ import annotations

from pathlib import Path

from tradepost.extras import MissingExtra


class StoreError(Exception):
    """Anything that keeps the store from doing its work."""


class Unavailable(StoreError):
    """The database does not answer now."""


class MissingDriver(MissingExtra, StoreError):
    """The database needs packages that are not installed."""


class WorldClosed(Unavailable):
    """The world has been removed meanwhile, by this process or by another one."""

    def __init__(self) -> None:
        super().__init__("the world is closed")


class NewerDatabase(StoreError):
    """The database was written by a newer Tradepost."""

    def __init__(self, where: str, found: int, known: int) -> None:
        super().__init__(
            f"{where} belongs to a newer Tradepost (its schema is {found}, this program knows {known});"
            " update Tradepost or use another data folder"
        )


class FolderInUse(StoreError):
    """Another server works on this data folder."""

    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(f"{folder} is in use by another Tradepost (process {pid}); stop it or choose another --data")


class FolderNotWritable(StoreError):
    """The data folder cannot be written."""

    def __init__(self, folder: Path, cause: OSError) -> None:
        super().__init__(f"cannot write to the data folder {folder}: {cause.strerror}")


class InvalidName(StoreError):
    """A name that a world or snapshot cannot have."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"name: '{name[:60]}' is not a name: up to 41 of a-z, 0-9, - and _, beginning with a letter or digit"
        )


class AlreadyExists(StoreError):
    """There is a world or snapshot of this name."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"there is a {what} '{name}' already")


class NoSuchWorld(StoreError):
    """There is no world of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no world '{name[:60]}'")


class NoSuchSnapshot(StoreError):
    """The world has no snapshot of this name."""

    def __init__(self, world: str, name: str) -> None:
        super().__init__(f"world '{world[:60]}' has no snapshot '{name[:60]}'")


class UnusableSecret(StoreError):
    """A secret that protects nothing: a file of the data folder that was cut short, or an option that is empty."""

    def __init__(self, where: Path | str, holds: str, advice: str) -> None:
        super().__init__(f"{where} {holds}; {advice}")


class OtherInstallation(StoreError):
    """The worlds were made with another key file than the one in the data folder."""

    def __init__(self) -> None:
        super().__init__("these worlds were made with another installation.key; give --data the folder that has it")
