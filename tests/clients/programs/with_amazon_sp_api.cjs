// The same with npm's amazon-sp-api, which always talks https to port 443 and retries what was throttled.
'use strict';

const { SellingPartner } = require('amazon-sp-api');

const US = 'ATVPDKIKX0DER';
const say = (name, value) => console.log(JSON.stringify([name, value]));

(async () => {
  const seller = new SellingPartner({ region: 'na', refresh_token: process.env.SELLING_PARTNER_REFRESH_TOKEN });
  const call = (operation, rest) => seller.callAPI({ operation, ...rest });
  const stores = await call('sellers.getMarketplaceParticipations', {});
  say('stores', stores.length);
  await call('fbaInventory.createInventoryItem', {
    body: { sellerSku: 'A/1 b', marketplaceId: US, productName: 'Mug' },
  });
  await call('fbaInventory.addInventory', {
    body: { inventoryItems: [{ sellerSku: 'A/1 b', marketplaceId: US, quantity: 5 }] },
    headers: { 'x-amzn-idempotency-token': 't-1' },
  });
  await call('fulfillmentOutbound.createFulfillmentOrder', {
    body: {
      marketplaceId: US,
      sellerFulfillmentOrderId: 'O/1 x',
      displayableOrderId: 'O-1',
      displayableOrderDate: '2026-01-05T10:00:00Z',
      displayableOrderComment: 'Thank you',
      shippingSpeedCategory: 'Standard',
      destinationAddress: {
        name: 'Jo Doe', addressLine1: '1 Main Street', city: 'Seattle', stateOrRegion: 'WA',
        postalCode: '98101', countryCode: 'US',
      },
      items: [{ sellerSku: 'A/1 b', sellerFulfillmentOrderItemId: '1', quantity: 2 }],
    },
  });
  await fetch(`${process.env.TRADEPOST_URL}/_tradepost/v1/clock/advance`, {
    method: 'POST', body: JSON.stringify({ by: 'P4D' }),
  });
  const path = () => ({ sellerFulfillmentOrderId: 'O/1 x' }); // the client encodes what it is given in place
  const order = await call('fulfillmentOutbound.getFulfillmentOrder', { path: path() });
  say('status', order.fulfillmentOrder.fulfillmentOrderStatus);
  try {
    await call('fulfillmentOutbound.cancelFulfillmentOrder', { path: path() });
  } catch (refusal) {
    say('late', refusal.code);
  }
  const query = { granularityType: 'Marketplace', granularityId: US, marketplaceIds: US, sellerSkus: ['A/1 b'] };
  const counts = [];
  for (let n = 0; n < 4; n += 1) {
    const found = await call('fbaInventory.getInventorySummaries', { query });
    counts.push((found.inventorySummaries || found)[0].totalQuantity);
  }
  say('counts', counts);
  const log = await fetch(`${process.env.TRADEPOST_URL}/_tradepost/v1/requests?status=429`);
  say('throttled', (await log.json()).requests.length > 0);
})().catch((fault) => { console.error(fault); process.exitCode = 1; });
