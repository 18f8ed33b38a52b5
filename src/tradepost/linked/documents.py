"""``/_tradepost/documents``: where links to documents lead. Whoever holds a good one may put or get, without a token.

What is answered is what S3 answers: nothing or XML, an ``ETag``, ranges, and 403 for a link that is not good.
"""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tradepost.documents import links, records
from tradepost.documents.documents import MOST_BYTES
from tradepost.documents.links import BadLink, Link
from tradepost.documents.objects import Stored, TooLargeError
from tradepost.documents.records import Document
from tradepost.gateway.exchange import new_request_id
from tradepost.installation.installation import Installation
from tradepost.linked import forms
from tradepost.simulation.clock import to_milliseconds
from tradepost.worlds.world import World

_STATUS = {
    "NoSuchKey": 404,
    "EntityTooLarge": 400,
    "BadDigest": 400,
    "InvalidDigest": 400,
    "MethodNotAllowed": 405,
    "InvalidRange": 416,
    "IncompleteBody": 400,
    "MalformedPOSTRequest": 400,
    "MaxPostPreDataLengthExceeded": 400,
}
#: The largest form with a file in it, which is held in memory (our choice; pictures are far smaller).
MOST_FORM_BYTES = 50 << 20
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
#: A document is what somebody has put, and of whatever type he likes: in a browser it may neither be taken for another
#: one nor act as a page of this server, whose control API a page of its own could call.
_HARMLESS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
#: What browsers show by programs of their own, which a sandbox would keep from it, and run nothing of.
_PAPERS = frozenset({"application/pdf", "image/png"})


class LinkedDocuments:
    """The documents of every world of an installation, for whoever holds a link."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def application(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[Route(links.ROOT + "/{path:path}", self._answer, methods=["GET", "HEAD", "POST", "PUT"])]
        )

    async def _answer(self, request: Request) -> Response:
        try:
            if request.method == "POST":
                return await self._post(request)
            world, link = await self._allowed(request)
            document = await _live(world, link)
            if request.method == "PUT":
                return await _put(request, world, link, document)
            return await _get(request, world, link, document)
        except BadLink as fault:
            return _refusal(request, fault)

    async def _post(self, request: Request) -> Response:
        """Takes a form with a file in it, as S3 does: its fields are those of the link's query."""
        if b"X-Amz-Signature=" in request.scope["query_string"]:
            raise BadLink(
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
                Method="POST",
                ResourceType="OBJECT",
            )
        path = request.scope["raw_path"].decode("latin-1")
        world = await self.installation.world_by_uid(links.world_of(path))
        if world is None:
            raise BadLink("AccessDenied", "Access Denied")
        form, link = await _form(request, world, path)
        document = await _live(world, link)
        stored = await world.documents.write(form.file or b"", MOST_FORM_BYTES)
        await _keep(request, world, link, document, stored)
        return Response(status_code=204, headers={"ETag": f'"{stored.md5}"', **_ids()})

    async def _allowed(self, request: Request) -> tuple[World, Link]:
        path = request.scope["raw_path"].decode("latin-1")
        world = await self.installation.world_by_uid(links.world_of(path))
        if world is None:
            raise BadLink("AccessDenied", "Access Denied")
        query = request.scope["query_string"].decode("latin-1")
        return world, world.documents.allowed(request.method, f"{path}?{query}")


async def _live(world: World, link: Link) -> Document:
    """The document of a good link, while its time is not over. Raises BadLink."""
    async with world.database.reading() as tx:
        document = await records.find(tx, link.seller_id, link.document_id)
    if document is None or to_milliseconds(document.expires_at) <= world.clock.now():
        raise BadLink("NoSuchKey", "The specified key does not exist.", Key=link.document_id)
    return document


async def _form(request: Request, world: World, path: str) -> tuple[forms.Form, Link]:
    """A posted form, and what its fields allow: looked at before the file has arrived. Raises BadLink."""
    content_type, found, early = request.headers.get("content-type", ""), bytearray(), None
    try:
        async for piece in request.stream():
            found += piece
            if early is None and len(found) > forms.MOST_FIELD_BYTES:
                early = _fields_of(forms.read(content_type, bytes(found)), world, path, len(found))
            if len(found) > MOST_FORM_BYTES:
                limit = str(MOST_FORM_BYTES)
                raise BadLink(
                    "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", MaxSizeAllowed=limit
                )
    except ClientDisconnect:
        raise BadLink("IncompleteBody", "The request body terminated unexpectedly") from None
    return _fields_of(forms.read(content_type, bytes(found)), world, path, len(found))


def _fields_of(form: forms.Form | None, world: World, path: str, size: int) -> tuple[forms.Form, Link]:
    if form is not None and form.file is None and size > forms.MOST_FIELD_BYTES:
        limit = str(forms.MOST_FIELD_BYTES)
        raise BadLink(
            "MaxPostPreDataLengthExceeded",
            "Your POST request fields preceding the upload file was too large.",
            MaxPostPreDataLengthBytes=limit,
        )
    if form is None or form.file is None:
        raise BadLink("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")
    return form, world.documents.allowed_form(path, form.fields)


async def _put(request: Request, world: World, link: Link, document: Document) -> Response:
    """Takes the bytes in, and then says that they are there. While a link is good it serves again; the last counts."""
    promised = _plain_type(document.content_type)
    if promised and _plain_type(request.headers.get("content-type", "")) != promised:
        raise BadLink(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your key and signing"
            " method.",
            ContentTypeSigned=document.content_type,
        )
    try:
        stored = await world.documents.write(request.stream(), MOST_BYTES)
    except TooLargeError:
        raise BadLink(
            "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", MaxSizeAllowed=str(MOST_BYTES)
        ) from None
    except ClientDisconnect:
        raise BadLink("IncompleteBody", "The request body terminated unexpectedly") from None
    await _keep(request, world, link, document, stored)
    return Response(headers={"ETag": f'"{stored.md5}"', **_ids()})


async def _keep(request: Request, world: World, link: Link, document: Document, stored: Stored) -> None:
    promised = {document.md5 if not document.there else "", _hex(request.headers.get("content-md5", ""))} - {""}
    if promised - {stored.md5}:
        raise BadLink("BadDigest", "The Content-MD5 you specified did not match what we received.")
    async with world.database.writing(link.seller_id) as tx:
        known = await records.fill(tx, link.seller_id, document.id, stored.key, stored.size, stored.md5)
    if not known:
        raise BadLink("NoSuchKey", "The specified key does not exist.", Key=document.id)


async def _get(request: Request, world: World, link: Link, document: Document) -> Response:
    if not document.there:
        raise BadLink("NoSuchKey", "The specified key does not exist.", Key=document.id)
    start, end, partial = _range(request.headers.get("range", ""), document.size)
    headers = {
        "Content-Type": document.content_type,
        "Content-Length": str(end - start),
        "Accept-Ranges": "bytes",
        "ETag": f'"{document.md5}"',
        "Last-Modified": f"{document.created_at:%a, %d %b %Y %H:%M:%S} GMT",
        **_HARMLESS,
        **_ids(),
    }
    if _plain_type(document.content_type).partition(";")[0] in _PAPERS:
        del headers["Content-Security-Policy"]
    encoding = link.asked.get("response-content-encoding", "identity")
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    if partial:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{document.size}"
    status = 206 if partial else 200
    if request.method == "HEAD" or start == end:
        return Response(None, status, headers)
    return StreamingResponse(_pieces(world, document, start, end), status, headers)


async def _pieces(world: World, document: Document, start: int, end: int) -> AsyncIterator[bytes]:
    async for piece in world.documents.read(document, start, end):
        yield piece


def _range(header: str, size: int) -> tuple[int, int, bool]:
    """What of a document is asked for: from, up to, and whether it is a part. What is no range is passed over."""
    found = _RANGE.fullmatch(header.strip())
    if found is None or found[0] == "bytes=-":
        return 0, size, False
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
    if start >= size or end <= start:
        raise BadLink("InvalidRange", "The requested range is not satisfiable", ActualObjectSize=str(size))
    return start, end, True


def _plain_type(content_type: str) -> str:
    return content_type.replace(" ", "").replace('"', "").lower()


def _hex(digest: str) -> str:
    """The hex form of an MD5 in base64, if there is one. Raises BadLink for anything else, an MD5 in hex as well."""
    try:
        found = base64.b64decode(digest, validate=True)
    except ValueError:
        found = b"none"
    if digest and len(found) != 16:
        raise BadLink("InvalidDigest", "The Content-MD5 you specified was invalid.", **{"Content-MD5": digest})
    return found.hex()


def _ids() -> dict[str, str]:
    return {"x-amz-request-id": new_request_id().replace("-", "")[:16].upper()}


def _refusal(request: Request, fault: BadLink) -> Response:
    ids = _ids()
    said: Mapping[str, Any] = {
        "Code": fault.code,
        "Message": fault.message,
        **fault.details,
        "RequestId": ids["x-amz-request-id"],
    }
    parts = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in said.items())
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{parts}</Error>'
    headers = {**ids, "x-tradepost-reason": f"{fault.code}: {fault.message}"}
    status = _STATUS.get(fault.code, 403)
    return Response(None if request.method == "HEAD" else body, status, headers, media_type="application/xml")
