"""Installed, not cloned: a wheel of this tree, in an environment that has what it declares and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from tests.docs.pages import ROOT, blocks_of
from tests.installed.containerfile import last_of, stages
from tests.installed.environments import Environment, build_wheel, declared, required_by
from tests.testing.runs import plain_environment

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CLIENT = (
    "import urllib.request, urllib.error\n"
    "try:\n"
    "    urllib.request.urlopen('https://sellingpartnerapi-na.amazon.com/sellers/v1/account')\n"
    "except urllib.error.HTTPError as refused:\n"
    "    print(refused.code, refused.headers['x-tradepost-reason'])\n"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel, without extras."""
    environment = Environment(tmp_path_factory.mktemp("plain"))
    environment.link(required_by(declared(wheel), set()))
    environment.install(wheel.parent, "tradepost")
    return environment


def run(environment: Environment, *command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    variables = {**plain_environment(), **more, "PATH": f"{environment.bin}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=100, check=False)


@pytest.fixture(scope="module")
def served(installed: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Address and token of a server that runs as in the container, on another port and folder."""
    data = tmp_path_factory.mktemp("data")
    command = [*last_of("ENTRYPOINT").words, *last_of("CMD").words, "--port", "0"]
    command = [str(data) if each == last_of("VOLUME").text else each for each in command]
    process = subprocess.Popen(
        [installed.bin / command[0], *command[1:]], cwd=data, env=plain_environment(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = re.search(r"answers on http://0.0.0.0:(\d+)", process.stdout.readline())
    assert said is not None
    yield f"http://127.0.0.1:{said[1]}", (data / "admin.token").read_text().strip()
    process.terminate()
    assert process.wait(30) == 0


def test_the_server_of_the_wheel_serves_its_pages(
    served: tuple[str, str], installed: Environment, tmp_path: Path
) -> None:
    url, token = served
    check = [each.replace("8008", url.rpartition(":")[2]) for each in last_of("HEALTHCHECK").words]
    assert run(installed, *check, folder=tmp_path).returncode == 0
    for path, text in (
        ("console", "<title>"),
        ("reference", "/_tradepost/reference/start.js"),
        ("reference/start.js", "("),
        ("openapi.json", '"openapi":"3.1.0"'),
        ("v1/clock", '"frozen":false'),
    ):
        request = urllib.request.Request(f"{url}/_tradepost/{path}", headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert text in answer.read().decode(), path


def test_a_program_is_run_by_the_wheel(installed: Environment, tmp_path: Path) -> None:
    done = run(installed, "tradepost", "run", "--", "python", "-c", CLIENT, folder=tmp_path)
    assert done.stdout == "403 the header x-amz-access-token is missing\n", done.stderr


def test_what_is_missing_says_which_extra(installed: Environment, tmp_path: Path) -> None:
    database = run(installed, "tradepost", "serve", "--database", "postgresql://127.0.0.1:9/x", folder=tmp_path)
    assert (database.returncode, database.stderr) == (
        1,
        "tradepost: a PostgreSQL database needs packages that are not installed;"
        ' run: pip install "tradepost[postgres]"\n',
    )
    functions = run(installed, "python", "-c", "from tradepost.testing import World", folder=tmp_path)
    assert functions.stderr.endswith(
        'tradepost.testing needs packages that are not installed; run: pip install "tradepost[testing]"\n'
    )


def test_extras_bring_what_only_they_need(wheel: Path) -> None:
    extras = PROJECT["optional-dependencies"]
    always = {each.name for each in required_by(declared(wheel), set())}
    for extra in extras:
        brought = {each.name for each in required_by(declared(wheel), {extra})} - always
        assert brought == {Requirement(each).name for each in extras[extra]} - always, extra
    assert {"asyncpg", "httpx", "moto", "aiobotocore"} & always == set()
    page = (ROOT / "docs" / "installing.md").read_text()
    assert [each for each in extras if f"\n| `{each}` |" not in page] == []


@pytest.fixture(scope="module")
def runner(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """A runner of GitHub, whose registry has what the workflow installs; pip has installed no Tradepost yet."""
    environment = Environment(tmp_path_factory.mktemp("runner"))
    clients = [Requirement(each) for each in ("pytest", "pytest-xdist", "python-amazon-sp-api", "pip")]
    environment.link([*required_by(declared(wheel), {"testing"}), *clients])
    program = environment.bin / "pip"
    program.write_text(f'#!/bin/sh\nexec "{environment.bin}/python" -m pip "$@"\n')
    program.chmod(0o755)
    return environment


@pytest.mark.parametrize("job", ["tests", "program"])
def test_the_steps_of_the_workflow_run(job: str, wheel: Path, runner: Environment, tmp_path: Path) -> None:
    """Each ``run:`` in a shell of its own, as a runner of GitHub does, with a registry that is a folder."""
    blocks = {block.title: block.text for block in blocks_of(ROOT / "docs" / "github-actions.md")}
    for title, text in blocks.items():
        (tmp_path / str(title)).write_text(text)
    described = yaml.safe_load(blocks["tests.yml"])["jobs"][job]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    variables = {name: port if name == "PORT" else value for name, value in described.get("env", {}).items()}
    variables |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent), "PIP_NO_COMPILE": "1"}
    variables |= {"RUNNER_TEMP": str(tmp_path), "GITHUB_ENV": str(tmp_path / "github.env")}
    (tmp_path / "github.env").touch()
    try:
        for step in described["steps"]:
            if "run" in step and "if" not in step:
                known = (tmp_path / "github.env").read_text().splitlines()
                done = run(
                    runner, "bash", "-eo", "pipefail", "-c", step["run"], folder=tmp_path,
                    **variables, **dict(each.split("=", 1) for each in known),
                )  # fmt: skip
                assert done.returncode == 0, f"{step['run']}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    finally:
        lock = tmp_path / "tradepost" / "lock"
        if lock.exists():
            os.kill(int(lock.read_text()), 15)
    if job == "tests":
        assert "4 passed" in done.stdout
    else:
        assert re.fullmatch(r"902-\d{7}-\d{7}", (tmp_path / "to-ship.txt").read_text().splitlines()[-1])


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_uvx_runs_the_wheel(version: str, wheel: Path, tmp_path: Path) -> None:
    """From what uv has kept of earlier downloads: nothing is fetched here."""
    uvx, python = shutil.which("uvx"), interpreter(version)
    if uvx is None or python is None:
        pytest.skip(f"there is no uv here, or no Python {version}")
    command = [uvx, "--offline", "--python", python, "--from", str(wheel), "tradepost", "operations"]
    done = subprocess.run(
        command, cwd=tmp_path, env=plain_environment(), capture_output=True, text=True, timeout=100, check=False
    )
    unknown, not_kept = "network was disabled", "Network connectivity is disabled"  # uv's words for either
    if done.returncode and (unknown in done.stderr or not_kept in done.stderr):
        pytest.skip("uv has not kept what the wheel requires")
    assert done.returncode == 0, done.stderr
    assert "orders_v0.getOrders" in done.stdout


def interpreter(version: str) -> str | None:
    """A Python of this version, if the machine has one."""
    places = [*Path.home().glob(f".pyenv/versions/{version}.*/bin/python"), Path(f"/usr/bin/python{version}")]
    return next((str(each) for each in places if each.exists()), None)


def test_the_container_is_built_as_the_documentation_says() -> None:
    build, image = stages()
    assert [each.text.split()[0] for each in (build[0], image[0])] == ["docker.io/library/python:3.13-slim"] * 2
    for each in (*build, *image):
        assert each.name in {
            "FROM",
            "WORKDIR",
            "COPY",
            "RUN",
            "USER",
            "VOLUME",
            "EXPOSE",
            "HEALTHCHECK",
            "ENTRYPOINT",
            "CMD",
        }
        if each.name == "COPY" and "--from" not in each.text:
            assert [source for source in each.text.split()[:-1] if not (ROOT / source).exists()] == []
        if each.name == "RUN":
            assert "pip" not in each.text or "--no-cache-dir" in each.text
    extras = re.search(r"\.whl\)\[([\w,]+)\]", last_of("RUN").text)
    assert extras is not None
    assert set(extras[1].split(",")) <= set(PROJECT["optional-dependencies"])
    names = [each.name for each in image]
    assert last_of("USER").text == "tradepost"
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert f"--data {last_of('VOLUME').text}" in " ".join(last_of("CMD").words)
    assert last_of("EXPOSE").text == "8008"
