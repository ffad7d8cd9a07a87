import { describe, expect, it } from 'vitest';
import { type Arns, demandOf, targetOf } from '../../packages/local/src/iam/operations.ts';
import { createGuard } from '../../packages/local/src/iam/policy.ts';
import type { FunctionPart, Statement } from '../../packages/local/src/template/parts.ts';

const arns: Arns = {
  table: (name) => `t:${name}`,
  queue: (url) => `q:${url}`,
  secret: (id) => `s:${id}`,
  mailDomain: (address) => `m:${address}`,
  configurationSet: (name) => `c:${name}`,
};

describe('operations', () => {
  it.each([
    ['DynamoDB_20120810.GetItem', { TableName: 'T' }, 'dynamodb:GetItem', ['t:T']],
    ['DynamoDB_20120810.Query', { TableName: 'T', IndexName: 'due' }, 'dynamodb:Query', ['t:T/index/due']],
    ['DynamoDB_20120810.BatchGetItem', { RequestItems: { A: {}, B: {} } }, 'dynamodb:BatchGetItem', ['t:A', 't:B']],
    ['AmazonSQS.SendMessageBatch', { QueueUrl: 'U' }, 'sqs:SendMessage', ['q:U']],
    ['secretsmanager.GetSecretValue', { SecretId: 'S' }, 'secretsmanager:GetSecretValue', ['s:S']],
  ])('%s asks for its action on what it names', (target, input, action, resources) => {
    expect(demandOf(target, input, arns)).toEqual({ action, resources });
  });

  it('know a mail by its path, and ask for the identity of its sender and the set it names', () => {
    const target = targetOf('POST', '/v2/email/outbound-emails', undefined);
    const sender = { FromEmailAddress: 'concord@firm.example' };
    const facts = { 'ses:FromAddress': 'concord@firm.example' };
    const action = 'ses:SendEmail';
    expect(demandOf(target, sender, arns)).toEqual({ action, resources: ['m:concord@firm.example'], facts });
    expect(demandOf(target, { ...sender, ConfigurationSetName: 'S' }, arns)?.resources).toEqual([
      'm:concord@firm.example',
      'c:S',
    ]);
    expect(targetOf('GET', '/v2/email/outbound-emails', undefined)).toBe('');
    expect(targetOf('POST', '/v2/email/outbound-bulk-emails', undefined)).toBe('');
    expect(targetOf('POST', '/', 'AmazonSQS.SendMessage')).toBe('AmazonSQS.SendMessage');
  });

  it.each(['DynamoDB_20120810.Scan', 'AmazonSQS.PurgeQueue', 'secretsmanager.PutSecretValue', '', 'constructor'])(
    'does not know %s, so that it is refused',
    (target) => {
      expect(demandOf(target, {}, arns)).toBeUndefined();
    },
  );
});

describe('guard', () => {
  const part = (name: string, statements: readonly Statement[]): FunctionPart => ({
    name,
    statements,
    codeDir: '',
    handler: '',
    timeoutMs: 1,
    memoryMb: 1,
    environment: {},
  });
  const allow = (actions: string[], resources: string[]): Statement => ({ effect: 'Allow', actions, resources });
  const get = { action: 'dynamodb:GetItem', resources: ['t:T'] };

  it('allows what a statement names, to that function alone', () => {
    const guard = createGuard([part('a', [allow(['dynamodb:GetItem'], ['t:T'])]), part('b', [])]);
    expect(guard.check('a', get)).toBeUndefined();
    expect(guard.check('b', get)).toEqual({ functionName: 'b', action: 'dynamodb:GetItem', resource: 't:T' });
    expect(guard.check('(nobody)', get)).toBeDefined();
  });

  it('does not join the action of one statement with the resource of another', () => {
    const guard = createGuard([part('a', [allow(['x:Get'], ['t:T']), allow(['dynamodb:GetItem'], ['t:U'])])]);
    expect(guard.check('a', get)).toBeDefined();
  });

  it('needs every resource of a call to be allowed, and takes an index for another resource than its table', () => {
    const guard = createGuard([part('a', [allow(['dynamodb:Query', 'dynamodb:BatchGetItem'], ['t:T'])])]);
    expect(guard.check('a', { action: 'dynamodb:BatchGetItem', resources: ['t:T', 't:U'] })?.resource).toBe('t:U');
    expect(guard.check('a', { action: 'dynamodb:Query', resources: ['t:T/index/due'] })).toBeDefined();
  });

  it('lets a deny win, and knows wildcards', () => {
    const deny: Statement = { effect: 'Deny', actions: ['dynamodb:GetItem'], resources: ['t:T'] };
    const guard = createGuard([part('a', [allow(['dynamodb:*'], ['t:*']), deny])]);
    expect(guard.check('a', get)).toBeDefined();
    expect(guard.check('a', { action: 'dynamodb:PutItem', resources: ['t:T'] })).toBeUndefined();
    expect(guard.check('a', { action: 'sqs:Get', resources: ['t:T'] })).toBeDefined();
  });

  it('allows under a condition only what says that it meets it', () => {
    const equals = { 'ses:FromAddress': ['concord@firm.example'] };
    const guard = createGuard([part('a', [{ ...allow(['ses:SendEmail'], ['m']), equals }])]);
    const send = { action: 'ses:SendEmail', resources: ['m'] };
    expect(guard.check('a', { ...send, facts: { 'ses:FromAddress': 'concord@firm.example' } })).toBeUndefined();
    expect(guard.check('a', { ...send, facts: { 'ses:FromAddress': 'owner@firm.example' } })).toBeDefined();
    expect(guard.check('a', send)).toBeDefined();
  });

  it('lists each kind of refusal once, and what was allowed and never used', () => {
    const guard = createGuard([
      part('a', [allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'logs:PutLogEvents'], ['t:T'])]),
    ]);
    guard.check('a', get);
    for (let time = 0; time < 3; time += 1) guard.check('a', { action: 'dynamodb:Query', resources: ['t:T'] });
    expect(guard.denied()).toEqual([{ functionName: 'a', action: 'dynamodb:Query', resource: 't:T' }]);
    expect(guard.unused()).toEqual([{ functionName: 'a', action: 'dynamodb:PutItem', resource: 't:T' }]);
  });
});
