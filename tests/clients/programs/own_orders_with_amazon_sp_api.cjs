// A seller who buys a label for an order, and has another fetched, with npm's amazon-sp-api. Knows nothing of Tradepost, but
// for its buyers and its clock.
'use strict';

const zlib = require('zlib');
const { SellingPartner } = require('amazon-sp-api');

const IN = 'A21TJRUUN4KGV';
const say = (name, value) => console.log(JSON.stringify([name, value]));
const control = async (path, body) =>
  (await fetch(`${process.env.TRADEPOST_URL}/_tradepost/v1/${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
const seller = (region) => new SellingPartner({ region, refresh_token: process.env.SELLING_PARTNER_REFRESH_TOKEN });
const restricted = async (partner, method, path) =>
  (await partner.callAPI({
    operation: 'tokens.createRestrictedDataToken', body: { restrictedResources: [{ method, path }] },
  })).restrictedDataToken;

async function buyALabel(partner) {
  const { orderId } = await control('buyers/orders', { items: [{ sku: 'NOTEBOOK' }], paid: true });
  const { OrderItems: [item] } = await partner.callAPI({ operation: 'orders.getOrderItems', path: { orderId } });
  const ShipmentRequestDetails = {
    AmazonOrderId: orderId,
    ItemList: [{ OrderItemId: item.OrderItemId, Quantity: 1 }],
    ShipFromAddress: {
      Name: 'Dock Two', AddressLine1: '2 Dock Road', City: 'Portland', StateOrProvinceCode: 'OR', PostalCode: '97201',
      CountryCode: 'US', Email: 'dock@example.com', Phone: '5551234567',
    },
    PackageDimensions: { Length: 8, Width: 6, Height: 4, Unit: 'inches' },
    Weight: { Value: 20, Unit: 'oz' },
    ShippingServiceOptions: {
      DeliveryExperience: 'DeliveryConfirmationWithoutSignature', CarrierWillPickUp: false, LabelFormat: 'ZPL203',
    },
  };
  const call = (operation, rest) => partner.callAPI({ operation, endpoint: 'merchantFulfillment', ...rest });
  const { ShippingServiceList: [service] } = await call('getEligibleShipmentServices', { body: { ShipmentRequestDetails } });
  const bought = await call('createShipment', {
    body: { ShipmentRequestDetails, ShippingServiceId: service.ShippingServiceId },
    restricted_data_token: await restricted(partner, 'POST', '/mfn/v0/shipments'),
  });
  say('bought', bought.Status);
  const label = zlib.gunzipSync(Buffer.from(bought.Label.FileContents.Contents, 'base64'));
  say('label', label.toString('latin1').slice(0, 3));
  const shown = await partner.callAPI({ operation: 'orders.getOrder', path: { orderId } });
  say('shipped', shown.OrderStatus);
  const path = `/mfn/v0/shipments/${bought.ShipmentId}`;
  const gone = await call('cancelShipment', {
    path: { shipmentId: bought.ShipmentId }, restricted_data_token: await restricted(partner, 'DELETE', path),
  });
  say('called off', gone.Status);
}

async function haveItFetched(partner) {
  const { asin } = await control('products', { marketplaceId: IN, productType: 'DRINKING_CUP' });
  await partner.callAPI({
    operation: 'putListingsItem',
    endpoint: 'listingsItems',
    options: { version: '2021-08-01' },
    path: { sellerId: process.env.SP_API_SELLER_ID, sku: 'CUP-IN' },
    query: { marketplaceIds: IN },
    body: {
      productType: 'DRINKING_CUP',
      requirements: 'LISTING_OFFER_ONLY',
      attributes: {
        merchant_suggested_asin: [{ value: asin, marketplace_id: IN }],
        condition_type: [{ value: 'new_new', marketplace_id: IN }],
        purchasable_offer: [
          { currency: 'INR', marketplace_id: IN, our_price: [{ schedule: [{ value_with_tax: 499 }] }] },
        ],
        fulfillment_availability: [{ fulfillment_channel_code: 'DEFAULT', quantity: 10 }],
      },
    },
  });
  await control('clock/advance', { by: 'PT1M' });
  const wish = { marketplaceId: IN, items: [{ sku: 'CUP-IN' }], easyShip: true, paid: true };
  const { orderId } = await control('buyers/orders', wish);
  const call = (operation, rest) =>
    partner.callAPI({ operation, endpoint: 'easyShip', options: { version: '2022-03-23' }, ...rest });
  const { timeSlots } = await call('listHandoverSlots', {
    body: {
      marketplaceId: IN,
      amazonOrderId: orderId,
      packageDimensions: { length: 20, width: 15, height: 10, unit: 'cm' },
      packageWeight: { value: 900, unit: 'g' },
    },
  });
  const made = await call('createScheduledPackage', {
    body: { amazonOrderId: orderId, marketplaceId: IN, packageDetails: { packageTimeSlot: timeSlots[0] } },
  });
  say('scheduled', made.packageStatus);
  const update = { scheduledPackageId: made.scheduledPackageId, packageTimeSlot: timeSlots[3] };
  const { packages: [moved] } = await call('updateScheduledPackages', {
    body: { marketplaceId: IN, updatePackageDetailsList: [update] },
  });
  say('moved', moved.packageTimeSlot.slotId === timeSlots[3].slotId);
  await control(`parcels/${made.trackingDetails.trackingId}/fate`, { fate: 'on_time' });
  await control('clock/advance', { by: 'P30D' });
  const query = { amazonOrderId: orderId, marketplaceId: IN };
  say('delivered', (await call('getScheduledPackage', { query })).packageStatus);
}

(async () => {
  await buyALabel(seller('na'));
  await haveItFetched(seller('eu'));
})().catch((fault) => { console.error(fault); process.exitCode = 1; });
