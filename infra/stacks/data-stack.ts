import { type App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Config } from '../config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { type HouseMail, houseMail } from '../constructs/house-mail.ts';
import type { SecretName } from '../permissions.ts';

export type DataStack = {
  readonly stack: Stack;
  readonly table: TableV2;
  readonly dueIndex: string;
  readonly secrets: Readonly<Record<SecretName, Secret>>;
  readonly mail: HouseMail;
};

const dueIndex = 'due';

/** What must outlive everything else: rows, secrets, and the identity in whose name letters are sent. */
export function createDataStack(app: App, config: Config): DataStack {
  const stack = new Stack(app, `concord-${config.stage}-data`, {
    description: `Concord (${config.stage}): what it keeps`,
    terminationProtection: true,
  });
  const [table, secrets] = [createTable(stack), createSecrets(stack)];
  // For `concord keys --stage`.
  new CfnOutput(stack, 'TableName', { value: table.tableName });
  new CfnOutput(stack, 'KeysSecretArn', { value: secrets.keys.secretArn });
  return { stack, table, dueIndex, secrets, mail: houseMail(stack, config.mailFrom) };
}

function createTable(stack: Stack): TableV2 {
  return new TableV2(stack, 'table', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    timeToLiveAttribute: 'expiresAt',
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.awsManagedKey(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
    // The only index: it finds what is due. Everything else is looked up by key, because an index lags behind.
    globalSecondaryIndexes: [
      {
        indexName: dueIndex,
        partitionKey: { name: 'dueShard', type: AttributeType.STRING },
        sortKey: { name: 'dueAt', type: AttributeType.NUMBER },
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
  });
}

const secretDescriptions = {
  clio: 'Concord: the app at Clio, { "clientId", "clientSecret" }, or one for each region: { "us": { ... }, "eu": { ... } }',
  microsoft: 'Concord: the app at Microsoft, { "clientId", "clientSecret" }',
  google: 'Concord: the app at Google, { "clientId", "clientSecret" }',
  keys: 'Concord: the key ring that seals what is stored, { "current", "keys" }',
} as const satisfies Record<SecretName, string>;

function createSecrets(stack: Stack): DataStack['secrets'] {
  const create = (name: SecretName): Secret => {
    const secret = new Secret(stack, `secret-${name}`, {
      description: secretDescriptions[name],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(secret, 'AwsSolutions-SMG4', rotationReasons[name]);
    return secret;
  };
  return {
    clio: create('clio'),
    microsoft: create('microsoft'),
    google: create('google'),
    keys: create('keys'),
  };
}

const issued = 'The provider issues it on its own page; nobody but the operator can renew it there.';
const rotationReasons = {
  clio: issued,
  microsoft: issued,
  google: issued,
  keys: 'A new key has to stand beside the old ones, which open what they sealed: rotating is an act of the operator.',
} as const satisfies Record<SecretName, string>;
