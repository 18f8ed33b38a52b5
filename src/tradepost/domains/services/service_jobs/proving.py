"""Documents that prove an appointment: where they are put, encrypted, and whether they are what was said of them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from datetime import timedelta
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from tradepost.contract import services as api
from tradepost.documents import documents
from tradepost.domains.context import Context
from tradepost.domains.problems import Faulty, Problem, refuse
from tradepost.domains.services.service_jobs import records
from tradepost.domains.services.service_jobs.records import Upload

#: The published content types of what can be put.
CONTENT_TYPES: Final[dict[str, str]] = {
    "TIFF": "image/tiff",
    "JPG": "image/jpg",
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "PDF": "application/pdf",
}
#: How long a document waits to be named in fulfillment data (our choice).
UNUSED: Final = timedelta(days=7)
_PURPOSE: Final = "service document"
_KEY_BYTES, _BLOCK_BYTES = 32, 16


async def promise(ctx: Context, wanted: api.ServiceUploadDocument) -> api.ServiceDocumentUploadDestination:
    """Promises a place for a document, and the key that it is to be encrypted with: AES-256 in CBC mode, padded after
    PKCS 7 (published standard and mode; the size of the key and the padding are our choice).

    ``contentLength`` and ``contentMD5`` are about the bytes that are put, the encrypted ones (our choice). Raises
    Faulty.
    """
    md5 = "" if wanted.content_md5 is None else _md5_hex(wanted.content_md5)
    if wanted.content_length != int(wanted.content_length):
        raise Faulty([Problem("contentLength", f"{wanted.content_length:g}", "must be a whole number of bytes")])
    number = await records.next_number(ctx.tx, ctx.seller_id, "uploads")
    upload = Upload(
        id=ctx.seed.uuid("service document", ctx.seller_id, number),
        key=base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode(),
        vector=base64.b64encode(secrets.token_bytes(_BLOCK_BYTES)).decode(),
        content_length=int(wanted.content_length),
    )
    content_type = CONTENT_TYPES[wanted.content_type]
    document = await documents.promise(
        ctx.tx, ctx.seller_id, upload.id, _PURPOSE, content_type=content_type, now=ctx.now, kept=UNUSED, md5=md5
    )
    await records.add_upload(ctx.tx, ctx.seller_id, upload)
    headers = {"Content-Type": content_type}
    if wanted.content_md5 is not None:
        headers["Content-MD5"] = wanted.content_md5
    return api.ServiceDocumentUploadDestination(
        upload_destination_id=upload.id,
        url=ctx.documents.upload_link(ctx.base_url, ctx.seller_id, document),
        encryption_details=api.EncryptionDetails(standard="AES", initialization_vector=upload.vector, key=upload.key),
        headers=headers,
    )


def _md5_hex(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).hex()
    except binascii.Error:
        raise Faulty([Problem("contentMD5", text, "must be an MD5 in base64")]) from None


async def check(ctx: Context, named: list[api.FulfillmentDocument]) -> list[str]:
    """The ids of documents that are there, whole and readable; they are kept from now on.

    Raises Faulty for every one that is not.
    """
    problems, found = [], []
    for number, each in enumerate(named):
        path, upload_id = f"fulfillmentDocuments[{number}]", each.upload_destination_id or ""
        upload = await records.find_upload(ctx.tx, ctx.seller_id, upload_id)
        document = await documents.find(ctx.tx, ctx.seller_id, upload_id, _PURPOSE, ctx.now)
        if upload is None or document is None:
            problems.append(Problem(f"{path}.uploadDestinationId", upload_id, "is not an upload destination of yours"))
        elif not document.there:
            problems.append(Problem(f"{path}.uploadDestinationId", upload_id, "has nothing uploaded to it"))
        elif document.size != upload.content_length:
            rule = f"has {document.size} bytes, not the {upload.content_length} of its contentLength"
            problems.append(Problem(f"{path}.uploadDestinationId", upload_id, rule))
        else:
            problem = _fault_of(await ctx.documents.whole(document), upload, each.content_sha256, path)
            if problem is None:
                await documents.keep_on(ctx.tx, ctx.seller_id, document, ctx.now)
                found.append(upload_id)
            else:
                problems.append(problem)
    refuse(problems)
    return found


def _fault_of(body: bytes, upload: Upload, sha256: str | None, path: str) -> Problem | None:
    """What is wrong with an uploaded document. Its hash may be that of the file or of the encrypted bytes, in hex or
    in base64, since the published model leaves it open (our choice)."""
    plain = decrypted(body, base64.b64decode(upload.key), base64.b64decode(upload.vector))
    if plain is None:
        rule = "cannot be decrypted with the key and vector of its destination"
        return Problem(f"{path}.uploadDestinationId", upload.id, rule)
    if sha256 is None:
        return None
    digests = [hashlib.sha256(each).digest() for each in (plain, body)]
    said = {each.hex() for each in digests} | {base64.b64encode(each).decode() for each in digests}
    if said & {sha256, sha256.lower()}:
        return None
    return Problem(f"{path}.contentSha256", sha256, "is not the SHA-256 of what was uploaded")


def decrypted(body: bytes, key: bytes, vector: bytes) -> bytes | None:
    """The file in encrypted bytes, or None where they are none of this key."""
    if not body or len(body) % _BLOCK_BYTES:
        return None
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    unpadder = PKCS7(_BLOCK_BYTES * 8).unpadder()
    padded = cipher.update(body) + cipher.finalize()
    try:
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        return None
