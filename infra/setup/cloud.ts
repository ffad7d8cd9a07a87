import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetAccountCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** What setup needs of an AWS account. */
export type Cloud = {
  readonly whereAmI: () => Promise<{ readonly account: string; readonly region: string }>;
  /** Undefined when there is none of that name. `text` is missing while it is empty. */
  readonly secret: (name: string) => Promise<{ readonly arn: string; readonly text?: string } | undefined>;
  readonly createSecret: (name: string, description: string, text: string) => Promise<string>;
  readonly putSecret: (arn: string, text: string) => Promise<void>;
  /** Functions that may run at once. */
  readonly concurrency: () => Promise<number>;
  readonly mayWriteToAnybody: () => Promise<boolean>;
  /** Whether `cdk bootstrap` was done in this account and region. */
  readonly isBootstrapped: () => Promise<boolean>;
};

/** What each of the clients has: tests bring others. */
type Sends<Client extends { send: unknown }> = Pick<Client, 'send'>;
export type CloudClients = {
  readonly sts: Sends<STSClient>;
  readonly secrets: Sends<SecretsManagerClient>;
  readonly lambda: Sends<LambdaClient>;
  readonly mail: Sends<SESv2Client>;
  readonly formation: Sends<CloudFormationClient>;
  readonly region: () => Promise<string>;
};

/** With the credentials and the region of the environment. */
export function createCloudClients(): CloudClients {
  const lambda = new LambdaClient();
  return {
    sts: new STSClient(),
    secrets: new SecretsManagerClient(),
    lambda,
    mail: new SESv2Client(),
    formation: new CloudFormationClient(),
    region: () => lambda.config.region(),
  };
}

export function createCloud({ sts, secrets, lambda, mail, formation, region }: CloudClients): Cloud {
  return {
    whereAmI: async () => {
      const { Account = '' } = await sts.send(new GetCallerIdentityCommand({}));
      return { account: Account, region: await region() };
    },
    secret: (name) => readSecret(secrets, name),
    createSecret: async (Name, Description, SecretString) => {
      const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name, Description, SecretString }));
      return ARN;
    },
    putSecret: async (SecretId, SecretString) =>
      void (await secrets.send(new PutSecretValueCommand({ SecretId, SecretString }))),
    concurrency: async () => {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
      return AccountLimit?.ConcurrentExecutions ?? 0;
    },
    mayWriteToAnybody: async () => (await mail.send(new GetAccountCommand({}))).ProductionAccessEnabled === true,
    isBootstrapped: () => hasStack(formation, 'CDKToolkit'),
  };
}

async function readSecret(secrets: CloudClients['secrets'], name: string): ReturnType<Cloud['secret']> {
  const described = await unless('ResourceNotFoundException', () =>
    secrets.send(new DescribeSecretCommand({ SecretId: name })),
  );
  if (described?.ARN === undefined) return undefined;
  const { ARN: arn } = described;
  const value = await unless('ResourceNotFoundException', () =>
    secrets.send(new GetSecretValueCommand({ SecretId: arn })),
  );
  return value?.SecretString === undefined ? { arn } : { arn, text: value.SecretString };
}

/** CloudFormation answers a name that it does not know with a ValidationError. */
const hasStack = async (formation: CloudClients['formation'], StackName: string): Promise<boolean> =>
  (await unless('ValidationError', () => formation.send(new DescribeStacksCommand({ StackName })))) !== undefined;

async function unless<T>(errorName: string, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error && error.name === errorName) return undefined;
    throw error;
  }
}
