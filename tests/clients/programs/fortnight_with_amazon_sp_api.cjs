// A seller's fortnight with npm's amazon-sp-api, shipped by the seller or (FBA) by Amazon.
'use strict';

const { SellingPartner } = require('amazon-sp-api');

const US = 'ATVPDKIKX0DER';
const SKU = 'FLASK-1';
const FBA = process.argv[2] === 'FBA';
const SELLER = process.env.SP_API_SELLER_ID;
const say = (name, value) => console.log(JSON.stringify([name, value]));

const control = async (method, path, body) => {
  const url = `${process.env.TRADEPOST_URL}/_tradepost/v1/${path}`;
  const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${text}`);
  return text ? JSON.parse(text) : null;
};
const advance = (by) => control('POST', 'clock/advance', { by });
const now = async () => new Date((await control('GET', 'clock')).now);
const spoken = (value) => [{ value, language_tag: 'en_US', marketplace_id: US }];
const plain = (value) => [{ value, marketplace_id: US }];
const offer = (price) => [{
  currency: 'USD', audience: 'ALL', marketplace_id: US, our_price: [{ schedule: [{ value_with_tax: price }] }],
}];
const attributes = {
  condition_type: plain('new_new'),
  purchasable_offer: offer(30),
  fulfillment_availability: [FBA
    ? { fulfillment_channel_code: 'AMAZON_NA' }
    : { fulfillment_channel_code: 'DEFAULT', quantity: 20, lead_time_to_ship_max_days: 2 }],
  country_of_origin: plain('PT'),
  supplier_declared_dg_hz_regulation: plain('not_applicable'),
  item_name: spoken('Saltmarsh flask, 1 l'),
  brand: spoken('Saltmarsh'),
  externally_assigned_product_identifier: [{ type: 'ean', value: '4006381333948', marketplace_id: US }],
  product_description: spoken('Keeps tea warm for a day.'),
  bullet_point: spoken('Keeps warm'),
};
const sum = (lists, pick) => lists.flat().reduce((total, each) => total + pick(each), 0);
const near = (one, other) => Math.abs(one - other) < 0.03;

(async () => {
  const seller = new SellingPartner({ region: 'na', refresh_token: process.env.SELLING_PARTNER_REFRESH_TOKEN });
  const call = (operation, rest, version) => seller.callAPI({ operation, ...(version && { options: { version } }), ...rest });
  const path = () => ({ sellerId: SELLER, sku: SKU });
  const query = () => ({ marketplaceIds: [US] });

  await control('PUT', 'usage-plans', { scale: 100 }); // nobody has to wait for a price here

  // A definition, a listing with a mistake, a listing
  const definition = await call('productTypeDefinitions.getDefinitionsProductType', {
    path: { productType: 'PRODUCT' }, query: query(),
  });
  const schema = await (await fetch(definition.schema.link.resource)).json();
  say('required', ['brand', 'item_name'].every((name) => schema.required.includes(name)));
  const { brand, ...wrong } = attributes;
  const refused = await call('listingsItems.putListingsItem', {
    path: path(), query: query(), body: { productType: 'PRODUCT', attributes: wrong },
  }, '2021-08-01');
  say('mistake', [refused.status, refused.issues.map((each) => each.attributeNames)]);
  const accepted = await call('listingsItems.putListingsItem', {
    path: path(), query: query(), body: { productType: 'PRODUCT', attributes },
  }); // told no version, the client sends the oldest
  say('listing', accepted.status);
  await advance('PT10S');
  if (FBA) {
    await call('fbaInventory.addInventory', {
      body: { inventoryItems: [{ sellerSku: SKU, marketplaceId: US, quantity: 20 }] },
      headers: { 'x-amzn-idempotency-token': 'fortnight' },
    });
  }
  const listing = await call('listingsItems.getListingsItem', {
    path: path(), query: { ...query(), includedData: ['summaries'] },
  }, '2021-08-01');
  const { asin } = listing.summaries[0];
  say('status', listing.summaries[0].status);

  // The catalog, a competitor, another price
  const found = await call('catalogItems.searchCatalogItems', {
    query: { marketplaceIds: [US], keywords: ['saltmarsh', 'flask'] },
  }, '2022-04-01');
  say('found', found.items.map((each) => each.asin === asin));
  const older = await call('catalogItems.searchCatalogItems', {
    query: { marketplaceIds: [US], keywords: ['saltmarsh', 'flask'] },
  });
  say('found by default', older.items.map((each) => each.asin === asin && each.summaries[0].brandName));
  await control('POST', 'competitors', { asin, price: 28, feedback: { rating: 99, count: 900 } });
  const winner = async () => {
    const market = await call('productPricing.getItemOffers', {
      path: { Asin: asin }, query: { MarketplaceId: US, ItemCondition: 'New' },
    }, 'v0');
    return market.Offers.filter((each) => each.IsBuyBoxWinner).map((each) => each.MyOffer);
  };
  say('featured at 30', await winner());
  await call('listingsItems.patchListingsItem', {
    path: path(), query: query(),
    body: {
      productType: 'PRODUCT',
      patches: [{ op: 'replace', path: '/attributes/purchasable_offer', value: offer(25) }],
    },
  }, '2021-08-01');
  await advance('PT10S');
  say('featured at 25', await winner());

  // Fees, an order, where it goes, the shipment
  const fees = await call('productFees.getMyFeesEstimateForSKU', {
    path: { SellerSKU: SKU },
    body: {
      FeesEstimateRequest: {
        MarketplaceId: US, Identifier: '1', IsAmazonFulfilled: FBA,
        PriceToEstimateFees: { ListingPrice: { CurrencyCode: 'USD', Amount: 25 } },
      },
    },
  });
  const estimated = fees.FeesEstimateResult.FeesEstimate.TotalFeesEstimate.Amount;
  const began = (await now()).toISOString();
  const order = (await control('POST', 'buyers/orders', { items: [{ asin, quantity: 2 }] })).orderId;
  await advance('PT45M');
  const orders = await call('orders.getOrders', { query: { MarketplaceIds: [US], CreatedAfter: began } }, 'v0');
  say('ordered', orders.Orders.map((each) => [each.AmazonOrderId === order, each.OrderStatus]));
  const items = await call('orders.getOrderItems', { path: { orderId: order } }, 'v0');
  const item = items.OrderItems[0];
  const restricted = await call('tokens.createRestrictedDataToken', {
    body: { restrictedResources: [{ method: 'GET', path: `/orders/v0/orders/${order}/address` }] },
  });
  const address = await call('orders.getOrderAddress', {
    path: { orderId: order }, restricted_data_token: restricted.restrictedDataToken,
  }, 'v0');
  say('address', Boolean(address.ShippingAddress.AddressLine1));
  if (FBA) {
    await advance('P2D');
  } else {
    await call('orders.confirmShipment', {
      path: { orderId: order },
      body: {
        marketplaceId: US,
        packageDetail: {
          packageReferenceId: '1', carrierCode: 'USPS', trackingNumber: '9400111',
          shipDate: (await now()).toISOString(), orderItems: [{ orderItemId: item.OrderItemId, quantity: 2 }],
        },
      },
    }, 'v0');
  }
  const whole = await call('orders.getOrder', {
    path: { orderId: order }, query: { includedData: ['FULFILLMENT'] },
  }, '2026-01-01');
  say('shipped', whole.order.fulfillment.fulfillmentStatus);

  // One of the two comes back; money, sales, settlement
  await control('POST', `buyers/orders/${order}/return`, {
    reason: 'Defective', items: [{ orderItemId: item.OrderItemId, quantity: 1 }],
  });
  await advance('P8D');
  const events = (await call('finances.listFinancialEventsByOrderId', { path: { orderId: order } }, 'v0')).FinancialEvents;
  const sold = events.ShipmentEventList[0].ShipmentItemList[0];
  const charged = sum([sold.ItemFeeList], (each) => each.FeeAmount.CurrencyAmount);
  say('charged', near(-charged, 2 * estimated));
  const back = events.RefundEventList[0].ShipmentItemAdjustmentList[0].ItemChargeAdjustmentList;
  say('refunded', back.filter((each) => each.ChargeType === 'Principal').map((each) => each.ChargeAmount.CurrencyAmount));
  const until = new Date(Date.parse(began) + 86_400_000).toISOString();
  const sales = await call('sales.getOrderMetrics', {
    query: { marketplaceIds: [US], interval: `${began}--${until}`, granularity: 'Total', sku: SKU },
  });
  say('sales', sales.map((each) => [each.unitCount, each.orderCount, each.totalSales.amount]));
  await advance('P14D');
  const groups = await call('finances.listFinancialEventGroups', {
    query: { FinancialEventGroupStartedAfter: '2020-01-01T00:00:00Z' },
  }, 'v0');
  say('settled', groups.FinancialEventGroupList.some((each) => each.FundTransferStatus === 'Succeeded'));
})().catch((fault) => { console.error(fault); process.exitCode = 1; });
