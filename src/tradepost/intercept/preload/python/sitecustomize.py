"""Loaded by every Python that ``tradepost run`` starts, for HTTP clients that read no proxy variable.

Amazon's names resolve to the TLS port of ``tradepost run``, and the certificate bundle of certifi is the one that
knows its authority. With ``--offline``, no other name but this machine's resolves. A ``sitecustomize`` of the
environment's own is loaded afterwards. Where it is loaded by another name, as tradepost.testing does, nothing is put in
place: ``getaddrinfo`` is what resolves names so.
"""

import importlib.util
import os
import socket
import sys

_HOSTS = frozenset(os.environ.get("TRADEPOST_INTERCEPTED_HOSTS", "").split(","))
_PORT = int(os.environ.get("TRADEPOST_TLS_PORT", "0"))
_OFFLINE = os.environ.get("TRADEPOST_OFFLINE", "")
_BUNDLE = os.environ.get("TRADEPOST_CA_BUNDLE", "")
_resolve = socket.getaddrinfo


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """As that of ``socket``, but for Amazon's names."""
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and name.lower().rstrip(".") in _HOSTS and str(port) in ("443", "https"):
        return _resolve("127.0.0.1", _PORT, 0, type, proto, flags)
    if _OFFLINE and isinstance(name, str) and not _local(name):
        raise socket.gaierror(socket.EAI_FAIL, f"tradepost run --offline lets no call out to {name}")
    return _resolve(host, port, family, type, proto, flags)


def _local(name):
    own = ("", "localhost", "::1", "0.0.0.0", "::", _OFFLINE)
    return name in own or (name.startswith("127.") and name.replace(".", "").isdigit())


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
            spec = importlib.util.spec_from_file_location("sitecustomize", path)
            if spec is not None and spec.loader is not None:
                module = importlib.util.module_from_spec(spec)
                sys.modules["sitecustomize"] = module
                spec.loader.exec_module(module)
            return


if __name__ == "sitecustomize":
    if _PORT:
        socket.getaddrinfo = getaddrinfo
        if _BUNDLE:
            sys.meta_path.insert(0, _CertifiFinder())
    _load_the_other()
