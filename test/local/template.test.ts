import { describe, expect, it } from 'vitest';
import type { Assembly, Resource } from '../../packages/local/src/template/assembly.ts';
import { readParts } from '../../packages/local/src/template/parts.ts';
import { createResolverOf } from '../../packages/local/src/template/resolve.ts';

const assembly = (Resources: Record<string, Resource>, more: Record<string, Resource> = {}): Assembly => ({
  stacks: new Map([
    ['data', { Resources, Outputs: { Arn: { Value: { 'Fn::GetAtt': ['T', 'Arn'] }, Export: { Name: 'data:T' } } } }],
    ['sync', { Resources: more }],
  ]),
  assets: new Map([['abc.zip', '/bundles/abc']]),
});
const table: Resource = { Type: 'AWS::DynamoDB::GlobalTable', Properties: { KeySchema: [], AttributeDefinitions: [] } };
const queue: Resource = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 360 } };
const resolve = (value: unknown) => createResolverOf(assembly({ T: table, Q: queue }))('data')(value);

describe('intrinsic functions', () => {
  it.each([
    [{ Ref: 'T' }, 'data-T'],
    [{ Ref: 'Q' }, 'https://sqs.us-east-1.amazonaws.com/000000000000/data-Q'],
    [{ 'Fn::GetAtt': ['Q', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:data-Q'],
    [{ 'Fn::GetAtt': ['Q', 'QueueName'] }, 'data-Q'],
    [{ 'Fn::ImportValue': 'data:T' }, 'arn:aws:dynamodb:us-east-1:000000000000:table/data-T'],
    [
      { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['T', 'Arn'] }, '/index/due']] },
      'arn:aws:dynamodb:us-east-1:000000000000:table/data-T/index/due',
    ],
    [{ 'Fn::Sub': 'assets-${AWS::AccountId}-${AWS::Region}' }, 'assets-000000000000-us-east-1'],
    [
      { a: [{ b: { Ref: 'AWS::Partition' } }], c: 1 },
      { a: [{ b: 'aws' }], c: 1 },
    ],
  ])('resolves %j', (value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it.each([
    { 'Fn::If': ['a', 1, 2] },
    { Ref: 'Nobody' },
    { 'Fn::ImportValue': 'nothing' },
    { 'Fn::GetAtt': ['T', 'StreamArn'] },
  ])('refuses %j, which no template of ours uses', (value) => {
    expect(() => resolve(value)).toThrow();
  });
});

describe('parts', () => {
  const role: Resource = { Type: 'AWS::IAM::Role' };
  const fn = (more: object = {}): Resource => ({
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'concord-dev-merge',
      Code: { S3Key: 'abc.zip' },
      Handler: 'index.handler',
      Timeout: 60,
      MemorySize: 512,
      Role: { 'Fn::GetAtt': ['R', 'Arn'] },
      Environment: { Variables: { TABLE: { 'Fn::ImportValue': 'data:T' } } },
      ...more,
    },
  });
  const policy = (statement: object): Resource => ({
    Type: 'AWS::IAM::Policy',
    Properties: { Roles: [{ Ref: 'R' }], PolicyDocument: { Statement: [statement] } },
  });
  const allow = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Q', 'Arn'] } };

  it('has a function with its code, environment and statements, and those of no other role', () => {
    const other = {
      ...policy({ ...allow, Action: 'sqs:*' }),
      Properties: { ...policy(allow).Properties, Roles: ['x'] },
    };
    const parts = readParts(assembly({ T: table }, { R: role, F: fn(), P: policy(allow), Q: queue, Other: other }));
    expect(parts.functions).toEqual([
      {
        name: 'concord-dev-merge',
        codeDir: '/bundles/abc',
        handler: 'index.handler',
        timeoutMs: 60_000,
        memoryMb: 512,
        environment: { TABLE: 'arn:aws:dynamodb:us-east-1:000000000000:table/data-T' },
        statements: [
          { effect: 'Allow', actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:us-east-1:000000000000:sync-Q'] },
        ],
      },
    ]);
  });

  it('has the condition of a statement', () => {
    const statement = { ...allow, Condition: { StringEquals: { 'ses:FromAddress': 'concord@firm.example' } } };
    const parts = readParts(assembly({ T: table }, { R: role, F: fn(), P: policy(statement), Q: queue }));
    expect(parts.functions[0]?.statements[0]?.equals).toEqual({ 'ses:FromAddress': ['concord@firm.example'] });
  });

  it('has the domains and configuration sets that letters may name', () => {
    const domain: Resource = { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'firm.example' } };
    const { mail } = readParts(assembly({ T: table, S: { Type: 'AWS::SES::ConfigurationSet' }, D: domain }));
    expect(mail).toEqual({ domains: ['firm.example'], configurationSets: ['data-S'] });
  });

  it('has a queue with its redrive in the words of SQS', () => {
    const dead = { deadLetterTargetArn: { 'Fn::GetAtt': ['D', 'Arn'] }, maxReceiveCount: 5 };
    const changes = { ...queue, Properties: { ...queue.Properties, RedrivePolicy: dead } };
    const { queues } = readParts(assembly({ T: table, D: queue, Q: changes }));
    expect(queues.find(({ name }) => name === 'data-Q')?.attributes).toEqual({
      VisibilityTimeout: '360',
      MessageRetentionPeriod: '345600',
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:data-D","maxReceiveCount":5}',
    });
  });

  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(2 hours)', 7_200_000],
  ])('has a schedule of %s', (ScheduleExpression, everyMs) => {
    const rule: Resource = {
      Type: 'AWS::Events::Rule',
      Properties: { ScheduleExpression, Targets: [{ Arn: { 'Fn::GetAtt': ['F', 'Arn'] } }] },
    };
    const { schedules } = readParts(assembly({ T: table }, { R: role, F: fn(), Rule: rule }));
    expect(schedules).toEqual([{ functionName: 'concord-dev-merge', everyMs }]);
  });

  it('has the source of a worker with its batch size and concurrency', () => {
    const source: Resource = {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        BatchSize: 5,
        EventSourceArn: { 'Fn::GetAtt': ['Q', 'Arn'] },
        FunctionName: { Ref: 'F' },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 10 },
      },
    };
    const { sources } = readParts(assembly({ T: table }, { R: role, F: fn(), Q: queue, S: source }));
    expect(sources).toEqual([
      { queueName: 'sync-Q', functionName: 'concord-dev-merge', batchSize: 5, maximumConcurrency: 10 },
    ]);
    const whole = { ...source, Properties: { ...source.Properties, FunctionResponseTypes: [] } };
    const withoutPartial = assembly({ T: table }, { R: role, F: fn(), Q: queue, S: whole });
    expect(() => readParts(withoutPartial)).toThrow('partial batch');
  });

  it('has the files of the page with how long they may be kept, and the headers that CloudFront adds', () => {
    const copied = (more: object): Resource => ({
      Type: 'Custom::CDKBucketDeployment',
      Properties: { SourceObjectKeys: ['abc.zip'], SystemMetadata: { 'cache-control': 'no-cache' }, ...more },
    });
    const headers: Resource = {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: {
          SecurityHeadersConfig: {
            ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'self'", Override: true },
            ContentTypeOptions: { Override: true },
            FrameOptions: { FrameOption: 'DENY', Override: true },
            StrictTransportSecurity: { AccessControlMaxAgeSec: 60, Override: true },
          },
          CustomHeadersConfig: { Items: [{ Header: 'Cross-Origin-Opener-Policy', Value: 'same-origin' }] },
        },
      },
    };
    const copier: Resource = { Type: 'AWS::Lambda::Function', Properties: { Code: {} } };
    const resources = { A: copied({ DestinationBucketKeyPrefix: 'assets' }), B: copied({}), H: headers, C: copier };
    const { page, functions } = readParts(assembly({ T: table }, resources));
    expect(page.folders).toEqual([
      { prefix: 'assets/', dir: '/bundles/abc', cacheControl: 'no-cache' },
      { prefix: '', dir: '/bundles/abc', cacheControl: 'no-cache' },
    ]);
    expect(page.headers).toEqual({
      'content-security-policy': "default-src 'self'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(functions).toEqual([]);
    expect(() => readParts(assembly({ T: table }, { B: copied({ SystemMetadata: {} }) }))).toThrow('how long');
    expect(() => readParts(assembly({ T: table }, { B: copied({ SourceObjectKeys: ['x'] }) }))).toThrow('not among');
  });

  it.each([
    ['a resource that nobody can play', { X: { Type: 'AWS::Kinesis::Stream' } }, 'AWS::Kinesis::Stream'],
    [
      'a cron schedule',
      { X: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'cron(0 1 * * ? *)' } } },
      'cron',
    ],
    ['code that is no asset', { R: role, X: fn({ Code: { S3Key: 'other.zip' } }) }, 'not among the assets'],
    [
      'an unknown condition in a policy',
      { R: role, X: fn(), P: policy({ ...allow, Condition: { IpAddress: {} }, Resource: '*' }) },
      'Conditions',
    ],
    [
      'an unknown condition beside a known one',
      { R: role, X: fn(), P: policy({ ...allow, Condition: { StringEquals: {}, Bool: {} }, Resource: '*' }) },
      'Conditions',
    ],
  ])('refuses %s', (_, more, words) => {
    expect(() => readParts(assembly({ T: table }, more))).toThrow(words);
  });
});
