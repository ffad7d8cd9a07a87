import { rmSync } from 'node:fs';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { houseQueue } from '../../infra/constructs/house-queue.ts';
import { functionNames } from '../../infra/permissions.ts';
import { type Resource, stagesWith, synthesise } from './synthesised.ts';

let resources: readonly Resource[];
beforeAll(() => {
  resources = synthesise();
}, 120_000);
const ofType = (type: string): readonly Resource[] => resources.filter((resource) => resource.type === type);
/** CDK's copier of the page's files has no name of ours. */
const ownFunctions = (): readonly Resource[] =>
  ofType('AWS::Lambda::Function').filter(({ properties }) => 'FunctionName' in properties);
const functionOf = (name: string): Resource => {
  const found = ofType('AWS::Lambda::Function').find(
    ({ properties }) => properties['FunctionName'] === `concord-dev-${name}`,
  );
  if (found === undefined) throw new Error(`There is no function ${name}.`);
  return found;
};

type Statement = { readonly Effect: string; readonly Action: string | string[]; readonly Resource: unknown };
const statementsOf = (name: string): readonly Statement[] => {
  const role = (functionOf(name).properties['Role'] as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0];
  const roles = (policy: Resource) => (policy.properties['Roles'] as { Ref: string }[]).map(({ Ref }) => Ref);
  return ofType('AWS::IAM::Policy')
    .filter((policy) => roles(policy).includes(role))
    .flatMap((policy) => (policy.properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
};
const actionsOf = (name: string): string[] => statementsOf(name).flatMap(({ Action }) => Action);

describe('what outlives everything', () => {
  it('is one table that cannot be deleted by accident, with its past and without what expired', () => {
    const [table, ...others] = ofType('AWS::DynamoDB::GlobalTable');
    expect(others).toEqual([]);
    expect(table).toMatchObject({ stack: 'concord-dev-data', deletionPolicy: 'Retain' });
    expect(table?.properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      Replicas: [
        { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      ],
    });
  });

  it('has one index, which holds keys only', () => {
    const [table] = ofType('AWS::DynamoDB::GlobalTable');
    expect(table?.properties['GlobalSecondaryIndexes']).toMatchObject([
      { IndexName: 'due', Projection: { ProjectionType: 'KEYS_ONLY' } },
    ]);
  });

  it('is sealed with one key of the operator, which is renewed every year and stays', () => {
    const [key, ...others] = ofType('AWS::KMS::Key');
    expect(others).toEqual([]);
    expect(key).toMatchObject({ stack: 'concord-dev-data', deletionPolicy: 'Retain' });
    expect(key?.properties['EnableKeyRotation']).toBe(true);
    const [table] = ofType('AWS::DynamoDB::GlobalTable');
    expect(JSON.stringify(table?.properties)).toContain(`{"Fn::GetAtt":["${key?.id}","Arn"]}`);
    for (const { properties } of [...ofType('AWS::SecretsManager::Secret'), ...ofType('AWS::SNS::Topic')])
      expect(JSON.stringify(properties)).toContain(`"${key?.id}"`);
  });

  it('has one secret per provider and one for the keys, which stay when the stack goes', () => {
    const secrets = ofType('AWS::SecretsManager::Secret');
    expect(secrets.map(({ stack, deletionPolicy }) => [stack, deletionPolicy])).toEqual(
      Array.from({ length: 4 }, () => ['concord-dev-data', 'Retain']),
    );
  });
});

describe('functions', () => {
  it('are the five, and each is as the house wants it', () => {
    expect(ownFunctions()).toHaveLength(functionNames.length);
    for (const name of functionNames) {
      expect(functionOf(name).properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        LoggingConfig: { LogFormat: 'JSON' },
      });
    }
  });

  it('have a role each, and none of them a policy of AWS', () => {
    const roles = ownFunctions().map(
      ({ properties }) => (properties['Role'] as { 'Fn::GetAtt': string[] })['Fn::GetAtt'][0],
    );
    expect(new Set(roles).size).toBe(functionNames.length);
    for (const role of ofType('AWS::IAM::Role').filter(({ id }) => roles.includes(id)))
      expect(role.properties).not.toHaveProperty('ManagedPolicyArns');
  });

  it('have log groups that forget', () => {
    const groups = ofType('AWS::Logs::LogGroup');
    expect(groups).toHaveLength(functionNames.length + 3);
    for (const { properties } of groups) expect(properties['RetentionInDays']).toBe(90);
  });

  it('may go in circles only where a chain is proven to advance', () => {
    const mayChain = functionNames.filter((name) => functionOf(name).properties['RecursiveLoop'] === 'Allow');
    expect(mayChain).toEqual(['merge']);
  });

  it('end within a minute, and behind the HTTP API before it gives up', () => {
    for (const { properties } of ownFunctions()) expect(properties['Timeout']).toBeLessThanOrEqual(60);
    for (const name of ['oauth', 'webhook', 'api']) expect(functionOf(name).properties['Timeout']).toBeLessThan(30);
  });

  it('are told where everything is', () => {
    for (const name of functionNames) {
      const { Variables } = functionOf(name).properties['Environment'] as { Variables: Record<string, unknown> };
      const mails = ['CONCORD_MAIL_CONFIGURATION_SET', 'CONCORD_MAIL_FROM'];
      expect(
        Object.keys(Variables)
          .filter((variable) => !mails.includes(variable))
          .sort(),
      ).toEqual([
        'CONCORD_CLIO_AU_URL',
        'CONCORD_CLIO_CA_URL',
        'CONCORD_CLIO_EU_URL',
        'CONCORD_CLIO_REGIONS',
        'CONCORD_CLIO_URL',
        'CONCORD_GOOGLE_ACCOUNTS_URL',
        'CONCORD_GOOGLE_CALENDAR_URL',
        'CONCORD_GOOGLE_CERTS_URL',
        'CONCORD_GOOGLE_GMAIL_URL',
        'CONCORD_GOOGLE_OAUTH_URL',
        'CONCORD_GOOGLE_PEOPLE_URL',
        'CONCORD_HISTORY_DAYS',
        'CONCORD_LEASE_MS',
        'CONCORD_MICROSOFT_GRAPH_URL',
        'CONCORD_MICROSOFT_LOGIN_URL',
        'CONCORD_PHONE_REGION',
        'CONCORD_PROVIDERS',
        'CONCORD_PUBLIC_URL',
        'CONCORD_QUEUE_URL',
        'CONCORD_REQUEST_TIMEOUT_MS',
        'CONCORD_SECRET_CLIO',
        'CONCORD_SECRET_GOOGLE',
        'CONCORD_SECRET_KEYS',
        'CONCORD_SECRET_MICROSOFT',
        'CONCORD_SLICE_MS',
        'CONCORD_STAGE',
        'CONCORD_TABLE',
        'POWERTOOLS_METRICS_NAMESPACE',
      ]);
    }
  });

  it('are told from whom letters come only where they send some', () => {
    const told = functionNames.filter((name) => JSON.stringify(functionOf(name)).includes('CONCORD_MAIL_'));
    expect(told).toEqual(['poll']);
  });

  it('are told of the topic for mail only where a subscription is made or a notice comes in, and only where there is one', () => {
    const mailTopic = 'projects/my-project/topics/concord-mail';
    const mailPushSender = 'concord-push@my-project.iam.gserviceaccount.com';
    const dir = stagesWith({ dev: { mailTopic, mailPushSender } });
    const withTopic = synthesise({}, undefined, dir).filter(({ type }) => type === 'AWS::Lambda::Function');
    rmSync(dir, { recursive: true });
    const told = withTopic.flatMap(({ properties }) => {
      const { Variables } = (properties['Environment'] ?? {}) as { Variables?: Record<string, string> };
      return Variables?.['CONCORD_GOOGLE_MAIL_TOPIC'] === mailTopic &&
        Variables['CONCORD_GOOGLE_MAIL_SENDER'] === mailPushSender
        ? [String(properties['FunctionName'])]
        : [];
    });
    expect(told.sort()).toEqual(['concord-dev-merge', 'concord-dev-webhook']);
    expect(JSON.stringify(ownFunctions())).not.toContain('CONCORD_GOOGLE_MAIL_');
  });
});

describe('permissions', () => {
  it('name actions and resources, and no wildcard', () => {
    for (const name of functionNames) {
      expect(actionsOf(name).length).toBeGreaterThan(2);
      for (const { Effect, Action, Resource } of statementsOf(name)) {
        expect(Effect).toBe('Allow');
        expect(JSON.stringify([Action, Resource])).not.toContain('*');
      }
    }
  });

  it('to use the key go through the table and the secrets, and no other way', () => {
    for (const name of functionNames) {
      const onKey = statementsOf(name).filter(({ Action }) =>
        [Action].flat().some((action) => action.startsWith('kms:')),
      );
      const services = onKey.map((statement) => {
        const { StringEquals } = (statement as unknown as { Condition: { StringEquals: Record<string, string> } })
          .Condition;
        return StringEquals['kms:ViaService'];
      });
      const opensSecrets = actionsOf(name).includes('secretsmanager:GetSecretValue');
      expect(services).toEqual(
        ['dynamodb', ...(opensSecrets ? ['secretsmanager'] : [])].map((each) => `${each}.us-east-1.amazonaws.com`),
      );
    }
  });

  it('name a wildcard only for X-Ray, when somebody wants traces', () => {
    expect(JSON.stringify(ownFunctions())).not.toContain('"Active"');
    const dir = stagesWith({ dev: { tracing: true } });
    const traced = synthesise({}, undefined, dir);
    rmSync(dir, { recursive: true });
    const wild = traced
      .filter(({ type, stack }) => type === 'AWS::IAM::Policy' && stack !== 'concord-dev-edge')
      .flatMap(({ properties }) => (properties['PolicyDocument'] as { Statement: Statement[] }).Statement)
      .filter(({ Resource }) => Resource === '*');
    expect(wild.map(({ Action }) => Action)).toEqual(
      wild.map(() => ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']),
    );
    expect(wild.length).toBe(2);
  });

  it('never let a function scan, or change a table or a secret', () => {
    const all = functionNames.flatMap(actionsOf);
    for (const word of ['Scan', 'Table', 'PutSecret', 'Purge', 'SetQueue']) {
      expect(all.filter((action) => action.includes(word))).toEqual([]);
    }
  });

  it('let only the poller ask the index, and only the worker take messages', () => {
    const asksIndex = functionNames.filter((name) => JSON.stringify(statementsOf(name)).includes('/index/due'));
    expect(asksIndex).toEqual(['poll']);
    expect(functionNames.filter((name) => actionsOf(name).includes('sqs:ReceiveMessage'))).toEqual(['merge']);
  });

  it('keep the credentials of apps away from functions that talk to no provider', () => {
    const readsSecrets = (name: string) =>
      statementsOf(name)
        .filter(({ Action }) => [Action].flat().includes('secretsmanager:GetSecretValue'))
        .map(({ Resource }) => JSON.stringify(Resource));
    expect(readsSecrets('poll')).toEqual([]);
    for (const name of ['webhook', 'api']) expect(readsSecrets(name).join()).not.toMatch(/clio|microsoft|google/);
    for (const name of ['oauth', 'merge']) expect(readsSecrets(name).join()).toMatch(/clio.*microsoft.*google/);
  });

  it('let only the poller send letters, in the name of one address and from one identity', () => {
    expect(functionNames.filter((name) => actionsOf(name).includes('ses:SendEmail'))).toEqual(['poll']);
    const [statement] = statementsOf('poll').filter(({ Action }) => [Action].flat().includes('ses:SendEmail'));
    expect(statement).toMatchObject({
      Action: 'ses:SendEmail',
      Condition: { StringEquals: { 'ses:FromAddress': 'concord@concord.example.com' } },
    });
    const resources = JSON.stringify(statement?.Resource);
    expect(resources).toContain(':identity/concord.example.com');
    expect(resources).toContain(':configuration-set/');
    expect(statement?.Resource).toHaveLength(2);
  });
});

describe('letters', () => {
  it('come from a verified domain, over TLS only, and never again to who bounced or complained', () => {
    expect(ofType('AWS::SES::EmailIdentity')).toMatchObject([
      { stack: 'concord-dev-data', deletionPolicy: 'Retain', properties: { EmailIdentity: 'concord.example.com' } },
    ]);
    expect(ofType('AWS::SES::ConfigurationSet')).toMatchObject([
      {
        properties: {
          DeliveryOptions: { TlsPolicy: 'REQUIRE' },
          SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
        },
      },
    ]);
  });

  it('come from the address that the operator chose, or else from the one of the page', () => {
    const senderOf = (context: Record<string, string>) => {
      const poll = synthesise(context).find(({ properties }) => properties['FunctionName'] === 'concord-dev-poll');
      return (poll?.properties['Environment'] as { Variables: Record<string, string> }).Variables['CONCORD_MAIL_FROM'];
    };
    expect(senderOf({ publicUrl: 'https://sync.firm.example' })).toBe('concord@sync.firm.example');
    expect(senderOf({ mailFrom: 'contacts@firm.example' })).toBe('contacts@firm.example');
  });
});

describe('the queue', () => {
  const changes = (): Resource => {
    const found = ofType('AWS::SQS::Queue').find(({ properties }) => 'RedrivePolicy' in properties);
    if (found === undefined) throw new Error('There is no queue with a dead-letter queue.');
    return found;
  };

  it('hides a message six times as long as its worker may take', () => {
    const { VisibilityTimeout } = changes().properties;
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * Number(functionOf('merge').properties['Timeout']));
  });

  it('is encrypted and refuses plain connections, and so is its dead-letter queue', () => {
    expect(ofType('AWS::SQS::Queue').map(({ properties }) => properties['SqsManagedSseEnabled'])).toEqual([true, true]);
    const policies = ofType('AWS::SQS::QueuePolicy').map(({ properties }) => JSON.stringify(properties));
    expect(policies).toHaveLength(2);
    for (const policy of policies) expect(policy).toContain('"aws:SecureTransport":"false"');
  });

  it('raises an alarm for a dead letter, in words that say what it means to a user', () => {
    const alarm = ofType('AWS::CloudWatch::Alarm').find(
      ({ properties }) => properties['AlarmName'] === 'concord-dev-changes-dead',
    );
    expect(alarm?.properties).toMatchObject({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 });
    expect(alarm?.properties['AlarmDescription']).toMatch(/accounts wait/);
  });

  it('is worked on in partial batches of five by a bounded number of workers', () => {
    const [mapping, ...others] = ofType('AWS::Lambda::EventSourceMapping');
    expect(others).toEqual([]);
    expect(mapping?.properties).toMatchObject({
      BatchSize: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });
});

describe('the edge', () => {
  it('has the routes of the three functions and no other', () => {
    expect(ofType('AWS::ApiGatewayV2::Route').map(({ properties }) => properties['RouteKey'])).toEqual([
      'GET /auth/{proxy+}',
      'ANY /api/{proxy+}',
      'GET /webhooks/{provider}/{hook}',
      'POST /webhooks/{provider}/{hook}',
    ]);
  });

  it('is throttled, and logs neither query strings nor addresses of people', () => {
    const stages = ofType('AWS::ApiGatewayV2::Stage');
    const rates = stages.map(({ properties }) => properties['DefaultRouteSettings']);
    expect(rates).toMatchObject([{ ThrottlingRateLimit: 500 }, { ThrottlingRateLimit: 1_000 }]);
    for (const { properties } of stages) {
      const { Format } = properties['AccessLogSettings'] as { Format: string };
      expect(Format).toContain('$context.requestId');
      expect(Format).not.toMatch(/sourceIp|\$context\.path|query|header/i);
    }
  });

  it('looks for what is due every minute', () => {
    expect(ofType('AWS::Events::Rule').map(({ properties }) => properties['ScheduleExpression'])).toEqual([
      'rate(1 minute)',
    ]);
  });
});

describe('configuration', () => {
  it('comes from the context', () => {
    const chosen = synthesise({
      stage: 'prod',
      publicUrl: 'https://sync.firm.example',
      clioUrl: 'https://eu.app.clio.com',
      maximumWorkers: '40',
    });
    const merge = chosen.find(({ properties }) => properties['FunctionName'] === 'concord-prod-merge');
    expect(merge?.properties['Environment']).toMatchObject({
      Variables: {
        CONCORD_STAGE: 'prod',
        CONCORD_PUBLIC_URL: 'https://sync.firm.example',
        CONCORD_CLIO_URL: 'https://eu.app.clio.com',
      },
    });
    const mapping = chosen.find(({ type }) => type === 'AWS::Lambda::EventSourceMapping');
    expect(mapping?.properties['ScalingConfig']).toEqual({ MaximumConcurrency: 40 });
  });

  it.each([
    [{ stage: 'Prod!' }, 'stage'],
    [{ publicUrl: 'http://plain.example' }, 'publicUrl'],
    [{ publicUrl: 'https://firm.example/path' }, 'publicUrl'],
    [{ mailFrom: 'Concord <concord@firm.example>' }, 'mailFrom'],
    [{ mailFrom: 'firm.example' }, 'mailFrom'],
    [{ mailFrom: 'concord@localhost' }, 'mailFrom'],
    [{ maximumWorkers: '1' }, 'maximumWorkers'],
    [{ maximumWorkers: 'many' }, 'maximumWorkers'],
  ])('refuses %j', (context, word) => {
    expect(() => synthesise(context)).toThrow(word);
  });
});

describe('a house function', () => {
  it('does not work on a queue for longer than a minute', () => {
    const app = new App();
    const stack = new Stack(app, 'stack');
    const queue = {
      name: 'changes',
      stage: 'dev',
      workerTimeoutSeconds: 61,
      whenItFails: 'changes-dead',
      alarmTopic: new Topic(stack, 'topic'),
    } as const;
    expect(() => houseQueue(stack, queue)).toThrow('at most 60 s');
  });
});

describe('the checks', () => {
  it('of cdk-nag stop the synthesis for what nobody acknowledged', () => {
    const addPlainQueue = (app: App): void => void new Queue(new Stack(app, 'extra'), 'plain');
    const exitCode = process.exitCode;
    expect(() => synthesise({}, addPlainQueue)).toThrow(/[Vv]alidation/);
    process.exitCode = exitCode;
  });

  it("of CDK's template linter stop it for what CloudFormation would refuse", () => {
    const addWrong = (app: App): void =>
      void new CfnResource(new Stack(app, 'extra'), 'wrong', {
        type: 'AWS::SQS::Queue',
        properties: { VisibilityTimeoutt: 5, SqsManagedSseEnabled: true },
      });
    const exitCode = process.exitCode;
    expect(() => synthesise({}, addWrong)).toThrow('VisibilityTimeoutt');
    process.exitCode = exitCode;
  });
});
