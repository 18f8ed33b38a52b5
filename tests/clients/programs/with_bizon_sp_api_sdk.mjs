// The SDK of Bizon, by region and in the sandbox, waits and tries again when it is throttled.
import { SellingPartnerApiAuth } from '@sp-api-sdk/auth';
import { OrdersApiClient } from '@sp-api-sdk/orders-api-v0';

const say = (name, value) => console.log(JSON.stringify([name, value]));
const auth = new SellingPartnerApiAuth({}); // reads its credentials from the environment
const since = { marketplaceIds: ['ATVPDKIKX0DER'], createdAfter: '2020-01-01T00:00:00Z' };

const client = new OrdersApiClient({ auth, region: 'na' });
const { Orders: orders } = (await client.getOrders(since)).data.payload;
const sandbox = new OrdersApiClient({ auth, region: 'na', sandbox: true });
say('same', (await sandbox.getOrders(since)).data.payload.Orders.length === orders.length);

try {
  await client.getOrder({ orderId: '902-0000000-0000000' });
} catch (refusal) {
  say('missing', [refusal.constructor.name, refusal.response.status]);
}

let waited = 0;
const patient = new OrdersApiClient({
  auth, region: 'na', rateLimiting: { retry: true, onRetry: () => { waited += 1; } },
});
const orderId = orders[0].AmazonOrderId;
const answers = [];
for (let n = 0; n < 30; n += 1) {
  answers.push((await patient.getOrder({ orderId })).data.payload.AmazonOrderId);
}
say('answers', answers.every((each) => each === orderId));
say('waited', waited > 0);
