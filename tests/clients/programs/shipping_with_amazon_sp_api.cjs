// A seller who ships with npm's amazon-sp-api.
'use strict';

const { SellingPartner } = require('amazon-sp-api');

const say = (name, value) => console.log(JSON.stringify([name, value]));
const DOCK = {
  name: 'Dock Two', addressLine1: '2 Dock Road', city: 'Portland', stateOrRegion: 'OR', postalCode: '97201', countryCode: 'US',
};
const SEATTLE = {
  ...DOCK, name: 'Jo Doe', addressLine1: '1 Main Street', city: 'Seattle', stateOrRegion: 'WA', postalCode: '98101',
};

(async () => {
  const seller = new SellingPartner({ region: 'na', refresh_token: process.env.SELLING_PARTNER_REFRESH_TOKEN });
  const call = (operation, rest, version = 'v2') =>
    seller.callAPI({ operation, endpoint: 'shipping', options: { version }, ...rest });
  const rates = await call('getRates', {
    body: {
      shipFrom: DOCK,
      shipTo: SEATTLE,
      channelDetails: { channelType: 'EXTERNAL' },
      packages: [{
        packageClientReferenceId: 'box-1',
        dimensions: { length: 20, width: 15, height: 10, unit: 'CENTIMETER' },
        weight: { value: 1, unit: 'KILOGRAM' },
        insuredValue: { value: 50, unit: 'USD' },
        items: [{ quantity: 1, weight: { value: 400, unit: 'GRAM' } }],
      }],
    },
  });
  say('rates', rates.rates.length > 3);
  const bought = await call('purchaseShipment', {
    body: {
      requestToken: rates.requestToken,
      rateId: rates.rates[0].rateId,
      requestedDocumentSpecification: {
        format: 'PDF', size: { width: 4, length: 6, unit: 'INCH' }, needFileJoining: false, requestedDocumentTypes: ['LABEL'],
      },
    },
  });
  const [details] = bought.packageDocumentDetails;
  say('label', Buffer.from(details.packageDocuments[0].contents, 'base64').toString('latin1').slice(0, 5));
  const query = { trackingId: details.trackingId, carrierId: rates.rates[0].carrierId };
  say('tracked', (await call('getTracking', { query })).summary.status);
  say('canceled', await call('cancelShipment', { path: { shipmentId: bought.shipmentId } }));
  say('after', (await call('getTracking', { query })).summary.status);
  say('account', (await call('getAccount', {}, 'v1')).accountId.length);
  const store = await seller.callAPI({
    operation: 'supplySources.createSupplySource',
    body: { supplySourceCode: 'S-1', alias: 'Harbor Store - Seattle', address: SEATTLE },
  });
  say('store', store.supplySourceCode);
})().catch((fault) => { console.error(fault); process.exitCode = 1; });
