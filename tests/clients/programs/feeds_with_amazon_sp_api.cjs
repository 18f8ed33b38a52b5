// Feeds with npm's amazon-sp-api: its helpers upload the document, and download the report and unpack it.
'use strict';

const { SellingPartner } = require('amazon-sp-api');

const US = 'ATVPDKIKX0DER';
const SELLER = process.env.SP_API_SELLER_ID;
const say = (name, value) => console.log(JSON.stringify([name, value]));

(async () => {
  const seller = new SellingPartner({ region: 'na', refresh_token: process.env.SELLING_PARTNER_REFRESH_TOKEN });
  const call = (operation, rest) => seller.callAPI({ operation: `feeds.${operation}`, ...rest });
  const reported = async (feedType, content, contentType, options) => {
    const document = await call('createFeedDocument', { body: { contentType } });
    await seller.upload(document, { content, contentType });
    const made = await call('createFeed', {
      body: { feedType, marketplaceIds: [US], inputFeedDocumentId: document.feedDocumentId },
    });
    await fetch(`${process.env.TRADEPOST_URL}/_tradepost/v1/clock/advance`, {
      method: 'POST', body: JSON.stringify({ by: 'PT1M' }),
    });
    const feed = await call('getFeed', { path: { feedId: made.feedId } });
    const details = await call('getFeedDocument', { path: { feedDocumentId: feed.resultFeedDocumentId } });
    return [feed.processingStatus, await seller.download(details, options)];
  };
  const patches = [{
    op: 'merge',
    path: '/attributes/fulfillment_availability',
    value: [{ fulfillment_channel_code: 'DEFAULT', quantity: 33 }],
  }];
  const message = { messageId: 1, sku: 'NOTEBOOK', operationType: 'PATCH', productType: 'PRODUCT', patches };
  const listings = { header: { sellerId: SELLER, version: '2.0' }, messages: [message] };
  const json = 'application/json; charset=utf-8';
  const [done, report] = await reported('JSON_LISTINGS_FEED', JSON.stringify(listings), json, {});
  say('listings', [done, JSON.parse(report).summary.messagesAccepted]);
  const [ended, envelope] = await reported('POST_ORDER_FULFILLMENT_DATA', '<a/>', 'text/xml; charset=utf-8', { json: true });
  const told = envelope.AmazonEnvelope.Message.ProcessingReport;
  say('envelope', [ended, told.Result.ResultMessageCode, told.ProcessingSummary.MessagesWithError]);
})().catch((fault) => { console.error(fault); process.exitCode = 1; });
