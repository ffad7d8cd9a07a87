import { DeleteMessageCommand, GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { createQueueClient } from '@concord/aws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandContext } from '../../packages/cli/src/command.ts';
import { redrive } from '../../packages/cli/src/commands/redrive.ts';
import type { OpenDeployment, Queues } from '../../packages/cli/src/deployment.ts';
import { type Queues as StandIn, startQueues } from '../../packages/local/src/stand-ins/queues.ts';
import { testCredentials } from '../contract/test-dynamo.ts';

let standIn: StandIn;
let queues: Queues;
beforeEach(async () => {
  standIn = await startQueues({ region: 'eu-central-1' });
  const client = createQueueClient({ endpoint: standIn.url, region: 'eu-central-1', credentials: testCredentials });
  const made = async (name: string) => (await standIn.ensure({ name, attributes: {} })).url;
  queues = { client, changesUrl: await made('changes'), deadLettersUrl: await made('dead') };
});
afterEach(async () => {
  queues.client.destroy();
  await standIn.close();
});

const change = (sync: string, more: object = {}) => ({ v: 1, kind: 'change', firm: '7', sync, why: 'poll', ...more });
async function bury(...messages: readonly unknown[]): Promise<void> {
  for (const message of messages)
    await queues.client.send(
      new SendMessageCommand({
        QueueUrl: queues.deadLettersUrl,
        MessageBody: typeof message === 'string' ? message : JSON.stringify(message),
        MessageAttributes: { correlation: { DataType: 'String', StringValue: 'c1' } },
      }),
    );
}
const bodies = (name: string): readonly string[] => {
  const { ready, delayed, inflight } = standIn.inspect(name);
  return [...ready, ...delayed, ...inflight.map(({ message }) => message)].map(({ body }) => body).sort();
};

async function ask(
  words: { isDryRun?: boolean; isJson?: boolean } = {},
  client: Pick<SQSClient, 'send'> = queues.client,
) {
  const said: string[] = [];
  const pauses: number[] = [];
  const context = {
    clock: { now: () => Date.now() + 60_000 },
    pause: async (ms: number) => void pauses.push(ms),
    say: (line: string) => void said.push(line),
  } as unknown as CommandContext;
  const deployment = { queues: async () => ({ ...queues, client }) } as unknown as OpenDeployment;
  const { run } = redrive.prepare({
    words: [],
    values: { 'dry-run': words.isDryRun === true, json: words.isJson === true },
  });
  return { code: await run(deployment, context), said, pauses };
}

describe('concord redrive', { timeout: 60_000 }, () => {
  it('says that there is nothing to do', async () => {
    expect(await ask()).toMatchObject({ code: 0, said: ['There are no dead letters.'] });
  });

  it('says what they are, without what they hold, and puts each back with what leads to its trace', async () => {
    await bury(change('s1', { ids: ['secret-id'] }), change('s2'), change('s1', { why: 'push' }));
    await bury({ v: 1, kind: 'connection', firm: '7', connection: 'c9' });
    const { code, said } = await ask();
    expect(said[0]).toMatch(/^4 dead letters, \d+ s to \d+ s old:$/u);
    expect(said.slice(1)).toEqual([
      expect.stringMatching(/^ {2}2 change poll: (s1, s2|s2, s1)$/u),
      '  1 change push: s1',
      '  1 connection: c9',
      '4 were put back.',
    ]);
    expect([code, said.join().includes('secret-id')]).toEqual([0, false]);
    expect([bodies('changes').length, bodies('dead')]).toEqual([4, []]);
    expect(bodies('changes').join()).toContain('secret-id');
    expect(JSON.stringify(standIn.inspect('changes'))).toContain('c1');
  });

  it('leaves what another version wrote, names it, and ends with 2', async () => {
    await bury(change('s1'), change('s2', { v: 2 }), { v: 1, kind: 'telegram' }, 'no JSON <a@example.com>');
    const { code, said } = await ask();
    expect(said).toEqual(
      expect.arrayContaining([
        '  1 of schema version 1 and an unknown kind, which stay',
        '  1 of schema version 2, which stay',
        '  1 of schema version none, which stay',
        '1 were put back. 3 stay: deploy the version that wrote them, and type it again.',
      ]),
    );
    expect([code, said.join().includes('example.com')]).toEqual([2, false]);
    expect([bodies('changes').length, bodies('dead').length]).toEqual([1, 3]);
  });

  it('changes nothing in a dry run, after which they can be received again', async () => {
    await bury(change('s1'), change('s2'));
    expect((await ask({ isDryRun: true })).said.at(-1)).toBe('2 would be looked at; none was put back.');
    expect([bodies('changes'), bodies('dead').length]).toEqual([[], 2]);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect((await ask()).said.at(-1)).toBe('2 were put back.');
  });

  it('puts back at most ten a second', async () => {
    await bury(...Array.from({ length: 25 }, (_, index) => change(`s${index}`)));
    const { pauses, said } = await ask();
    expect(pauses).toEqual([1_000, 1_000]);
    expect(said.some((line) => line.endsWith('and 20 more'))).toBe(true);
    expect(bodies('changes')).toHaveLength(25);
  });

  it('gives all of it as JSON', async () => {
    await bury(change('s1'));
    const { said } = await ask({ isJson: true });
    expect(JSON.parse(said.join('\n'))).toMatchObject({
      putBack: 1,
      left: 0,
      letters: [{ kind: 'change', about: 's1' }],
    });
  });

  it.each([1, 2, 3])('loses none when it dies in the middle of letter %i', async (dieAt) => {
    await bury(change('s1'), change('s2'), change('s3'));
    let removed = 0;
    const client = {
      send: async (command: { readonly constructor: { readonly name: string } }) => {
        if (command instanceof DeleteMessageCommand && ++removed === dieAt) throw new Error('killed');
        return await queues.client.send(command as unknown as GetQueueUrlCommand);
      },
    } as unknown as SQSClient;
    await expect(ask({}, client)).rejects.toThrow('killed');
    const everywhere = new Set([...bodies('changes'), ...bodies('dead')]);
    expect(everywhere.size).toBe(3);
    expect(bodies('changes')).toHaveLength(dieAt);
    expect(bodies('dead')).toHaveLength(4 - dieAt);
  });
});
