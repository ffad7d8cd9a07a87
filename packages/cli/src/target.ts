import { wrong } from './command.ts';
import type { Values } from './options.ts';

/** Which deployment: a stage on AWS, a data folder of `npm start`, or whatever the environment names. */
export type Target =
  | { readonly kind: 'stage'; readonly stage: string }
  | { readonly kind: 'local'; readonly dataDir: string }
  | { readonly kind: 'environment' };

/** Where, and the words that are left. The folder may stand behind `--local`, where people look for it. */
export function splitTarget(
  values: Values,
  words: readonly string[],
  most: number | 'any',
): { readonly target: Target; readonly words: readonly string[] } {
  const last = words.at(-1) ?? '';
  const hasFolder = values.local === true && (most === 'any' ? /^[./]/u.test(last) : words.length > most);
  const left = hasFolder ? words.slice(0, -1) : words;
  if (most !== 'any' && left.length > most) throw wrong(`"${left.at(-1) ?? ''}" is one word too many`);
  return { target: targetOf(values.stage, values.local ? (hasFolder ? last : '.concord') : undefined), words: left };
}

function targetOf(stage: string | undefined, dataDir: string | undefined): Target {
  if (stage !== undefined && dataDir !== undefined) throw wrong('--stage and --local exclude each other');
  if (stage !== undefined) return { kind: 'stage', stage };
  return dataDir === undefined ? { kind: 'environment' } : { kind: 'local', dataDir };
}
