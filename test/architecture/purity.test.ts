import { describe, expect, it } from 'vitest';
import { codeOf, type Part, sourceFiles } from './source-files.ts';

/** Time, chance and the outside are arguments: what a part may not reach for by itself. */
const clocksAndChance = {
  'Date.now': /\bDate\.now\b/u,
  'new Date()': /\bnew Date\(\s*\)/u,
  'Math.random': /\bMath\.random\b/u,
  performance: /\bperformance\b/u,
  timers: /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b/u,
  fetch: /\bfetch\s*\(|\bglobalThis\b/u,
  'random ids': /\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/u,
} as const;
const platform = { 'node:': /['"]node:/u, process: /\bprocess\b/u, console: /\bconsole\b/u } as const;

function reaches(part: Part, forbidden: Readonly<Record<string, RegExp>>): readonly string[] {
  return sourceFiles()
    .filter((file) => file.part === part)
    .flatMap((file) =>
      Object.entries(forbidden)
        .filter(([name, pattern]) => pattern.test(name === 'node:' ? file.text : codeOf(file)))
        .map(([name]) => `${file.path} uses ${name}`),
    );
}

describe('time, chance and the outside', () => {
  it('are arguments of core, which runs the same anywhere', () => {
    expect(reaches('core', { ...clocksAndChance, ...platform })).toEqual([]);
  });

  it('reach the engine only through its ports, so that a run can be repeated', () => {
    expect(reaches('engine', clocksAndChance)).toEqual([]);
  });

  it('reach the providers’ lenses only through their context', () => {
    const { 'random ids': _, ...rest } = clocksAndChance;
    for (const part of ['provider-clio', 'provider-google', 'provider-memory', 'provider-microsoft'] as const)
      expect(reaches(part, rest)).toEqual([]);
  });

  it('reach the look-alikes only through their world, outside of the live one and the browser', () => {
    const { timers, 'Date.now': now, 'Math.random': chance } = clocksAndChance;
    const found = reaches('sandbox', { timers, 'Date.now': now, 'Math.random': chance });
    const allowed = /kernel\/(?:live|manual)-world|\/serve\.ts|pages\/live-list\.ts/u;
    expect(found.filter((line) => !allowed.test(line))).toEqual([]);
  });
});
