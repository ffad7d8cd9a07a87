import { describe, expect, it } from 'vitest';
import { parseCommand, usage } from '../../packages/cli/src/command.ts';
import { openDeployment } from '../../packages/cli/src/deployment.ts';
import { run } from '../../packages/cli/src/run.ts';
import { removeFolder, temporaryFolder } from '../local/local-under-test.ts';

describe('a command', () => {
  it.each([
    [[], { kind: 'help' }],
    [['keys', 'status', '-h'], { kind: 'help' }],
    [['doctor', '--stage', 'prod'], { kind: 'doctor', target: { kind: 'stage', stage: 'prod' }, isJson: false }],
    [['doctor', '--local', 'd', '--json'], { kind: 'doctor', target: { kind: 'local', dataDir: 'd' }, isJson: true }],
    [['migrate', '--stage', 'prod'], { kind: 'migrate', target: { kind: 'stage', stage: 'prod' } }],
    [['migrate', '--local', 'd'], { kind: 'migrate', target: { kind: 'local', dataDir: 'd' } }],
    [['keys', 'status'], { kind: 'status', target: { kind: 'environment' } }],
    [['keys', 'status', '--stage', 'prod'], { kind: 'status', target: { kind: 'stage', stage: 'prod' } }],
    [['keys', 'rotate', '--local'], { kind: 'rotate', target: { kind: 'local', dataDir: '.concord' } }],
    [['keys', 'rotate', '--local', 'd'], { kind: 'rotate', target: { kind: 'local', dataDir: 'd' } }],
    [
      ['keys', 'reseal', '--stage=prod', '--after', 'm'],
      { kind: 'reseal', target: { kind: 'stage', stage: 'prod' }, after: 'm' },
    ],
    [['keys', 'drop', 'k1', '--local', 'd'], { kind: 'drop', target: { kind: 'local', dataDir: 'd' }, kid: 'k1' }],
    [
      ['history', 'export', '--sync', 's1', '--local', 'd'],
      { kind: 'export', target: { kind: 'local', dataDir: 'd' }, sync: 's1', format: 'csv' },
    ],
    [
      ['history', 'export', '--stage', 'prod', '--firm', '7', '--sync', 's1', '--format', 'ndjson'],
      { kind: 'export', target: { kind: 'stage', stage: 'prod' }, firm: '7', sync: 's1', format: 'ndjson' },
    ],
    [['keys', 'drop', 'k1', '--stage', 'prod'], { kind: 'drop', target: { kind: 'stage', stage: 'prod' }, kid: 'k1' }],
    [
      ['why', 'Anna', 'Berg', '--stage', 'prod'],
      { kind: 'why', target: { kind: 'stage', stage: 'prod' }, query: 'Anna Berg', isJson: false },
    ],
    [
      ['why', 'a@example.org', '--firm', '7', '--member', 'x@example.org', '--json', '--local', './data'],
      {
        kind: 'why',
        target: { kind: 'local', dataDir: './data' },
        query: 'a@example.org',
        isJson: true,
        firm: '7',
        member: 'x@example.org',
      },
    ],
    [
      ['why', '--local', 'Anna', 'Berg'],
      { kind: 'why', target: { kind: 'local', dataDir: '.concord' }, query: 'Anna Berg', isJson: false },
    ],
  ])('%j is understood', (given, command) => {
    expect(parseCommand(given)).toEqual(command);
  });

  it.each([
    [['key', 'status'], 'There is no command key:'],
    [['history'], 'There is no command history:'],
    [['history', 'export'], 'history export needs --sync'],
    [['history', 'export', '--sync', 's', '--format', 'xml'], '--format is csv or ndjson, and not xml'],
    [['history', 'export', '--sync', 's', '--after', 'm'], '--after belongs to reseal'],
    [['keys', 'status', '--sync', 's'], '--sync belongs to history export'],
    [['keys'], 'There is no command keys:'],
    [['keys', 'burn'], 'There is no command keys burn:'],
    [['keys', 'status', 'now'], '"now" is one word too many'],
    [['keys', 'status', '--local', 'd', 'e'], '"e" is one word too many'],
    [['keys', 'drop'], 'keys drop needs the name of a key'],
    [['doctor', 'now'], '"now" is one word too many'],
    [['migrate', 'now'], '"now" is one word too many'],
    [['migrate', '--after', 'm'], '--after means nothing to migrate'],
    [['migrate', '--json'], '--json belongs to why and doctor'],
    [['doctor', '--firm', '1'], '--firm means nothing to doctor'],
    [['keys', 'status', '--after', 'm'], '--after belongs to reseal'],
    [['keys', 'status', '--stage', 's', '--local'], '--stage and --local exclude each other'],
    [['keys', 'status', '--stag', 's'], '--stag'],
    [['keys', 'status', '--json'], '--json belongs to why'],
    [['why', '--stage', 's'], 'why needs a name'],
    [['why', 'Anna', '--after', 'm'], '--after belongs to reseal'],
  ])('%j is refused with one sentence', (given, words) => {
    expect(() => parseCommand(given)).toThrow(words);
    expect(() => parseCommand(given)).toThrow(/: type "npm run concord -- --help" to see the commands\.$/u);
  });

  it('explains itself when asked', async () => {
    const said: string[] = [];
    const context = {
      environment: {},
      clock: { now: () => 0 },
      pause: async () => {},
      say: (line: string) => void said.push(line),
      write: () => {},
    };
    await run({ kind: 'help' }, context);
    expect(said).toEqual([usage]);
  });
});

describe('a deployment', () => {
  const stage = { kind: 'stage', stage: 'prod' } as const;

  it('on AWS says by its stack where its table and its keys are', async () => {
    const asked: string[] = [];
    const outputsOf = async (name: string) => {
      asked.push(name);
      return { TableName: 't', KeysSecretArn: 'k' };
    };
    const { tableName, keysSecretId, close } = await openDeployment(stage, {}, outputsOf);
    expect([asked, tableName, keysSecretId]).toEqual([['concord-prod-data'], 't', 'k']);
    await close();
  });

  it('of a stack that says nothing is refused', async () => {
    await expect(openDeployment(stage, {}, async () => ({}))).rejects.toMatchObject({ name: 'Problem' });
  });

  it('comes from the environment when nobody names one', async () => {
    const target = { kind: 'environment' } as const;
    await expect(openDeployment(target, { CONCORD_TABLE: 't' })).rejects.toThrow('Which deployment?');
    const { tableName, close } = await openDeployment(target, { CONCORD_TABLE: 't', CONCORD_SECRET_KEYS: 'k' });
    expect(tableName).toBe('t');
    await close();
  });

  it('on this machine needs a folder in which something is kept', async () => {
    const dataDir = temporaryFolder();
    await expect(openDeployment({ kind: 'local', dataDir }, {})).rejects.toThrow('Nothing is kept in');
    removeFolder(dataDir);
  });
});
