import { createMailer, createQueue, createSecrets, createTable, createVault } from '@concord/aws';

/** What the functions of these tests stand on: the ports, from the environment that the template gives them. */
const named = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
};

export const table = createTable({ tableName: named('CONCORD_TABLE') });
export const queue = createQueue({ queueUrl: named('CONCORD_QUEUE_URL') });
export const vault = createVault({ secretId: named('CONCORD_SECRET_KEYS') });
export const secrets = createSecrets({ secretIds: { clio: named('CONCORD_SECRET_CLIO') } });
/** Only one function is told from whom letters come. */
export const mailer = (from = 'nobody@elsewhere.example') =>
  createMailer({ from, configurationSet: process.env['CONCORD_MAIL_CONFIGURATION_SET'] ?? 'none' });
