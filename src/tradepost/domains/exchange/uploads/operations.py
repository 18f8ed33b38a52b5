"""Uploads: a place for a file is promised, and says how the file is put there."""

from __future__ import annotations

from tradepost.contract import uploads_2020_11_01 as api
from tradepost.documents import documents
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records
from tradepost.domains.exchange.uploads import destination as rules
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, refuse


@handles(api.create_upload_destination_for_resource)
async def create_upload_destination_for_resource(
    ctx: Context, request: api.CreateUploadDestinationForResourceArguments
) -> api.CreateUploadDestinationResponse:
    """Promises a place for a file, and the link to put it, good for five minutes: the file has to have this MD5.

    For A+ content the link's query holds the fields of a form, to be posted with the file to the link without its
    query; elsewhere the file is put, with the headers that are answered.
    """
    resource = request.resource.strip("/")
    by_form = rules.way_of(resource) == "form"
    md5, ending = rules.md5_in_hex(request.content_md5), rules.picture_ending(request.content_type or "")
    refuse(_problems(request, resource, md5, needs_picture=by_form and ending is None))
    number = await records.next_number(ctx.tx, ctx.seller_id, "uploads")
    document = await documents.promise(
        ctx.tx,
        ctx.seller_id,
        ctx.seed.uuid("upload", ctx.seller_id, number),
        rules.PURPOSE,
        content_type=request.content_type or "",
        now=ctx.now,
        kept=rules.KEPT,
        md5=md5 or "",
    )
    if by_form:
        id = rules.picture_id(document.id, ending or "")
        fields = {"key": id, "acl": "private", "content-type": document.content_type}
        url = ctx.documents.upload_form(ctx.base_url, ctx.seller_id, document, fields)
        return _answer(api.UploadDestination(upload_destination_id=id, url=url))
    url = ctx.documents.upload_link(ctx.base_url, ctx.seller_id, document)
    headers = {"Content-MD5": request.content_md5, "x-amz-server-side-encryption": "aws:kms"}
    if document.content_type:
        headers["Content-Type"] = document.content_type
    return _answer(api.UploadDestination(upload_destination_id=document.id, url=url, headers=headers))


def _answer(destination: api.UploadDestination) -> api.CreateUploadDestinationResponse:
    return api.CreateUploadDestinationResponse(payload=destination)


def _problems(
    request: api.CreateUploadDestinationForResourceArguments, resource: str, md5: str | None, *, needs_picture: bool
) -> list[Problem]:
    found = []
    if not request.marketplace_ids:
        found.append(Problem("marketplaceIds", "", "must name one marketplace"))
    if not rules.is_resource(resource):
        found.append(Problem("resource", resource, "is not the path of a resource"))
    if md5 is None:
        found.append(Problem("contentMD5", request.content_md5, "is not the base64 of an MD5"))
    if needs_picture:
        rule = "is required for A+ content, and must be that of a picture, such as image/jpeg"
        found.append(Problem("contentType", request.content_type or "", rule))
    return found
