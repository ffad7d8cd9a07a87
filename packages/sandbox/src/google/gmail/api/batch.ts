import type { BatchDoor } from '../../batch.ts';
import type { MailApi } from './api.ts';

/** Documented: 100 requests, and no more than 50 advised. */
const maxParts = 100;

/** `POST /batch`, and `POST /batch/gmail/v1`. */
export const mailBatch = (api: MailApi): BatchDoor => ({
  prefix: '/gmail/v1/',
  maxParts,
  answer: async (part, path, index) => await api(part, path, index),
});
