// A seller's reports with npm's amazon-sp-api: its download helpers unpack, decode and parse.
'use strict';

const { SellingPartner } = require('amazon-sp-api');

const US = 'ATVPDKIKX0DER';
const say = (name, value) => console.log(JSON.stringify([name, value]));
const control = (path, body) => fetch(`${process.env.TRADEPOST_URL}/_tradepost/v1/${path}`, {
  method: 'POST', body: JSON.stringify(body),
}).then((answer) => answer.json());

(async () => {
  const seller = new SellingPartner({ region: 'na', refresh_token: process.env.SELLING_PARTNER_REFRESH_TOKEN });
  const call = (operation, rest) => seller.callAPI({ operation, endpoint: 'reports', ...rest });
  const made = async (reportType, more) => {
    const { reportId } = await call('createReport', { body: { reportType, marketplaceIds: [US], ...more } });
    await control('clock/advance', { by: 'PT1M' });
    const report = await call('getReport', { path: { reportId } });
    return call('getReportDocument', { path: { reportDocumentId: report.reportDocumentId } });
  };
  await control('clock/freeze', {});
  const { now: dataStartTime } = await control('clock/advance', { by: 'PT1S' });
  const { orderId } = await control('buyers/orders', { items: [{ sku: 'NOTEBOOK', quantity: 2 }], paid: true });
  const orders = await made('GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL', { dataStartTime });
  const rows = await seller.download(orders, { json: true });
  say('order', rows.map((each) => [each['amazon-order-id'] === orderId, each.sku]));
  const tree = await made('GET_XML_BROWSE_TREE_DATA');
  say('gzip', tree.compressionAlgorithm);
  const nodes = await seller.download(tree, { json: true });
  say('tree', nodes.Result.Node.length > 10);
  const traffic = await made('GET_SALES_AND_TRAFFIC_REPORT', { dataStartTime });
  const sales = await seller.download(traffic, { json: true });
  say('units', sales.salesAndTrafficByDate.reduce((sum, each) => sum + each.salesByDate.unitsOrdered, 0));
  const nothing = await call('createReport', {
    body: { reportType: 'GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA', marketplaceIds: [US] },
  });
  await control('clock/advance', { by: 'PT1M' });
  say('nothing', (await call('getReport', { path: nothing })).processingStatus);
})().catch((fault) => { console.error(fault); process.exitCode = 1; });
