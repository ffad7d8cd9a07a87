import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from 'vitest';
import { ofCalendars, unnoticedOfCalendars } from './calendars.ts';
import { ofMail, unnoticedOfMail } from './mail.ts';
import { mutated } from './mutant.ts';
import { mutants } from './mutants.ts';
import { unnoticed } from './unnoticed.ts';

const root = new URL('../../../', import.meta.url);
const all = [...mutants, ...ofCalendars, ...ofMail, ...unnoticed, ...unnoticedOfCalendars, ...unnoticedOfMail];
const sourceOf = (file: string): string => readFileSync(new URL(file, root), 'utf8');

describe('the planted bugs', () => {
  it('are at least twenty-five, each with a name of its own', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(25);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it.each(all.map((mutant) => [mutant.name, mutant] as const))('%s still fits its file, once', (_, mutant) => {
    const source = sourceOf(mutant.file);
    expect(source.split(mutant.find)).toHaveLength(2);
    const planted = mutated(source, mutant) ?? '';
    expect(planted).not.toBe(source);
    expect(() => stripTypeScriptTypes(planted)).not.toThrow();
  });

  it('are out of date when their place is gone, or is there twice', () => {
    const bug = { name: 'bug', breaks: 'A rule.', file: '', find: 'one', replace: 'two' };
    expect(mutated('one of many', bug)).toBe('two of many');
    expect(mutated('none', { ...bug, find: 'many' })).toBeUndefined();
    expect(mutated('one by one', bug)).toBeUndefined();
  });

  it('are all in the engine, in core or in a provider, and say which rule they break', () => {
    const places = /^packages\/(?:core|engine|providers\/(?:clio|microsoft|google))\/src\//u;
    expect(all.filter(({ file }) => !places.test(file))).toEqual([]);
    expect(all.filter(({ breaks }) => !breaks.endsWith('.'))).toEqual([]);
  });
});
