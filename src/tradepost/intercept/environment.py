"""The environment of a program that ``tradepost run`` starts: where its calls go, whom it trusts, who it is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from tradepost.intercept.authority import TRUST_STORE_PASSWORD, Authority
from tradepost.intercept.hosts import INTERCEPTED
from tradepost.intercept.proxy import Proxy

_PRELOAD = Path(__file__).parent / "preload"
_NOT_PROXIED = "localhost,127.0.0.1,::1"


def credentials_environment(credentials: Mapping[str, object]) -> dict[str, str]:
    """Credentials under the names that the usual clients read.

    python-amazon-sp-api reads ``SP_API_REFRESH_TOKEN``, ``LWA_APP_ID``, ``LWA_CLIENT_SECRET``; amazon-sp-api (npm)
    ``SELLING_PARTNER_APP_CLIENT_ID`` and ``…_SECRET``; @sp-api-sdk and peddler ``LWA_CLIENT_ID``, ``LWA_CLIENT_SECRET``
    and ``LWA_REFRESH_TOKEN``.
    """
    client_id, secret = str(credentials["client_id"]), str(credentials["client_secret"])
    refresh_token = str(credentials["refresh_token"])
    marketplaces = credentials["marketplace_ids"]
    assert isinstance(marketplaces, list)
    return {
        "LWA_APP_ID": client_id,
        "LWA_CLIENT_ID": client_id,
        "LWA_CLIENT_SECRET": secret,
        "LWA_REFRESH_TOKEN": refresh_token,
        "SP_API_CLIENT_ID": client_id,
        "SP_API_CLIENT_SECRET": secret,
        "SP_API_REFRESH_TOKEN": refresh_token,
        "SELLING_PARTNER_APP_CLIENT_ID": client_id,
        "SELLING_PARTNER_APP_CLIENT_SECRET": secret,
        "SELLING_PARTNER_REFRESH_TOKEN": refresh_token,
        "SP_API_SELLER_ID": str(credentials["seller_id"]),
        "SP_API_REGION": str(credentials["region"]),
        "SP_API_MARKETPLACE_ID": str(marketplaces[0]) if marketplaces else "",
    }


def interception_environment(
    authority: Authority, proxy: Proxy, folder: Path, inherited: Mapping[str, str]
) -> dict[str, str]:
    """The variables by which programs in Python, Node, Ruby, PHP, Java, Go, .NET and curl find the proxy and trust it.

    ``folder`` takes the files that they point to. What the caller had in ``PYTHONPATH``, ``NODE_OPTIONS``,
    ``JAVA_TOOL_OPTIONS``, ``RUBYOPT`` and ``PHP_INI_SCAN_DIR`` stays, behind or before what is added.
    """
    bundle, trust_store, php = folder / "ca-bundle.pem", folder / "ca-bundle.p12", folder / "php"
    authority.write_bundle(bundle)
    authority.write_trust_store(trust_store)
    php.mkdir(exist_ok=True)
    (php / "tradepost.ini").write_text(f'curl.cainfo="{bundle}"\nopenssl.cafile="{bundle}"\n')
    address = f"http://127.0.0.1:{proxy.port}"
    found = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), address)
    found |= dict.fromkeys(("NO_PROXY", "no_proxy"), _NOT_PROXIED)
    found |= dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "AWS_CA_BUNDLE"), str(bundle))
    java = (
        f"-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort={proxy.port}"
        f" -Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort={proxy.port} -Dhttp.nonProxyHosts=localhost|127.0.0.1"
        f" -Djavax.net.ssl.trustStore={trust_store} -Djavax.net.ssl.trustStoreType=PKCS12"
        f" -Djavax.net.ssl.trustStorePassword={TRUST_STORE_PASSWORD}"
    )
    return found | {
        "NODE_EXTRA_CA_CERTS": str(authority.certificate_path.resolve()),
        "NODE_OPTIONS": _joined(
            " ", f'--require "{_PRELOAD / "node" / "tradepost.cjs"}"', inherited.get("NODE_OPTIONS")
        ),
        "PYTHONPATH": _joined(os.pathsep, str(_PRELOAD / "python"), inherited.get("PYTHONPATH")),
        "RUBYOPT": _joined(" ", f"-r{_PRELOAD / 'ruby' / 'tradepost.rb'}", inherited.get("RUBYOPT")),
        "PHP_INI_SCAN_DIR": f"{inherited.get('PHP_INI_SCAN_DIR', '')}{os.pathsep}{php}",
        "JAVA_TOOL_OPTIONS": _joined(" ", java, inherited.get("JAVA_TOOL_OPTIONS")),
        "TRADEPOST_INTERCEPTED_HOSTS": ",".join(sorted(INTERCEPTED)),
        "TRADEPOST_TLS_PORT": str(proxy.tls_port),
        "TRADEPOST_CA_BUNDLE": str(bundle),
    }


def _joined(separator: str, first: str, second: str | None) -> str:
    return f"{first}{separator}{second}" if second else first
