import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../packages/cli/src/commands.ts';
import { openDeployment } from '../../packages/cli/src/deployment.ts';
import { usage } from '../../packages/cli/src/help.ts';
import { everywhere } from '../../packages/cli/src/options.ts';
import { parseCommand } from '../../packages/cli/src/parse-command.ts';
import { run } from '../../packages/cli/src/run.ts';
import { removeFolder, temporaryFolder } from '../local/local-under-test.ts';

const at = { stage: { kind: 'stage', stage: 'prod' }, d: { kind: 'local', dataDir: 'd' } } as const;
const usual = { kind: 'local', dataDir: '.concord' } as const;

describe('a command', () => {
  it.each([
    [['doctor', '--stage', 'prod'], 'doctor', at.stage, { isJson: false }],
    [['doctor', '--local', 'd', '--json'], 'doctor', at.d, { isJson: true }],
    [['keys', 'status'], 'keys status', { kind: 'environment' }, { isJson: false }],
    [['keys', 'status', '--stage', 'prod'], 'keys status', at.stage, { isJson: false }],
    [['keys', 'rotate', '--local'], 'keys rotate', usual, undefined],
    [['keys', 'rotate', '--local', 'd'], 'keys rotate', at.d, undefined],
    [['keys', 'reseal', '--stage=prod', '--after', 'm'], 'keys reseal', at.stage, { after: 'm' }],
    [['keys', 'drop', 'k1', '--local', 'd'], 'keys drop', at.d, { kid: 'k1' }],
    [['keys', 'drop', 'k1', '--stage', 'prod'], 'keys drop', at.stage, { kid: 'k1' }],
    [['history', 'export', '--sync', 's1', '--local', 'd'], 'history export', at.d, { sync: 's1', format: 'csv' }],
    [
      ['history', 'export', '--stage', 'prod', '--firm', '7', '--sync', 's1', '--format', 'ndjson'],
      'history export',
      at.stage,
      { firm: '7', sync: 's1', format: 'ndjson' },
    ],
    [['why', 'Anna', 'Berg', '--stage', 'prod'], 'why', at.stage, { query: 'Anna Berg', isJson: false }],
    [
      ['why', 'a@example.org', '--firm', '7', '--member', 'x@example.org', '--json', '--local', './data'],
      'why',
      { kind: 'local', dataDir: './data' },
      { query: 'a@example.org', isJson: true, firm: '7', member: 'x@example.org' },
    ],
    [['status', '--firm', '7', '--local', 'd'], 'status', at.d, { firm: '7', isJson: false }],
    [
      ['invite', 'a@example.com', 'b@example.com', '--local', './d', '--firm', '7'],
      'invite',
      { kind: 'local', dataDir: './d' },
      { emails: ['a@example.com', 'b@example.com'], firm: '7', isJson: false },
    ],
    [
      ['pause', 's1', '--reason', 'Out of order', '--stage', 'prod'],
      'pause',
      at.stage,
      { meant: { sync: 's1' }, reason: 'Out of order', isJson: false },
    ],
    [['pause', '--all', '--stage', 'prod'], 'pause', at.stage, { meant: {}, isJson: false }],
    [['resume', '--firm', '7', '--local'], 'resume', usual, { meant: { firm: '7' }, isJson: false }],
    [
      ['undo', '--sync', 's', '--run', 'r', '--dry-run'],
      'undo',
      { kind: 'environment' },
      { sync: 's', run: 'r', isDryRun: true, isJson: false },
    ],
    [['redrive', '--dry-run', '--stage', 'prod'], 'redrive', at.stage, { isDryRun: true, isJson: false }],
    [
      ['erase', 'Anna', 'Berg', '--firm', '7'],
      'erase',
      { kind: 'environment' },
      { firm: '7', wanted: { query: 'Anna Berg', all: false, watches: false }, isDryRun: false, isJson: false },
    ],
    [
      ['erase', '--mapping', 'm', '--firm', '7', '--watches'],
      'erase',
      { kind: 'environment' },
      { firm: '7', wanted: { mapping: 'm', all: false, watches: true }, isDryRun: false, isJson: false },
    ],
    [['why', '--local', 'Anna', 'Berg'], 'why', usual, { query: 'Anna Berg', isJson: false }],
  ])('%j is understood', (given, name, target, asked) => {
    expect(parseCommand(given)).toMatchObject({ kind: 'command', name, target });
    expect(parseCommand(given)).toHaveProperty('asked', asked);
  });

  it.each([
    [['key', 'status'], 'There is no command key:'],
    [['history'], 'There is no command history:'],
    [['history', 'export'], 'history export needs --sync'],
    [['history', 'export', '--sync', 's', '--format', 'xml'], '--format is csv or ndjson, and not xml'],
    [['history', 'export', '--sync', 's', '--after', 'm'], '--after means nothing to history export'],
    [['keys', 'status', '--sync', 's'], '--sync means nothing to keys status'],
    [['keys'], 'There is no command keys:'],
    [['keys', 'burn'], 'There is no command keys burn:'],
    [['keys', 'status', 'now'], '"now" is one word too many'],
    [['keys', 'status', '--local', 'd', 'e'], '"d" is one word too many'],
    [['keys', 'drop'], 'keys drop needs the name of a key'],
    [['doctor', 'now'], '"now" is one word too many'],
    [['doctor', '--firm', '1'], '--firm means nothing to doctor'],
    [['keys', 'status', '--stage', 's', '--local'], '--stage and --local exclude each other'],
    [['keys', 'status', '--stag', 's'], '--stag'],
    [['keys', 'rotate', '--json'], '--json means nothing to keys rotate'],
    [['why', '--stage', 's'], 'why needs a name'],
    [['status', 'now'], '"now" is one word too many'],
    [['invite'], 'invite needs at least one e-mail address'],
    [['pause'], 'pause needs a sync, --firm or --all'],
    [['pause', 's', 't'], '"t" is one word too many'],
    [['resume', 's', '--all'], '--all means nothing beside a sync or a firm'],
    [['resume', '--all', '--firm', '7'], '--all means nothing beside a sync or a firm'],
    [['resume', 's', '--reason', 'x'], '--reason means nothing to resume'],
    [['undo', '--sync', 's'], 'undo needs --sync and --run'],
    [['redrive', 'all'], '"all" is one word too many'],
    [['erase', 'Anna'], 'erase needs --firm'],
    [['erase', '--firm', '7'], 'erase needs a query, or --mapping'],
    [['erase', 'Anna', '--mapping', 'm', '--firm', '7'], 'erase needs a query, or --mapping'],
    [['completion'], 'completion needs one of bash, zsh, fish'],
    [['completion', 'tcsh'], 'completion needs one of bash, zsh, fish'],
  ])('%j is refused with one sentence', (given, words) => {
    expect(() => parseCommand(given)).toThrow(words);
    expect(() => parseCommand(given)).toThrow(/: type "npm run concord -- --help" to see the commands\.$/u);
  });

  it.each([[[]], [['--help']], [['-h']]])('%j explains all of them, in 80 columns', async (given) => {
    const said: string[] = [];
    const context = {
      environment: {},
      clock: { now: () => 0 },
      pause: async () => {},
      say: (line: string) => void said.push(line),
      write: () => {},
    };
    expect(await run(parseCommand(given), context)).toBe(0);
    expect(said).toEqual([usage()]);
    for (const { name } of commands) expect(usage(), name).toContain(`\n  ${name}`);
    expect(
      usage()
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });

  it('stands in the table with each of its files', () => {
    const files = readdirSync('packages/cli/src/commands').map((file) => file.replace(/\.ts$/u, '').replace('-', ' '));
    expect(commands.map(({ name }) => name).sort()).toEqual(files.sort());
  });

  it.each(commands.map(({ name }) => [name]))('%s explains itself', (name) => {
    const parsed = parseCommand([...name.split(' '), '--help']);
    const text = parsed.kind === 'text' ? parsed.text : '';
    expect(text).toMatch(new RegExp(`^Usage: npm run concord -- ${name}`, 'u'));
    const { options = [] } = commands.find((command) => command.name === name) ?? {};
    expect([...text.matchAll(/^ {2}--([a-z-]+)/gmu)].map(([, option]) => option)).toEqual([...options, ...everywhere]);
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
