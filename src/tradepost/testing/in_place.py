"""This process as ``tradepost run`` would have started it, for as long as a test lasts."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from unittest.mock import patch

import certifi

import tradepost.intercept

_PRELOAD = Path(tradepost.intercept.__file__).parent / "preload" / "python" / "sitecustomize.py"


@contextmanager
def in_place(environment: Mapping[str, str]) -> Iterator[None]:
    """Sets these variables, and leads names and certificates of clients that read none; afterwards all is as before."""
    with patch.dict(os.environ, environment):
        port, bundle = environment.get("TRADEPOST_TLS_PORT"), environment.get("TRADEPOST_CA_BUNDLE", "")
        if port is None:
            yield
            return
        with patch.object(socket, "getaddrinfo", _resolver(port)), patch.object(certifi, "where", lambda: bundle):
            yield


@lru_cache(maxsize=1)
def _resolver(port: str) -> Callable[..., Any]:
    """What resolves Amazon's names to this port, from the environment that is set."""
    spec = spec_from_file_location("tradepost_preload", _PRELOAD)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    resolver: Callable[..., Any] = module.getaddrinfo
    return resolver
