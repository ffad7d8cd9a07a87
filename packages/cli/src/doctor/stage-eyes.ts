import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetAccountSettingsCommand, GetEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetAccountCommand, GetEmailIdentityCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { createMailClient, createQueueClient } from '@concord/aws';
import type { Clock } from '@concord/core';
import { Problem } from '@concord/local';
import { type Deployment, type OutputsOf, readOutputs } from '../deployment.ts';
import { scanRows } from '../keys/scan-rows.ts';
import type { Eyes, Mail, Quota, Schedule, SecretName } from './eyes.ts';
import { addressesAt, oldestDue, readSecret } from './local-eyes.ts';

type Outputs = Readonly<Record<string, string>>;

/** Whom the eyes ask. */
export type StageClients = {
  readonly events: Pick<EventBridgeClient, 'send' | 'destroy'>;
  readonly lambda: Pick<LambdaClient, 'send' | 'destroy'>;
  readonly queue: Pick<SQSClient, 'send' | 'destroy'>;
  readonly mail: Pick<SESv2Client, 'send' | 'destroy'>;
};

export const createStageClients = (): StageClients => ({
  events: new EventBridgeClient(),
  lambda: new LambdaClient(),
  queue: createQueueClient(),
  mail: createMailClient(),
});

export type StageOptions = {
  readonly stage: string;
  readonly clock: Clock;
  readonly clients: StageClients;
  readonly outputsOf?: OutputsOf;
};

/** What can be seen of a stage on AWS, found by the outputs of its stacks. Throws a `Problem` where those are missing. */
export async function stageEyes(deployment: Deployment, options: StageOptions): Promise<Eyes> {
  const { stage, clock, clients, outputsOf = readOutputs } = options;
  const names = ['data', 'sync', 'edge'].map((part) => `concord-${stage}-${part}`);
  const outputs: Outputs = Object.assign({}, ...(await Promise.all(names.map((name) => outputsOf(name)))));
  const output = (name: string): string => {
    const value = outputs[name];
    if (value !== undefined) return value;
    throw new Problem(`The stacks of ${stage} do not say ${name}: deploy them again.`);
  };
  // That of a provider that is switched off may be empty.
  const used = Object.entries(secretOutputs).filter(
    ([name]) => name === 'keys' || output('Providers').split(',').includes(name),
  );
  return {
    secrets: Object.fromEntries(used.map(([name, key]) => [name, () => readSecret(deployment, output(key))])),
    rows: () => scanRows(deployment),
    oldestDue: () => oldestDue(deployment, clock),
    addresses: addressesAt(output('PublicUrl'), output('WebhookUrl')),
    schedule: () => readSchedule(clients, output),
    mail: () => readMail(clients, output('MailFrom')),
    quota: () => readQuota(clients, Number(output('MaximumWorkers'))),
  };
}

type Output = (name: string) => string;

const secretOutputs = {
  clio: 'ClioSecretArn',
  microsoft: 'MicrosoftSecretArn',
  google: 'GoogleSecretArn',
  keys: 'KeysSecretArn',
} as const satisfies Record<SecretName, string>;

async function readSchedule({ events, lambda, queue }: StageClients, output: Output): Promise<Schedule> {
  const count = 'ApproximateNumberOfMessages';
  const [rule, source, dead] = await Promise.all([
    events.send(new DescribeRuleCommand({ Name: output('RuleName') })),
    lambda.send(new GetEventSourceMappingCommand({ UUID: output('SourceId') })),
    queue.send(new GetQueueAttributesCommand({ QueueUrl: output('DeadLettersUrl'), AttributeNames: [count] })),
  ]);
  return {
    ruleIsOn: rule.State === 'ENABLED',
    sourceIsOn: source.State === 'Enabled',
    deadLetters: Number(dead.Attributes?.[count] ?? 0),
  };
}

async function readMail({ mail }: StageClients, from: string): Promise<Mail> {
  const domain = from.slice(from.indexOf('@') + 1);
  const [identity, account] = await Promise.all([
    mail.send(new GetEmailIdentityCommand({ EmailIdentity: domain })),
    mail.send(new GetAccountCommand({})),
  ]);
  return {
    domain,
    isVerified: identity.VerifiedForSendingStatus === true,
    mayWriteToAnybody: account.ProductionAccessEnabled === true,
    maySend: account.SendingEnabled === true,
  };
}

async function readQuota({ lambda }: StageClients, maximumWorkers: number): Promise<Quota> {
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  return { concurrency: AccountLimit?.ConcurrentExecutions ?? 0, maximumWorkers };
}
