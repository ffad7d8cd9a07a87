export { receiveWebhook } from './receive-webhook.ts';
