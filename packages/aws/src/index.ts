export { createDynamoClient, createQueueClient, createSecretsClient } from './clients.ts';
export { createQueue } from './queue.ts';
export { createSecrets } from './secrets.ts';
export { type AwsTable, createTable } from './table.ts';
export { createVault } from './vault.ts';
