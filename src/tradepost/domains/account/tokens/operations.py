"""Tokens 2021-03-01."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tradepost.accounts import lwa, records
from tradepost.accounts.callers import RestrictedResource
from tradepost.accounts.keys import fingerprint
from tradepost.contract import tokens_2021_03_01 as api
from tradepost.documents import documents
from tradepost.domains.account.tokens.model import RESTRICTED_REPORT, NotADocument, check_resources, document_of
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.errors import InvalidInput
from tradepost.simulation.clock import real_milliseconds


@handles(api.create_restricted_data_token)
async def create_restricted_data_token(
    ctx: Context, request: api.CreateRestrictedDataTokenArguments
) -> api.CreateRestrictedDataTokenResponse:
    """Gives a token that opens personal data for the resources it names, for an hour.

    A resource is a method and a path, with an identifier in it or with the placeholder as it stands. The application
    needs a role for each resource and data element. With ``targetApplication`` the token serves that application.
    """
    body = request.body
    check_resources(body.restricted_resources, ctx.roles)
    await _check_documents(ctx, body.restricted_resources)
    application_id = ctx.application_id
    if body.target_application:
        target = await records.application_by_id(ctx.tx, body.target_application)
        if target is None:
            raise InvalidInput("Invalid Input", f"targetApplication: there is no '{body.target_application[:100]}'")
        application_id = target.application_id
    resources = [
        RestrictedResource(each.method, each.path, tuple(each.data_elements or ()))
        for each in body.restricted_resources
    ]
    token = await lwa.issue_restricted(
        ctx.tx,
        application_id=application_id,
        seller_id=ctx.seller_id,
        refresh_hash=await records.grant_of_token(ctx.tx, fingerprint(ctx.token)) or "",
        resources=msgspec.json.encode(resources).decode(),
        world_uid=ctx.world_uid,
        now=real_milliseconds(),
    )
    ctx.record("tokens.restricted_token_issued", application_id, {"resources": len(resources)})
    return api.CreateRestrictedDataTokenResponse(restricted_data_token=token, expires_in=lwa.ACCESS_TOKEN_SECONDS)


async def _check_documents(ctx: Context, resources: Sequence[api.RestrictedResource]) -> None:
    """Raises NotADocument for a document that the caller does not have, or that is of no restricted report."""
    for each in resources:
        document_id = document_of(each.path)
        if document_id is None:
            continue
        if await documents.find(ctx.tx, ctx.seller_id, document_id, RESTRICTED_REPORT, ctx.now) is None:
            raise NotADocument(each.path)
