"""The rules that CONTRIBUTING names hold in every file, and the guards notice when they do not."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs import rules
from tests.docs.pages import ROOT

#: Where SQL may stand, besides ``records.py``.
SQL_HOMES = ("store/", "simulation/", "events/", "accounts/records.py", "gateway/request_records.py")


def broken(rule: object, *but: str) -> list[str]:
    assert callable(rule)
    return [
        f"{path.relative_to(ROOT)}: {found}"
        for path in rules.source_files(*but)
        for found in rule(ast.parse(path.read_text()))
    ]


def test_only_the_clock_and_the_server_read_the_systems_clock() -> None:
    assert broken(rules.clock_reads, "simulation/clock.py", "server/") == []


def test_sql_stands_in_record_files_alone() -> None:
    found = broken(rules.sql_texts, *SQL_HOMES)
    assert [each for each in found if "/records.py:" not in each] == []


def test_no_file_has_more_than_500_lines_but_the_generated_ones() -> None:
    long = [path.name for path in rules.source_files("contract/") if path.read_text().count("\n") > 500]
    assert long == []


def test_every_function_has_fewer_than_80_lines() -> None:
    assert broken(rules.long_functions) == []


def test_names_say_what_things_are() -> None:
    assert broken(rules.vague_names) == []
    assert [str(path) for path in rules.SOURCE.rglob("*") if rules.vague(path.stem)] == []


def test_everything_public_is_described() -> None:
    assert broken(rules.undocumented, "contract/") == []


def test_the_layers_hold() -> None:
    assert lint_imports(ROOT / "src").returncode == 0


def test_an_import_that_goes_up_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(rules.SOURCE, tmp_path / "tradepost", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "tradepost" / "store" / "database.py").open("a") as file:
        file.write("\nimport tradepost.gateway.pipeline\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "tradepost.store.database -> tradepost.gateway.pipeline" in done.stdout


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--config", str(ROOT / ".importlinter"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_clock_read_is_noticed_under_any_name() -> None:
    ways = (
        "import time\ntime.time()",
        "import time as t\nt.monotonic()",
        "from time import monotonic as now\nnow()",
        "from datetime import datetime\ndatetime.now(UTC)",
        "import datetime\ndatetime.datetime.now()",
    )
    assert [list(rules.clock_reads(ast.parse(each))) for each in ways] == [[2]] * len(ways)
    assert list(rules.clock_reads(ast.parse("ctx.now()\nworld.clock.now()"))) == []


def test_sql_is_noticed_and_prose_is_not() -> None:
    assert list(rules.sql_texts(ast.parse('run("DELETE FROM orders WHERE id = $1")'))) == [1]
    assert list(rules.sql_texts(ast.parse('x = """\n  select one"""\nf"SELECT id FROM orders {y}"'))) == [3]
    assert list(rules.sql_texts(ast.parse('"Update the order, then select a carrier from the list."'))) == []


def test_long_functions_and_vague_names_are_noticed() -> None:
    long = "def reserve():\n" + "    pass\n" * 79
    assert list(rules.long_functions(ast.parse(long))) == [("reserve", 80)]
    vague = "class OrderManager: ...\ndef common_part(): ...\ndef reserve(): ..."
    assert list(rules.vague_names(ast.parse(vague))) == ["OrderManager", "common_part"]
