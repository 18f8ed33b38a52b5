// Amazon's own JavaScript SDK follows a buyer's order: found, its address with a restricted token, shipped, paid.
import {
  Finances20240619SpApi, ListingsitemsSpApi, Orders_v2026SpApi, OrdersSpApi, SellersSpApi, TokensSpApi,
} from '@amazon-sp-api-release/amazon-sp-api-sdk-js';

const NA = 'https://sellingpartnerapi-na.amazon.com';
const US = 'ATVPDKIKX0DER';
const { LWA_CLIENT_ID, LWA_CLIENT_SECRET, LWA_REFRESH_TOKEN, SP_API_SELLER_ID, TRADEPOST_URL } = process.env;
const say = (name, value) => console.log(JSON.stringify([name, value]));

function client(area) {
  const made = new area.ApiClient(NA);
  made.enableAutoRetrievalAccessToken(LWA_CLIENT_ID, LWA_CLIENT_SECRET, LWA_REFRESH_TOKEN, null);
  return made;
}

async function control(path, body) {
  const answer = await fetch(`${TRADEPOST_URL}/_tradepost/v1/${path}`, {
    method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
  });
  return answer.json();
}

const stores = await new SellersSpApi.SellersApi(client(SellersSpApi)).getMarketplaceParticipations();
say('stores', stores.payload.length);

const listings = new ListingsitemsSpApi.ListingsApi(client(ListingsitemsSpApi));
const found = await listings.getListingsItem(SP_API_SELLER_ID, 'NOTEBOOK', [US], { includedData: ['attributes'] });
const { externally_assigned_product_identifier: _, ...attributes } = found.attributes;
const exempt = [{ value: true, marketplace_id: US }];
const put = await listings.putListingsItem(SP_API_SELLER_ID, 'A/1 ü+%20', [US], {
  productType: 'BLANK_BOOK',
  requirements: 'LISTING',
  attributes: { ...attributes, supplier_declared_has_product_identifier_exemption: exempt },
}, {});
await control('clock/advance', { by: 'PT1M' });
const listed = await listings.getListingsItem(SP_API_SELLER_ID, 'A/1 ü+%20', [US], { includedData: ['summaries'] });
say('listed', [put.status, listed.summaries[0].status]);

const { orderId } = await control('buyers/orders', { items: [{ sku: 'A/1 ü+%20', quantity: 2 }] });
await control('clock/advance', { by: 'PT1H' });
const orders = new OrdersSpApi.OrdersV0Api(client(OrdersSpApi));
const page = await orders.getOrders([US], { createdAfter: '2020-01-01T00:00:00Z', orderStatuses: ['Unshipped'] });
say('found', page.payload.orders.some((each) => each.amazonOrderId === orderId));
const { orderItems } = (await orders.getOrderItems(orderId)).payload;
say('sku', orderItems.map((each) => [each.sellerSKU, each.quantityOrdered]));

const restrictedResources = [{ method: 'GET', path: `/orders/v0/orders/${orderId}/address` }];
const tokens = new TokensSpApi.TokensApi(client(TokensSpApi));
const { restrictedDataToken } = await tokens.createRestrictedDataToken({ restrictedResources });
const trusted = new OrdersSpApi.ApiClient(NA);
trusted.applyRestrictedDataToken(restrictedDataToken);
const without = await orders.getOrderAddress(orderId);
const withToken = await new OrdersSpApi.OrdersV0Api(trusted).getOrderAddress(orderId);
say('streets', [without, withToken].map((each) => Boolean(each.payload.shippingAddress.addressLine1)));

const packageDetail = {
  packageReferenceId: '1',
  carrierCode: 'UPS',
  trackingNumber: '1Z999AA10123456784',
  shipDate: (await control('clock')).now,
  orderItems: orderItems.map((each) => ({ orderItemId: each.orderItemId, quantity: each.quantityOrdered })),
};
await orders.confirmShipment(orderId, { marketplaceId: US, packageDetail });
say('status', (await orders.getOrder(orderId)).payload.orderStatus);
const current = await new Orders_v2026SpApi.GetOrderApi(client(Orders_v2026SpApi)).getOrder(orderId, {
  includedData: ['FULFILLMENT', 'PACKAGES', 'PROCEEDS'],
});
say('current', [current.order.fulfillment.fulfillmentStatus, current.order.packages[0].trackingNumber]);
try {
  await orders.confirmShipment(orderId, { marketplaceId: US, packageDetail: { ...packageDetail, packageReferenceId: '2' } });
} catch (refusal) {
  say('again', refusal.status);
}

await control('clock/advance', { by: 'P1D' });
const finances = new Finances20240619SpApi.DefaultApi(client(Finances20240619SpApi));
const { payload } = await finances.listTransactions({ relatedIdentifierName: 'ORDER_ID', relatedIdentifierValue: orderId });
say('paid', payload.transactions.map((each) => [each.transactionType, each.totalAmount.currencyAmount > 0]));
