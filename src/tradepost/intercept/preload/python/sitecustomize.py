"""Loaded by every Python that ``tradepost run`` starts, for HTTP clients that read no proxy variable.

Amazon's names resolve to the TLS port of ``tradepost run``, and the certificate bundle of certifi is the one that
knows its authority. A ``sitecustomize`` of the environment's own is loaded afterwards.
"""

import importlib.util
import os
import socket
import sys

_HOSTS = frozenset(os.environ.get("TRADEPOST_INTERCEPTED_HOSTS", "").split(","))
_PORT = int(os.environ.get("TRADEPOST_TLS_PORT", "0"))
_BUNDLE = os.environ.get("TRADEPOST_CA_BUNDLE", "")
_resolve = socket.getaddrinfo


def _getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and name.lower().rstrip(".") in _HOSTS and str(port) in ("443", "https"):
        return _resolve("127.0.0.1", _PORT, 0, type, proto, flags)
    return _resolve(host, port, family, type, proto, flags)


class _CertifiFinder:
    """Changes what ``certifi.where()`` answers when certifi is imported, and does nothing before."""

    def find_spec(self, name, path=None, target=None):
        if name != "certifi":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def exec_module(module):
                load(module)
                module.where = lambda: _BUNDLE

            spec.loader.exec_module = exec_module
        return spec


def _load_the_other() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    for folder in sys.path:
        path = os.path.join(folder, "sitecustomize.py")
        if os.path.abspath(folder or ".") != here and os.path.isfile(path):
            spec = importlib.util.spec_from_file_location("sitecustomize_of_environment", path)
            if spec is not None and spec.loader is not None:
                spec.loader.exec_module(importlib.util.module_from_spec(spec))
            return


if _PORT:
    socket.getaddrinfo = _getaddrinfo
    if _BUNDLE:
        sys.meta_path.insert(0, _CertifiFinder())
_load_the_other()
