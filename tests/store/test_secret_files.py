"""Files that secrets are kept in: whole and their owner's alone, whoever makes them at once and whatever crashes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tradepost.store.secret_files import kept

_MAKER = """
import os, pathlib, secrets, sys
from tradepost.store.secret_files import kept
sys.stdin.read()
print(kept(pathlib.Path(sys.argv[1]), lambda: secrets.token_hex(32).encode()).decode())
"""
#: A power cut in the place of one call of the system.
_CUT = """
import os, sys
def cut(*arguments): os._exit(9)
os.{call} = cut
"""


def never() -> bytes:
    raise AssertionError("made although it is there")


def test_what_is_made_once_stays(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    assert kept(path, lambda: b"first") == b"first"
    assert kept(path, never) == b"first"
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


def test_it_is_its_owners_alone_whatever_the_mask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        kept(tmp_path / "secret", lambda: b"first")
        kept(tmp_path / "public", lambda: b"first", mode=0o644)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "public").stat().st_mode) == 0o644


def test_of_many_who_make_it_at_once_all_get_the_same(tmp_path: Path) -> None:
    making = [
        subprocess.Popen(
            [sys.executable, "-c", _MAKER, str(tmp_path / "secret")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(6)
    ]
    for each in making:
        assert each.stdin is not None
        each.stdin.close()
    found = {each.stdout.read().strip() for each in making if each.stdout is not None}
    assert [each.wait(30) for each in making] == [0] * 6
    assert found == {(tmp_path / "secret").read_bytes()}
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_after_a_crash_before_it_is_in_place_there_is_none_and_another_is_made(tmp_path: Path, call: str) -> None:
    path = tmp_path / "secret"
    program = _CUT.replace("{call}", call) + _MAKER
    done = subprocess.run([sys.executable, "-c", program, str(path)], stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 9
    assert not path.exists()
    assert [each.name for each in tmp_path.iterdir()] == ["secret.new"]
    assert kept(path, lambda: b"another") == b"another"
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


def test_a_file_is_on_the_disk_before_it_has_its_name_and_its_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace

    def note_fsync(descriptor: int) -> None:
        held = os.fstat(descriptor)
        calls.append("folder" if stat.S_ISDIR(held.st_mode) else f"{held.st_size} bytes")
        fsync(descriptor)

    def note_replace(source: Path, target: Path) -> None:
        calls.append("name")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    kept(tmp_path / "secret", lambda: b"12345")
    assert calls == ["5 bytes", "name", "folder"]


def test_a_file_that_could_not_be_written_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "secret.new").mkdir()  # stands in the way
    with pytest.raises(OSError, match=r"secret\.new"):
        kept(tmp_path / "secret", lambda: b"first")
    assert not (tmp_path / "secret").exists()
