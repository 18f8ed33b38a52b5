"""The environment of a program that ``tradepost run`` starts: where its calls go, whom it trusts, who it is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from tradepost.deliveries.channels import AWS
from tradepost.deliveries.queues import LOCAL_KEYS
from tradepost.intercept.authority import Authority
from tradepost.intercept.hosts import INTERCEPTED, LOOPBACK
from tradepost.intercept.proxy import Proxy
from tradepost.intercept.trust import (
    TRUST_STORE_PASSWORD,
    known_certificates,
    named_certificates,
    write_bundle,
    write_trust_store,
)

_PRELOAD = Path(__file__).parent / "preload"
_BUNDLE_VARIABLES = (
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "AWS_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "DENO_CERT",
)


def interception_environment(
    authority: Authority, proxy: Proxy, folder: Path, inherited: Mapping[str, str]
) -> dict[str, str]:
    """The variables by which programs in Python, Node, Ruby, PHP, Java, Go, .NET and curl find the proxy and trust it.

    ``folder`` takes the files that they point to. What the caller had in ``PYTHONPATH``, ``NODE_OPTIONS``,
    ``JAVA_TOOL_OPTIONS``, ``RUBYLIB``, ``RUBYOPT`` and ``PHP_INI_SCAN_DIR`` stays, and so do the certificates that the
    caller trusted.
    """
    bundle, trust_store, php = folder / "ca-bundle.pem", folder / "ca-bundle.p12", folder / "php"
    node_bundle = folder / "ca-node.pem"
    known = known_certificates(inherited)
    write_bundle(bundle, known, authority.certificate)
    write_bundle(
        node_bundle, named_certificates(inherited.get("NODE_EXTRA_CA_CERTS", "")), authority.certificate
    )  # Node adds to the certificates that it has built in
    write_trust_store(trust_store, known, authority.certificate)
    php.mkdir(exist_ok=True)
    (php / "tradepost.ini").write_text(f'curl.cainfo="{bundle}"\nopenssl.cafile="{bundle}"\n')
    not_proxied = ["localhost", "127.0.0.1", "::1", *({proxy.upstream_host} - LOOPBACK)]
    address = f"http://127.0.0.1:{proxy.port}"
    return {
        **dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), address),
        **dict.fromkeys(("NO_PROXY", "no_proxy"), ",".join(not_proxied)),
        **dict.fromkeys(_BUNDLE_VARIABLES, str(bundle)),
        "NODE_EXTRA_CA_CERTS": str(node_bundle),
        "NODE_OPTIONS": _joined(
            " ", f'--require "{_PRELOAD / "node" / "tradepost.cjs"}"', inherited.get("NODE_OPTIONS")
        ),
        "PYTHONPATH": _joined(os.pathsep, str(_PRELOAD / "python"), inherited.get("PYTHONPATH")),
        "RUBYLIB": _joined(os.pathsep, str(_PRELOAD / "ruby"), inherited.get("RUBYLIB")),
        "RUBYOPT": _joined(" ", "-rtradepost", inherited.get("RUBYOPT")),  # by name: it cannot hold a path with blanks
        "PHP_INI_SCAN_DIR": f"{inherited.get('PHP_INI_SCAN_DIR', '')}{os.pathsep}{php}",
        "JAVA_TOOL_OPTIONS": _joined(
            " ", _java_options(proxy.port, trust_store, not_proxied), inherited.get("JAVA_TOOL_OPTIONS")
        ),
        "TRADEPOST_INTERCEPTED_HOSTS": ",".join(sorted(INTERCEPTED)),
        "TRADEPOST_TLS_PORT": str(proxy.tls_port),
        "TRADEPOST_CA_BUNDLE": str(bundle),
        "TRADEPOST_OFFLINE": proxy.upstream_host if proxy.offline else "",
    }


def queues_environment(endpoints: Mapping[str, str], inherited: Mapping[str, str]) -> dict[str, str]:
    """Where programs for AWS find the queues and event buses that notifications go to, and keys for them.

    What the caller has set stays. Where notifications go to AWS itself, so do programs.
    """
    addresses = {"AWS_ENDPOINT_URL_SQS": endpoints["sqs"], "AWS_ENDPOINT_URL_EVENTS": endpoints["events"]}
    known = {name: url for name, url in addresses.items() if url not in ("", AWS) and name not in inherited}
    if not known:
        return {}
    keys = {
        "AWS_ACCESS_KEY_ID": LOCAL_KEYS["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": LOCAL_KEYS["aws_secret_access_key"],
    }
    has_keys = "AWS_ACCESS_KEY_ID" in inherited or "AWS_PROFILE" in inherited
    has_region = "AWS_DEFAULT_REGION" in inherited or "AWS_REGION" in inherited
    return {
        **known,
        **({} if has_keys else keys),
        **({} if has_region else {"AWS_DEFAULT_REGION": "us-east-1"}),
    }


def _java_options(port: int, trust_store: Path, not_proxied: list[str]) -> str:
    hosts = "|".join(f"[{each}]" if ":" in each else each for each in not_proxied)
    return (
        f"-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort={port} -Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort={port}"
        f' -Dhttp.nonProxyHosts="{hosts}" -Djavax.net.ssl.trustStore="{trust_store}"'
        f" -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword={TRUST_STORE_PASSWORD}"
    )


def _joined(separator: str, first: str, second: str | None) -> str:
    return f"{first}{separator}{second}" if second else first
