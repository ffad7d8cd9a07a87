import { startLocal } from '@concord/local';
import { fillTagged } from './tagged-firm.ts';

/** A process of its own that a test can kill: everything of `npm start` but the page, with the providers' limits off. */
const [dataDir = '', port = '', contacts = ''] = process.argv.slice(2);
export const impatient = {
  CONCORD_LEASE_MS: '3000',
  CONCORD_SLICE_MS: '1000',
  CONCORD_REQUEST_TIMEOUT_MS: '2000',
} as const;

if (dataDir !== '') {
  const local = await startLocal({
    dataDir,
    port: Number(port),
    page: false,
    limits: false,
    environment: impatient,
    fill: fillTagged(Number(contacts)),
  });
  console.log(local.url);
}
