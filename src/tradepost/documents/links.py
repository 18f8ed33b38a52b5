"""Links to documents: whoever holds one may do one thing to one document, for as long as it is good.

They look as those of S3 do, with the names of its query. Times are real ones, since a client uses a link at once, by
its own clock. The signature is ours: it covers the method, the path, and every other parameter of the query.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import msgspec

from tradepost.simulation.clock import from_milliseconds, real_milliseconds

ROOT = "/_tradepost/documents"
#: How long a link is good, in seconds (published model, for upload and download alike).
LIFETIME_SECONDS = 300
_ALGORITHM = "AWS4-HMAC-SHA256"
_SIGNATURE = "X-Amz-Signature"
_STAMP = "%Y%m%dT%H%M%SZ"
_ENDS = "%Y-%m-%dT%H:%M:%SZ"
_FORM_FIELDS = frozenset({"key", "acl", "content-type", "x-amz-algorithm", "x-amz-date", "x-amz-credential", "policy"})
_NO_MATCH = (
    "The request signature we calculated does not match the signature you provided. Check your key and signing method."
)
_ENDPOINT = re.compile(r"https?://(?:sandbox\.)?sellingpartnerapi-(na|eu|fe)\.amazon\.com(?::\d+)?")


class BadLink(Exception):
    """A link that is not good. ``code`` and the text are what S3 says of it."""

    def __init__(self, code: str, message: str, **details: str) -> None:
        super().__init__(message)
        self.code, self.message, self.details = code, message, details


class Link(msgspec.Struct, frozen=True):
    """What a good link allows: ``GET`` or ``PUT`` of a seller's document, and what its query asks for besides."""

    method: str
    seller_id: str
    document_id: str
    asked: dict[str, str]


def make(
    key: bytes,
    base_url: str,
    method: str,
    place: tuple[str, str, str],
    asked: dict[str, str],
    lifetime: int = LIFETIME_SECONDS,
) -> str:
    """A link to the document at ``place`` (world, seller, document), below an address; good for so many seconds."""
    path = ROOT + "".join(f"/{quote(each, safe='')}" for each in place)
    now = from_milliseconds(real_milliseconds())
    query = {
        **asked,
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Date": now.strftime(_STAMP),
        "X-Amz-SignedHeaders": "content-type;host" if method == "PUT" else "host",
        "X-Amz-Expires": str(lifetime),
        "X-Amz-Credential": f"TRADEPOST/{now:%Y%m%d}/us-east-1/s3/aws4_request",
    }
    query[_SIGNATURE] = _sign(key, method, path, query)
    return f"{base_url}{path}?{urlencode(query, quote_via=quote)}"


def make_form(
    key: bytes, base_url: str, place: tuple[str, str, str], fields: dict[str, str], lifetime: int = LIFETIME_SECONDS
) -> str:
    """A link whose query holds the fields of a form, to be posted with the bytes to the link without its query."""
    path = ROOT + "".join(f"/{quote(each, safe='')}" for each in place)
    now = from_milliseconds(real_milliseconds())
    form = {
        **fields,
        "x-amz-algorithm": _ALGORITHM,
        "x-amz-date": now.strftime(_STAMP),
        "x-amz-credential": f"TRADEPOST/{now:%Y%m%d}/us-east-1/s3/aws4_request",
        "policy": _policy(fields, now + timedelta(seconds=lifetime)),
    }
    form["x-amz-signature"] = _sign(key, "POST", path, form)
    return f"{base_url}{path}?{urlencode(form, quote_via=quote)}"


def _policy(fields: dict[str, str], ends_at: datetime) -> str:
    conditions = [{name: value} for name, value in fields.items()]
    said = {"expiration": ends_at.strftime(_ENDS), "conditions": conditions}
    return base64.b64encode(msgspec.json.encode(said)).decode()


def read_form(key: bytes, path: str, fields: dict[str, str]) -> Link:
    """What the fields of a form allow that was posted. Raises BadLink."""
    form = {name.lower(): value for name, value in fields.items()}
    signature = form.pop("x-amz-signature", "")
    known = {name: value for name, value in form.items() if name in _FORM_FIELDS}
    if not signature or "policy" not in known:
        raise BadLink("AccessDenied", "Access Denied")
    if not hmac.compare_digest(signature.encode(), _sign(key, "POST", path, known).encode()):
        raise BadLink("SignatureDoesNotMatch", _NO_MATCH)
    policy = msgspec.json.decode(base64.b64decode(known["policy"]))
    ends_at = datetime.strptime(policy["expiration"], _ENDS).replace(tzinfo=UTC)
    if from_milliseconds(real_milliseconds()) > ends_at:
        raise BadLink("AccessDenied", "Invalid according to Policy: Policy expired.")
    _, seller_id, document_id = path.removeprefix(ROOT + "/").split("/")
    return Link("POST", seller_id, document_id, {})


def host_of_documents(base_url: str) -> str:
    """Where links lead for a caller of this address: Amazon's host of documents for one of its endpoints."""
    found = _ENDPOINT.fullmatch(base_url)
    return base_url if found is None else f"https://tortuga-prod-{found[1]}.s3.amazonaws.com"


def world_of(path: str) -> str:
    """The world that a link's path names, or nothing."""
    return path.removeprefix(ROOT + "/").partition("/")[0]


def read(key: bytes, method: str, url: str) -> Link:
    """What a link allows. A ``HEAD`` goes where a ``GET`` does (our choice; S3 signs them apart). Raises BadLink."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    signature = query.pop(_SIGNATURE, "")
    if not signature:
        raise BadLink("AccessDenied", "Access Denied")
    expected = _sign(key, "GET" if method == "HEAD" else method, parts.path, query)
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        raise BadLink("SignatureDoesNotMatch", _NO_MATCH)
    _check_time(query)
    _, seller_id, document_id = parts.path.removeprefix(ROOT + "/").split("/")
    asked = {name: value for name, value in query.items() if not name.startswith("X-Amz-")}
    return Link(method, seller_id, document_id, asked)


def _check_time(query: dict[str, str]) -> None:
    made = datetime.strptime(query["X-Amz-Date"], _STAMP).replace(tzinfo=UTC)
    lifetime, now = int(query["X-Amz-Expires"]), from_milliseconds(real_milliseconds())
    if (now - made).total_seconds() > lifetime:
        ended = from_milliseconds(int((made.timestamp() + lifetime) * 1000))
        raise BadLink(
            "AccessDenied",
            "Request has expired",
            **{"X-Amz-Expires": str(lifetime), "Expires": f"{ended:%Y-%m-%dT%H:%M:%SZ}"},
            ServerTime=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        )


def _sign(key: bytes, method: str, path: str, query: dict[str, str]) -> str:
    text = f"{method}\n{path}\n{urlencode(sorted(query.items()), quote_via=quote)}"  # one text is one query only
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()
