"""What the product has, the documentation names."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import get_args

import click
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from tools import coverage_table, fidelity, fulfillment_tables, our_choices, report_types, terminal_picture, threads
from tools.sections import replaced

from tests.docs.pages import PAGES, ROOT, name_of
from tradepost.cli import cli
from tradepost.control.app import V1, Control
from tradepost.domains.areas import areas
from tradepost.domains.fba.inventory.merchant.stock import MOVES as MERCHANT_MOVES
from tradepost.domains.fba.inventory.model import Cause
from tradepost.domains.handling import LONG_TRANSITIONS, TRANSITIONS
from tradepost.errors import ApiError
from tradepost.gateway.request_log import RequestLog
from tradepost.gateway.routes import Routes
from tradepost.installation.installation import Installation

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
COMMANDS = (ROOT / "docs" / "commands.md").read_text()
CONTROL_API = (ROOT / "docs" / "control-api.md").read_text()


def control_routes() -> list[tuple[str, str]]:
    """Every call of the control API, as the server routes it. The routes need no installation behind them."""
    control = Control(Installation.__new__(Installation), RequestLog.__new__(RequestLog), Routes())
    calls = control.application().application
    assert isinstance(calls, Starlette)
    return [
        (next(iter((each.methods or set()) - {"HEAD"})), each.path.removeprefix(f"{V1}/"))
        for each in calls.routes
        if isinstance(each, Route)
    ]


@pytest.mark.parametrize("call", control_routes(), ids=" ".join)
def test_every_call_of_the_control_api_has_a_section_and_an_example(call: tuple[str, str]) -> None:
    method, path = call
    assert f"### `{method} {path}`\n" in CONTROL_API
    section = CONTROL_API.split(f"### `{method} {path}`\n")[1].split("\n##")[0]
    assert "```sh\n" in section


def test_the_page_of_the_control_api_names_no_call_that_is_not_there() -> None:
    named = set(re.findall(r"^### `(\w+) (\S+)`$", CONTROL_API, re.MULTILINE))
    assert named == {
        *control_routes(),
        ("GET", "/_tradepost/health"),
        ("GET", "/_tradepost/ready"),
        ("GET", "/_tradepost/openapi.json"),
    }


def commands(group: click.Group, prefix: str) -> list[tuple[str, click.Command]]:
    found = []
    for name, command in group.commands.items():
        full = f"{prefix} {name}"
        found += commands(command, full) if isinstance(command, click.Group) else [(full, command)]
    return found


@pytest.mark.parametrize(("name", "command"), commands(cli, "tradepost"), ids=lambda value: str(value))
def test_every_command_is_on_the_page_of_commands_and_has_help(name: str, command: click.Command) -> None:
    assert f"| `{name}" in COMMANDS
    assert command.help
    for parameter in command.params:
        assert not isinstance(parameter, click.Option) or parameter.help or parameter.name == "form", parameter.name


def test_the_page_of_operations_lists_what_tradepost_operations_says_is_answered() -> None:
    program = Path(sys.executable).with_name("tradepost")
    done = subprocess.run([str(program), "operations", "--json"], capture_output=True, text=True, check=True)
    known = json.loads(done.stdout)
    answered = [each for each in known if each["implemented"]]
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \| `(\w+) (\S+)` \| (\S+) \| (\S+) \|$", OPERATIONS, re.MULTILINE)
    assert sorted(rows) == sorted(
        (
            each["operation"].rpartition(".")[2],
            each["method"],
            each["path"],
            f"{each['rate']:g}",
            f"{each['burst']:g}",
        )
        for each in answered
    )
    assert f"{len(answered)} operations are answered. The other {len(known) - len(answered)} " in OPERATIONS
    for each in known:
        assert (
            f"`{each['operation'].rpartition('.')[2]}`" in OPERATIONS
            or f"`{each['operation'].rpartition('.')[0]}`" in OPERATIONS
        )


@pytest.mark.parametrize(
    "maker",
    [coverage_table, fidelity, fulfillment_tables, our_choices, report_types, threads],
    ids=["coverage table", "fidelity", "fulfillment tables", "our choices", "report types", "threads"],
)
def test_what_a_program_writes_into_a_page_is_up_to_date(maker: object) -> None:
    page, name, text = maker.PAGE, maker.MAKER, maker.table()  # type: ignore[attr-defined]
    assert replaced(page.read_text(), name, text) == page.read_text()


def test_the_marks_of_what_was_seen_are_up_to_date() -> None:
    assert fidelity.MARKS.read_text() == fidelity.marks()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    missing = [each for each in links if "://" not in each and not (page.parent / each).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_of_the_source_that_a_page_names_exist(page: Path) -> None:
    named = re.findall(r"`((?:src|tests|tools|benchmarks|docs)/[\w./-]+)`", page.read_text())
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_every_choice_of_ours_is_on_the_page() -> None:
    said = re.compile(r"our(?:\s|#:?)+choice")
    mentions = sum(len(said.findall(each.read_text().lower())) for each in our_choices.SOURCE.rglob("*.py"))
    assert our_choices.left_out() == []
    assert len(said.findall(our_choices.table().lower())) == mentions


def refusals() -> set[tuple[int, str]]:
    """Status and code of every refusal of the product."""
    for path in our_choices.SOURCE.rglob("*.py"):
        if path.stem in ("refusals", "model", "calls", "app", "errors"):
            import_module(".".join(("tradepost", *path.relative_to(our_choices.SOURCE).with_suffix("").parts)))
    found, waiting = set(), [ApiError]
    while waiting:
        kind = waiting.pop()
        if kind.__module__.startswith("tradepost."):
            found.add((kind.status, kind.code))
        waiting += kind.__subclasses__()
    return found


def test_every_status_and_code_is_on_the_page_of_errors() -> None:
    page = (ROOT / "docs" / "errors.md").read_text()
    named = {(int(status), code) for status, code in re.findall(r"^\| (\d+) \| `([A-Z]\w+)` \|", page, re.MULTILINE)}
    assert named == refusals()


def test_every_transition_is_on_the_page_of_the_clock() -> None:
    for area in areas().values():
        area.load("lifecycle")
    page = (ROOT / "docs" / "clock.md").read_text()
    assert set(re.findall(r"^\| `(\w+\.\w+)` \|", page, re.MULTILINE)) == {*TRANSITIONS, *LONG_TRANSITIONS}


def test_every_event_is_on_the_page_of_the_control_api() -> None:
    recorded = {f"inventory.{cause}" for cause in (*get_args(Cause), *MERCHANT_MOVES)}
    for path in our_choices.SOURCE.rglob("*.py"):
        recorded |= set(re.findall(r'ctx\.record\(\s*"(\w+\.\w+)"', path.read_text()))
    assert set(re.findall(r"^\| `(\w+\.\w+)` \|", CONTROL_API, re.MULTILINE)) == recorded


def test_every_setting_of_serve_is_on_the_page_of_commands() -> None:
    for parameter in cli.commands["serve"].params:
        assert f"| `{parameter.opts[0]}`" in COMMANDS
        assert not parameter.envvar or f"`{parameter.envvar}`" in COMMANDS


def test_the_picture_of_the_first_order_shows_the_session_that_its_program_runs() -> None:
    drawn = html.unescape(re.sub(r"<[^>]+>", "", terminal_picture.PICTURE.read_text()))
    for command in terminal_picture.SESSION:
        first, *more = command.splitlines()
        assert [line for line in (f"$ {first}", *more) if line not in drawn] == []
    assert "Error" not in drawn
    assert '"fulfillmentOrderStatus":"Complete"' in drawn
