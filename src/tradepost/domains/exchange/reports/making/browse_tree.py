"""The browse tree of a marketplace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from tradepost.domains.exchange.reports.declaring import PAGE, Kind, NotMadeError, Reading, roles
from tradepost.domains.exchange.reports.making.xml import Markup, document, element
from tradepost.domains.selling.catalog import browse
from tradepost.domains.selling.catalog.browse import Node, Tree


async def _nodes(reading: Reading) -> AsyncIterator[str]:
    """The nodes of the tree: all, the departments alone, or what lies below one."""
    marketplace = reading.marketplaces[0]
    tree = browse.tree(reading.options.get("MarketplaceId", marketplace.id))
    chosen = list(tree.nodes.values())
    below = reading.options.get("BrowseNodeId")
    if below is not None:
        if below not in tree.nodes:
            raise NotMadeError(f"BrowseNodeId '{below}' is not a node of {marketplace.id}.")
        chosen = [each for each in chosen if below in [above.id for above in each.lineage()]]
    if reading.options.get("RootNodesOnly") == "true":
        chosen = list(tree.departments)
    for at in range(0, len(chosen), PAGE):
        yield "\n".join(_node(each, tree, marketplace.language) for each in chosen[at : at + PAGE])


def _node(node: Node, tree: Tree, locale: str) -> Markup:
    children = [each.id for each in tree.nodes.values() if each.parent is not None and each.parent.id == node.id]
    way = list(reversed(node.lineage()))
    types = sorted(name for name, place in tree.by_type.items() if place.id == node.id)
    return element(
        "Node",
        element("browseNodeId", node.id),
        element("browseNodeAttributes", count="0"),
        element("browseNodeName", node.title(locale)),
        element("browseNodeStoreContextName", node.title(locale)),
        element("browsePathById", ",".join(each.id for each in way)),
        element("browsePathByName", ",".join(each.title(locale) for each in way)),
        element("hasChildren", "true" if children else "false"),
        element("childNodes", *(element("id", each) for each in children), count=str(len(children))),
        element("productTypeDefinitions", ",".join(types)),
        element("refinementsInformation", count="0"),
    )


KINDS: Final[dict[str, Kind]] = {
    "GET_XML_BROWSE_TREE_DATA": Kind(
        makes=document("Result", _nodes),
        made_of="the browse tree of the catalog",
        roles=roles("PL IOT PR"),
        form="xml",
        comes="requested or scheduled",
        gzip=True,
        one_marketplace=True,
        options={"RootNodesOnly": ("true", "false"), "MarketplaceId": ()},
    )
}
