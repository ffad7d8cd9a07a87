export { createDynamoClient, createMailClient, createQueueClient, createSecretsClient } from './clients.ts';
export { type KeyRing, parseKeyRing } from './key-ring.ts';
export { createMailer } from './mailer.ts';
export { createQueue } from './queue.ts';
export { createSecrets } from './secrets.ts';
export { type AwsTable, createTable } from './table.ts';
export { createVault } from './vault.ts';
