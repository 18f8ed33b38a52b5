"""The schema's steps."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tradepost.store import postgres_schemas, sqlite
from tradepost.store.migrations import Migration, migrations, newest, split

#: The last step that was released, and what all of them up to it are made of.
RELEASED, MADE_OF = 16, "abef8b9c39840a50"


def test_a_semicolon_in_a_string_a_name_or_a_body_ends_no_statement() -> None:
    script = """
    -- a comment; with a semicolon
    INSERT INTO a VALUES ('one; -- two''s', "b;c"); -- after
    ;
    CREATE FUNCTION f() AS $$ BEGIN a; b; END $$;
    SELECT 1 -- the last one; without an end
    """
    assert split(script) == [
        "INSERT INTO a VALUES ('one; -- two''s', \"b;c\")",
        "CREATE FUNCTION f() AS $$ BEGIN a; b; END $$",
        "SELECT 1",
    ]


def test_numbers_are_unique_and_rise() -> None:
    numbers = [each.number for each in migrations()]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == newest()


def test_a_step_that_was_released_is_never_edited() -> None:
    released = "\0".join(each.text for each in migrations() if each.number <= RELEASED)
    assert hashlib.blake2b(released.encode(), digest_size=8).hexdigest() == MADE_OF


@pytest.mark.parametrize("words", [sqlite.WORDS, postgres_schemas.WORDS], ids=["sqlite", "postgresql"])
def test_every_placeholder_is_known_to_both_engines(words: dict[str, str]) -> None:
    for migration in migrations():
        for statement in migration.statements(words):
            assert re.findall(r"\{\w+\}", statement) == []


def test_words_take_the_place_of_placeholders() -> None:
    assert Migration(1, "CREATE TABLE a (id {identity});").statements({"identity": "BIGINT"}) == [
        "CREATE TABLE a (id BIGINT)"
    ]


def test_a_migrated_database_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite.connect(tmp_path / "a.db")
    sqlite.migrate(connection, "a")
    before = connection.total_changes
    sqlite.migrate(connection, "a")
    assert connection.total_changes == before
    connection.close()


def test_programs_that_migrate_at_once_do_it_once(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys\n"
        "from tradepost.store.sqlite import connect, migrate\n"
        "connection = connect(pathlib.Path(sys.argv[1]))\n"
        "migrate(connection, 'a')\n"
        "print(connection.execute('PRAGMA user_version').fetchone()[0])\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "a.db")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    assert [each.communicate() for each in running] == [(b"%d\n" % newest(), b"")] * 4


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    connection = sqlite.connect(path)
    broken = (*migrations(), Migration(newest() + 1, "CREATE TABLE later (a BIGINT); CREATE TABLE later (a BIGINT);"))
    monkeypatch.setattr(sqlite, "migrations", lambda: broken)
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        sqlite.migrate(connection, "a")
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()
