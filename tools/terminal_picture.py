"""Draws a terminal at work as SVG: ``python -m tools.terminal_picture``.

The commands are run against a server of their own, with a frozen clock. What they print is what is drawn.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from tools.sections import ROOT

PICTURE = ROOT / "docs" / "images" / "first-order.svg"
WIDEST_LINE = 100

#: What stands in docs/first-order.md before the first order: credentials, a token, and ``call``.
PREPARATION = r"""
tradepost clock freeze > /dev/null
eval "$(tradepost credentials --format env)"
TOKEN=$(curl -s "$TRADEPOST_URL/auth/o2/token" -d grant_type=refresh_token \
  --data-urlencode "refresh_token=$SP_API_REFRESH_TOKEN" -d "client_id=$LWA_CLIENT_ID" \
  -d "client_secret=$LWA_CLIENT_SECRET" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
call() {
  where="$1"; shift
  curl -s -H "x-amz-access-token: $TOKEN" -H "content-type: application/json" "$TRADEPOST_URL$where" "$@"; echo
}
"""
FILES = {
    "mug.json": '{"sellerSku": "MUG-1", "marketplaceId": "ATVPDKIKX0DER", "productName": "A mug"}\n',
    "ten-mugs.json": '{"inventoryItems": [\n'
    '  {"sellerSku": "MUG-1", "marketplaceId": "ATVPDKIKX0DER", "quantity": 10}]}\n',
    "order.json": """\
{"marketplaceId": "ATVPDKIKX0DER", "sellerFulfillmentOrderId": "first",
 "displayableOrderId": "first", "displayableOrderDate": "2026-01-05T10:00:00Z",
 "displayableOrderComment": "Thank you", "shippingSpeedCategory": "Standard",
 "destinationAddress": {"name": "Jo Doe", "addressLine1": "1 Main Street", "city": "Seattle",
  "stateOrRegion": "WA", "postalCode": "98101", "countryCode": "US"},
 "items": [{"sellerSku": "MUG-1", "sellerFulfillmentOrderItemId": "1", "quantity": 2}]}
""",
}
SESSION = (
    "call /fba/inventory/v1/items -d @mug.json",
    "call /fba/inventory/v1/items/inventory -d @ten-mugs.json",
    "cat order.json",
    "call /fba/outbound/2020-07-01/fulfillmentOrders -d @order.json",
    'call "/fba/inventory/v1/summaries?granularityType=Marketplace&granularityId=ATVPDKIKX0DER\\\n'
    '&marketplaceIds=ATVPDKIKX0DER&sellerSkus=MUG-1&details=true" |\n'
    "    grep -oE '\"(fulfillable|pendingCustomerOrder)Quantity\":[0-9]+'",
    "tradepost clock advance P4D",
    "call /fba/outbound/2020-07-01/fulfillmentOrders/first |\n"
    '    grep -oE \'"([a-zA-Z]+Status|shippingDate|carrierCode|trackingNumber)":"[^"]+"\'',
)
_FONT, _LINE, _MARGIN, _TITLE = 14, 20, 20, 36
_COLUMN = _FONT * 0.602
_MARK = "--- next ---"


def recorded() -> list[tuple[str, str]]:
    """Each command of the session, and what it printed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in FILES.items():
            (folder / file).write_text(text)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path}
        serve = ["tradepost", "serve", "--port", "0", "--data", str(folder / "data")]
        with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, env=environment) as server:
            assert server.stdout is not None
            environment["TRADEPOST_URL"] = server.stdout.readline().split()[-1]
            script = PREPARATION + "".join(f"echo; echo '{_MARK}'\n{command}\n" for command in SESSION)
            done = subprocess.run(["bash", "-euc", script], cwd=folder, env=environment, capture_output=True, text=True)
            server.send_signal(signal.SIGINT)
    if done.returncode:
        raise SystemExit(done.stderr or done.stdout)
    printed = [each.strip("\n") for each in done.stdout.split(_MARK)[1:]]
    return list(zip(SESSION, printed, strict=True))


def drawn(session: list[tuple[str, str]], title: str) -> str:
    """The session as an SVG: a dark window with a title."""
    lines: list[tuple[str, str]] = []
    for command, output in session:
        lines += [("typed" if not n else "more", line) for n, line in enumerate(command.splitlines())]
        lines += [("printed", line) for line in output.splitlines()]
        lines.append(("printed", ""))
    lines.pop()
    widest = max(WIDEST_LINE, *(len(line) + 2 for _, line in lines))
    width, height = round(widest * _COLUMN) + 2 * _MARGIN, _TITLE + len(lines) * _LINE + 2 * _MARGIN
    return "\n".join(
        [*_window(width, height, title), *map(_drawn_line, range(len(lines)), lines), "</g>", "</svg>", ""]
    )


def _window(width: int, height: int, title: str) -> list[str]:
    lights = [
        f'<circle cx="{_MARGIN + 6 + 20 * n}" cy="{_TITLE // 2}" r="6" fill="{color}"/>'
        for n, color in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    ]
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{escape(title)}">',
        "<style>text{white-space:pre;fill:#c9d1d9}.prompt{fill:#3fb950}.typed,.more{fill:#f0f6fc}.printed{fill:#8b949e}"
        ".title{fill:#8b949e}</style>",
        f'<rect width="{width}" height="{height}" rx="10" fill="#0d1117" stroke="#30363d"/>',
        f'<path d="M0 10a10 10 0 0 1 10-10h{width - 20}a10 10 0 0 1 10 10v{_TITLE - 10}h-{width}z" fill="#161b22"/>',
        *lights,
        f'<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="{_FONT}">',
        f'<text class="title" x="{width // 2}" y="{_TITLE // 2 + 5}" text-anchor="middle">{escape(title)}</text>',
    ]


def _drawn_line(number: int, line: tuple[str, str]) -> str:
    kind, text = line
    y = _TITLE + _MARGIN + number * _LINE + _FONT
    prompt = '<tspan class="prompt">$ </tspan>' if kind == "typed" else ""
    return f'<text x="{_MARGIN}" y="{y}" xml:space="preserve" class="{kind}">{prompt}{escape(text, quote=False)}</text>'


if __name__ == "__main__":
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(drawn(recorded(), "the first order, with call() and the token from the page"))
