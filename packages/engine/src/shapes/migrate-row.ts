import type { Row } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { pack, unpack } from '../sync/pack.ts';
import { ourShapes, type Shapes } from './read-shape.ts';
import type { ShapeName } from './shapes.ts';

/** Which attribute of a row holds what has a shape; `row`: all of them do. */
type Holder = 'body' | 'sealed' | 'record' | 'row';
type Stored = Exclude<ShapeName, 'message'>;
type Kind = { readonly shape: Stored; readonly holder: Holder };

/** By partition and sort key. The firm is the second part of every partition. */
const places = {
  sync: { at: /^FIRM#[^ ]+ SYNC#/u, holder: 'row' },
  work: { at: /^SYNC#[^ ]+ WORK$/u, holder: 'record' },
  run: { at: /^RUN#[^ ]+ RUN$/u, holder: 'record' },
  page: { at: /^RUN#[^ ]+ (?:SCAN|PLAN)#/u, holder: 'sealed' },
  mapping: { at: /^SYNC#[^ ]+ MAP#/u, holder: 'body' },
  intent: { at: /^SYNC#[^ ]+ INTENT#/u, holder: 'sealed' },
  history: { at: /^SYNC#[^ ]+ HIST#/u, holder: 'sealed' },
  braked: { at: /^SYNC#[^ ]+ BRAKE#stopped$/u, holder: 'sealed' },
  watch: { at: /^WATCH#[^ ]+ W#/u, holder: 'body' },
  watchHistory: { at: /^WATCH#[^ ]+ HIST#/u, holder: 'sealed' },
  notes: { at: /^WATCH#[^ ]+ NOTES#/u, holder: 'sealed' },
  wish: { at: /^WISH#[^ ]+ WISH#/u, holder: 'sealed' },
  mailbox: { at: /^MAILBOX#[^ ]+ WORK$/u, holder: 'record' },
  mailRun: { at: /^MAILBOX#[^ ]+ RUN#/u, holder: 'record' },
  engagement: { at: /^MAIL#[^ ]+ MSG#/u, holder: 'sealed' },
  directory: { at: /^PEOPLE#[^ ]+ DIRECTORY$/u, holder: 'record' },
  person: { at: /^PEOPLE#[^ ]+ [CA]#/u, holder: 'sealed' },
  engaged: { at: /^ENGAGED#[^ ]+ WITH#/u, holder: 'sealed' },
} as const satisfies Record<Stored, { readonly at: RegExp; readonly holder: Holder }>;

function kindOf({ pk, sk }: Pick<Row, 'pk' | 'sk'>): Kind | undefined {
  for (const shape of Object.keys(places) as Stored[])
    if (places[shape].at.test(`${pk} ${sk}`)) return { shape, holder: places[shape].holder };
  return undefined;
}

export type Migrated = 'done' | 'changed' | 'newer';
type Place = Pick<EnginePorts, 'table' | 'vault'>;

/** The kind of a row that is not of the version in which this release writes; undefined for any other. */
export function isOfOtherVersion(
  row: Pick<Row, 'pk' | 'sk'> & { readonly v?: unknown },
  shapes: Shapes = ourShapes,
): Kind | undefined {
  const kind = kindOf(row);
  return kind !== undefined && versionOf(row.v) !== shapes.writes(kind.shape) ? kind : undefined;
}

/**
 * Writes a row again in the version of this release. Only over what was read, and never its `rev`: a worker that holds the row is
 * not turned away, and whatever it writes is in its own release's version. `changed`: somebody wrote it meanwhile. `newer`: a
 * release to come wrote it, and it stays. Safe to repeat, and to end at any moment. Undefined where there is nothing to do.
 */
export async function migrateRow(
  { table, vault }: Place,
  key: Pick<Row, 'pk' | 'sk'>,
  shapes: Shapes = ourShapes,
): Promise<Migrated | undefined> {
  const row = await table.get({ pk: key.pk, sk: key.sk });
  const kind = row && isOfOtherVersion(row, shapes);
  if (row === undefined || kind === undefined) return undefined;
  const version = shapes.writes(kind.shape);
  if (versionOf(row['v']) > version) return 'newer';
  const { v: _, ...known } = row;
  const change = async (value: unknown): Promise<unknown> => shapes.read(kind.shape, row['v'], value);
  const next = { ...known, ...(await changed(vault, known, kind.holder, change)), rev: row.rev, v: version };
  return (await table.put({ ...next, pk: row.pk, sk: row.sk }, { kind: 'rev', rev: row.rev })) ? 'done' : 'changed';
}

const versionOf = (v: unknown): number => (v === undefined ? 1 : Number(v));

async function changed(
  vault: Place['vault'],
  row: Row,
  holder: Holder,
  change: (value: unknown) => Promise<unknown>,
): Promise<Readonly<Record<string, unknown>>> {
  if (holder === 'row') return (await change(row)) as Readonly<Record<string, unknown>>;
  if (holder === 'record') return { record: await change(row['record']) };
  if (holder === 'body') return { body: pack(await change(unpack(row['body'] as Uint8Array))) };
  // What was redacted has nothing sealed left.
  const { sealed: text } = row;
  if (typeof text !== 'string') return {};
  const owner = `firm:${row.pk.split('#')[1] ?? ''}`;
  const plain = unpack(Buffer.from(await vault.open(text, owner), 'base64url'));
  return { sealed: await vault.seal(Buffer.from(pack(await change(plain))).toString('base64url'), owner) };
}
