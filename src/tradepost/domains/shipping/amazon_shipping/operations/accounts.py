"""Accounts of a seller's own with carriers: their forms, linked and unlinked."""

from __future__ import annotations

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import shipping_v2 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, Unknown
from tradepost.domains.shipping.amazon_shipping import linking, records
from tradepost.domains.shipping.amazon_shipping.asking import business_country
from tradepost.domains.shipping.amazon_shipping.records import CarrierAccount
from tradepost.domains.shipping.amazon_shipping.refusals import refuse


@handles(api.get_carrier_account_form_inputs)
async def get_carrier_account_form_inputs(
    ctx: Context, request: api.GetCarrierAccountFormInputsArguments
) -> api.GetCarrierAccountFormInputsResponse:
    """The carriers that can be linked, and the inputs that each of them asks for."""
    codes = linking.linkable(_countries(ctx, request.x_amzn_shipping_business_id))
    return api.GetCarrierAccountFormInputsResponse(linkable_carriers_list=[linking.form(each) for each in codes])


@handles(api.get_carrier_accounts, changes=False)
async def get_carrier_accounts(
    ctx: Context, request: api.GetCarrierAccountsArguments
) -> api.GetCarrierAccountsResponse:
    """The accounts that are linked."""
    found = await records.accounts(ctx.tx, ctx.seller_id)
    active = [api.ActiveAccount(account_id=each.id, carrier_id=each.carrier) for each in found]
    return api.GetCarrierAccountsResponse(active_accounts=active)


@handles(api.link_carrier_account)
async def link_carrier_account(
    ctx: Context, request: api.LinkCarrierAccountArguments
) -> api.LinkCarrierAccountResponse:
    """Links an account with a carrier; linked again it is the same account."""
    return await _link(ctx, request.carrier_id, request.x_amzn_shipping_business_id, request.body)


@handles(api.link_carrier_account_by_post)
async def link_carrier_account_by_post(
    ctx: Context, request: api.LinkCarrierAccountByPostArguments
) -> api.LinkCarrierAccountResponse:
    """The same by POST, which the published model has as well."""
    return await _link(ctx, request.carrier_id, request.x_amzn_shipping_business_id, request.body)


async def _link(
    ctx: Context, carrier: str, business_id: str | None, body: api.LinkCarrierAccountRequest
) -> api.LinkCarrierAccountResponse:
    known = linking.linkable(_countries(ctx, business_id))
    if carrier not in known:
        refuse([Problem("carrierId", carrier, f"is not one of {', '.join(known)}")])
    given = [*body.carrier_account_attributes, *(body.encrypted_carrier_account_attributes or ())]
    said = {each.attribute_name or "": each.value or "" for each in given}
    refuse(linking.problems(body.carrier_account_type, said))
    account = CarrierAccount(
        id=ctx.seed.uuid("carrier account", ctx.seller_id, carrier, said["ACCOUNT_NUMBER"]),
        carrier=carrier,
        number=said["ACCOUNT_NUMBER"],
        status="ACTIVE",
        linked_at=ctx.now,
    )
    await records.save_account(ctx.tx, ctx.seller_id, account)
    return api.LinkCarrierAccountResponse(registration_status="ACTIVE", account_id=account.id)


@handles(api.unlink_carrier_account)
async def unlink_carrier_account(
    ctx: Context, request: api.UnlinkCarrierAccountArguments
) -> api.UnlinkCarrierAccountResponse:
    """Unlinks an account; labels that were bought with it stay. Raises Unknown."""
    wanted = request.body.account_id
    for account in await records.accounts(ctx.tx, ctx.seller_id):
        if account.carrier == request.carrier_id and wanted in (None, account.id):
            gone = msgspec.structs.replace(account, status="INACTIVE")
            await records.save_account(ctx.tx, ctx.seller_id, gone)
            return api.UnlinkCarrierAccountResponse(is_unlinked=True)
    raise Unknown("accountId", wanted or "", f"a linked account of yours with carrier {request.carrier_id}")


def _countries(ctx: Context, business_id: str | None) -> list[str]:
    own = sorted(MARKETPLACES[each].country for each in ctx.marketplaces)
    return own if business_id is None else [each for each in own if each == business_country(business_id)]
