import { type App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Config } from '../config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { houseKey } from '../constructs/house-key.ts';
import { type HouseMail, houseMail } from '../constructs/house-mail.ts';
import type { SecretName } from '../permissions.ts';

export type DataStack = {
  readonly stack: Stack;
  readonly key: Key;
  /** The one that is in use. */
  readonly table: { readonly tableName: string; readonly tableArn: string };
  readonly dueIndex: string;
  readonly secrets: Readonly<Record<SecretName, { readonly secretArn: string }>>;
  /** Those that setup made are under the key of AWS. */
  readonly areSecretsUnderKey: boolean;
  readonly mail: HouseMail;
  /** Where alarms ring. Its address has to be confirmed by hand, so it stays when everything else goes. */
  readonly alarmTopic: Topic;
};

const dueIndex = 'due';

/** What must outlive everything else: the key, rows, secrets, and the addresses that people confirmed by hand. */
export function createDataStack(app: App, config: Config): DataStack {
  const stack = new Stack(app, `concord-${config.stage}-data`, {
    env: { region: config.region },
    description: `Concord (${config.stage}): what it keeps`,
    terminationProtection: true,
  });
  const key = houseKey(stack, config.stage);
  const [table, secrets] = [inUse(stack, createTable(stack, key), config), createSecrets(stack, key, config)];
  // For `npm run concord -- ... --stage`.
  new CfnOutput(stack, 'TableName', { value: table.tableName });
  for (const [name, { secretArn }] of Object.entries(secrets)) {
    new CfnOutput(stack, `${name[0]?.toUpperCase()}${name.slice(1)}SecretArn`, { value: secretArn });
  }
  new CfnOutput(stack, 'MailFrom', { value: config.mailFrom });
  const mail = houseMail(stack, config.mailFrom);
  const alarmTopic = createAlarmTopic(stack, key, config);
  return {
    stack,
    key,
    table,
    dueIndex,
    secrets,
    areSecretsUnderKey: config.secretArns === undefined,
    mail,
    alarmTopic,
  };
}

function createTable(stack: Stack, key: Key): TableV2 {
  return new TableV2(stack, 'table', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    timeToLiveAttribute: 'expiresAt',
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.customerManagedKey(key),
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

/**
 * A restored table is made by hand, under a name of its own; the one before stays until somebody deletes it. Its exports stay as
 * well: the other stacks let go of them only after this one is deployed.
 */
function inUse(stack: Stack, own: TableV2, { table }: Config): DataStack['table'] {
  stack.exportValue(own.tableName);
  stack.exportValue(own.tableArn);
  if (table === undefined) return own;
  return {
    tableName: table,
    tableArn: stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: table }),
  };
}

function createAlarmTopic(stack: Stack, key: Key, { stage, alarmAddress }: Config): Topic {
  const topic = new Topic(stack, 'alarms', {
    displayName: `Concord (${stage})`,
    masterKey: key,
    enforceSSL: true,
  });
  // A policy of its own replaces the one that lets everything of the account publish, alarms included.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsRing',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
  if (alarmAddress !== undefined) topic.addSubscription(new EmailSubscription(alarmAddress));
  return topic;
}

const secretDescriptions = {
  clio: 'Concord: the app at Clio, { "clientId", "clientSecret" }, or one for each region: { "us": { ... }, "eu": { ... } }',
  microsoft: 'Concord: the app at Microsoft, { "clientId", "clientSecret" }',
  google: 'Concord: the app at Google, { "clientId", "clientSecret" }',
  keys: 'Concord: the key ring that seals what is stored, { "current", "keys" }',
} as const satisfies Record<SecretName, string>;

/** Those that `npm run setup` made and filled; a stage that was not set up gets new ones, with random text in them. */
function createSecrets(stack: Stack, key: Key, { secretArns }: Config): DataStack['secrets'] {
  const create = (name: SecretName): { readonly secretArn: string } => {
    const arn = secretArns?.[name];
    if (arn !== undefined) return Secret.fromSecretCompleteArn(stack, `secret-${name}`, arn);
    const secret = new Secret(stack, `secret-${name}`, {
      description: secretDescriptions[name],
      encryptionKey: key,
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
