"""Product Type Definitions 2020-09-01: which product types there are, and what each asks for."""

from __future__ import annotations

from tradepost.contract import definitions_product_types_2020_09_01 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.definitions import links, meta_schema, records
from tradepost.domains.selling.definitions.attributes import GROUPS, in_group
from tradepost.domains.selling.definitions.conditions import attributes_of
from tradepost.domains.selling.definitions.locales import locale_of, shown_in
from tradepost.domains.selling.definitions.model import (
    KeywordsAndItemName,
    NoOfferOfParents,
    NoSuchProductType,
    UnknownLocale,
    by_item_name,
    by_keywords,
    version_asked,
    version_of,
    version_of_all,
)
from tradepost.domains.selling.definitions.product_types import ProductType, UnknownProductType, find
from tradepost.domains.selling.definitions.schemas import Asked, checksum, document

_LOCALES = frozenset(
    next(each for each in api.get_definitions_product_type.parameters if each.name == "locale").schema["enum"]
)


@handles(api.search_definitions_product_types)
async def search_definitions_product_types(
    ctx: Context, request: api.SearchDefinitionsProductTypesArguments
) -> api.ProductTypeList:
    """Finds product types: all of them, those that keywords fit, or those that a product of some name may be of.

    ``keywords`` and ``itemName`` exclude each other (published model). Keywords are matched with names, titles and
    common words, and any of them is enough; an item's name brings ten types at most, the most likely first, and PRODUCT
    where none fits (our choice). ``searchLocale`` is the language of the words, ``locale`` that of the answer; both are
    the first marketplace's where they are absent. Words and titles are kept in English and German; any other language
    is searched and answered in English (our choice). Every product type exists in every marketplace.
    """
    if request.keywords and request.item_name:
        raise KeywordsAndItemName
    for field, value in (("locale", request.locale), ("searchLocale", request.search_locale)):
        if value is not None and value not in _LOCALES:
            raise UnknownLocale(field, value)
    marketplace_id = request.marketplace_ids[0]
    searched = shown_in(locale_of(marketplace_id, request.search_locale))
    if request.item_name:
        found = by_item_name(request.item_name, searched)
    else:
        found = by_keywords(request.keywords or [], searched)
    language = shown_in(locale_of(marketplace_id, request.locale))
    return api.ProductTypeList(
        product_types=[
            api.ProductType(
                name=each.name, display_name=each.title(language), marketplace_ids=list(request.marketplace_ids)
            )
            for each in found
        ],
        product_type_version=version_of_all(await records.revisions(ctx.tx, marketplace_id)),
    )


@handles(api.get_definitions_product_type)
async def get_definitions_product_type(
    ctx: Context, request: api.GetDefinitionsProductTypeArguments
) -> api.ProductTypeDefinition:
    """Shows the definition of a product type: links to its JSON Schema and to the meta-schema, and its property groups.

    The schema depends on the marketplace (languages, currency, units, fulfillment channels), on ``requirements``, on
    ``requirementsEnforced`` and on ``locale``; ``parentageLevel`` resolves what the parentage decides. Of several
    marketplaces the first counts, as is seen at Amazon. Titles and labels are in English and German; in every other
    locale they are English (our choice). A world may have published
    several versions of a definition: they differ in their names alone, and an earlier one is found by its name (our
    choice). There is no release candidate, so RELEASE_CANDIDATE brings the latest (published model).
    ``sellerId`` changes nothing: no brand is registered to a seller (our choice). The links need no token, and do not
    expire.
    """
    definition = _definition(request.product_type)
    revision = await records.revision(ctx.tx, request.marketplace_ids[0], definition.name)
    version = version_asked(definition.name, request.product_type_version, revision)
    if request.parentage_level == "PARENT" and request.requirements == "LISTING_OFFER_ONLY":
        raise NoOfferOfParents
    asked = Asked(
        product_type=definition.name,
        marketplace_id=request.marketplace_ids[0],
        requirements=request.requirements or "LISTING",
        enforced=request.requirements_enforced or "ENFORCED",
        locale=locale_of(request.marketplace_ids[0], request.locale),
        parentage=request.parentage_level,
    )
    return api.ProductTypeDefinition(
        meta_schema=_link(ctx, links.META_SCHEMA_PATH, meta_schema.document()),
        schema=_link(ctx, links.path_of(asked), document(asked)),
        requirements=asked.requirements,
        requirements_enforced=asked.enforced,
        property_groups=_groups(definition, asked),
        locale=asked.locale,
        marketplace_ids=[asked.marketplace_id],
        product_type=definition.name,
        display_name=definition.title(shown_in(asked.locale)),
        product_type_version=api.ProductTypeVersion(
            version=version, latest=version == version_of(definition.name, revision), release_candidate=False
        ),
    )


def _definition(name: str) -> ProductType:
    try:
        return find(name)
    except UnknownProductType:
        raise NoSuchProductType(name) from None


def _link(ctx: Context, path: str, content: bytes) -> api.SchemaLink:
    return api.SchemaLink(link=api.SchemaLinkLink(resource=ctx.base_url + path, verb="GET"), checksum=checksum(content))


def _groups(definition: ProductType, asked: Asked) -> dict[str, api.PropertyGroup]:
    """The property groups that have an attribute in this schema."""
    here = attributes_of(definition, asked.marketplace_id, asked.requirements)
    found: dict[str, api.PropertyGroup] = {}
    for group in GROUPS:
        names = [name for name in here if name in in_group(group.name)]
        if names:
            title = group.title(shown_in(asked.locale))
            found[group.name] = api.PropertyGroup(title=title, description=group.about, property_names=names)
    return found
