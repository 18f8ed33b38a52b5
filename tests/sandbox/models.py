"""A model as Amazon publishes them, with cases of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LISTING, INVENTORY = "/listings/2021-08-01/items/{sellerId}/{sku}", "/fba/inventory/v1/summaries"
ORDERS, CREATE = "/orders/v0/orders", "/fba/outbound/2020-07-01/fulfillmentOrders"
FIRST = {"payload": {"Orders": [{"AmazonOrderId": "FIRST"}]}}
SECOND = {"payload": {"Orders": [{"AmazonOrderId": "SECOND"}]}}
REFUSED = {"errors": [{"code": "InvalidInput", "message": "made for the test"}]}


def case(response: Any = None, **parameters: Any) -> dict[str, Any]:
    named = {name: {"value": value} for name, value in parameters.items()}
    return {"request": {"parameters": named}, **({} if response is None else {"response": response})}


def sandbox(*cases: dict[str, Any]) -> dict[str, Any]:
    return {"description": "", "x-amzn-api-sandbox": {"static": list(cases)}}


MODEL: dict[str, Any] = {
    "swagger": "2.0",
    "paths": {
        ORDERS: {
            "get": {
                "parameters": [{"name": "CreatedAfter", "in": "query"}, {"name": "MarketplaceIds", "in": "query"}],
                "responses": {
                    "200": sandbox(
                        case(FIRST, CreatedAfter="TEST_CASE_200", MarketplaceIds=["ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"]),
                        case(
                            SECOND,
                            CreatedAfter="TEST_CASE_200",
                            MarketplaceIds=["ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"],
                            NextToken="next=/",
                        ),
                    ),
                    "400": sandbox(case(REFUSED, CreatedAfter="TEST_CASE_400")),
                    "default": {"description": "no case"},
                },
            }
        },
        "/orders/v0/orders/{someOtherName}/regulatedInfo": {
            "parameters": [{"$ref": "#/parameters/Wish"}],
            "get": {"responses": {"200": sandbox(case(FIRST, orderId="902"))}},
            "patch": {
                "responses": {"204": sandbox(case(orderId="902", payload={"status": {"code": 1, "tags": ["a", "b"]}}))}
            },
        },
        CREATE: {
            "x-amzn-api-sandbox": {"dynamic": {}},
            "get": {"responses": {"200": sandbox(case({"payload": {}}, queryStartDate="TEST"))}},
        },
        "/nobody/knows/this": {"get": {"responses": {"200": sandbox(case({}))}}},
    },
    "parameters": {"Wish": {"name": "payload", "in": "body"}},
}


#: What the published models hold as well: parameters without a value, cases that ask for nothing, and the older mark.
LISTINGS: dict[str, Any] = {
    "swagger": "2.0",
    "paths": {
        LISTING: {
            "get": {
                "responses": {
                    "200": sandbox({"request": {"parameters": {"body": {}}}, "response": {"sku": "ANY"}}),
                    "400": sandbox(case(REFUSED, sku="BadSKU")),
                }
            },
            "delete": {
                "responses": {"200": sandbox(case({"sku": "GONE"})), "400": sandbox(case(REFUSED, sku="BadSKU"))}
            },
        },
        INVENTORY: {
            "get": {"responses": {"200": {"x-amazon-spds-sandbox-behaviors": [case({"payload": {}}, details=True)]}}}
        },
    },
}


def written(folder: Path, model: dict[str, Any] = MODEL) -> Path:
    """A folder with a model, deep within, and with files that are none."""
    (folder / "models" / "orders").mkdir(parents=True)
    (folder / "models" / "orders" / "orders v0 (100%).json").write_text(json.dumps(model))
    (folder / "models" / "package.json").write_text('{"name": "x"}')
    (folder / "models" / "broken.json").write_text('{"swagger": "2.0", ')
    return folder
