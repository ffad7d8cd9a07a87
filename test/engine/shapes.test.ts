import { readFileSync } from 'node:fs';
import { createShapes, releases, type ShapeName, shapes, type Versions } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../functions/merge/message.ts';

/** Each later version is read by a release that comes before the first one that writes it. */
function tooSoon(known: Readonly<Record<string, Versions>>, inOrder: readonly string[]): readonly string[] {
  return Object.entries(known).flatMap(([shape, versions]) =>
    Object.entries(versions).flatMap(([version, { readSince, writtenSince }]) => {
      const [read, written] = [inOrder.indexOf(readSince), inOrder.indexOf(writtenSince)];
      const isFirst = version === '1' && read === 0 && written === 0;
      const isReadFirst = read >= 0 && (written === -1 || read < written);
      return isFirst || isReadFirst ? [] : [`${shape} ${version}`];
    }),
  );
}

const three = ['1', '2', '3'];
const first = { 1: { readSince: '1', writtenSince: '1' } };
const second = { ...first, 2: { readSince: '2', writtenSince: '3' } };
const everywhere = (versions: Versions): Readonly<Record<ShapeName, Versions>> =>
  Object.fromEntries(Object.keys(shapes).map((shape) => [shape, versions])) as Readonly<Record<ShapeName, Versions>>;

describe('Readers ship one release before writers', () => {
  test('for every shape of this release', () => expect(tooSoon(shapes, releases)).toEqual([]));

  test('and a version that is written as soon as it is read, or before, is found', () => {
    expect(tooSoon({ row: second }, three)).toEqual([]);
    expect(tooSoon({ row: { ...first, 2: { readSince: '3', writtenSince: '3' } } }, three)).toEqual(['row 2']);
    expect(tooSoon({ row: { ...first, 2: { readSince: '3', writtenSince: '2' } } }, three)).toEqual(['row 2']);
    expect(tooSoon({ row: { 1: { readSince: '2', writtenSince: '2' } } }, three)).toEqual(['row 1']);
    expect(tooSoon({ row: { ...first, 2: { readSince: 'never', writtenSince: '3' } } }, three)).toEqual(['row 2']);
  });

  test('and the last release of the table is the one that is built', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(releases.at(-1)).toBe(version);
  });
});

describe('A release', () => {
  const forms = { run: { 1: (value: unknown) => ({ was: value }) } };
  const at = (count: number) => createShapes(everywhere(second), three.slice(0, count), forms);

  test('writes the version before until a release that may write the next one', () => {
    expect([1, 2, 3].map((count) => at(count).writes('run'))).toEqual([1, 1, 2]);
  });

  test('reads the next version one release before anybody writes it', () => {
    expect(() => at(1).read('run', 2, 'a')).toThrow('A newer release wrote this run (version 2)');
    expect([2, 3].map((count) => at(count).read('run', 2, 'a'))).toEqual(['a', 'a']);
  });

  test('brings what an older one wrote into the form of its own, also what names no version', () => {
    expect([1, undefined].map((v) => at(3).read('run', v, 'a'))).toEqual([{ was: 'a' }, { was: 'a' }]);
  });

  test('reads no version that is none', () => {
    for (const v of [0, -1, 1.5, 'two', Number.NaN, null]) expect(() => at(3).read('run', v, 'a')).toThrow('newer');
  });

  test('gives a message of another form to a parser that knows one form only', () => {
    const forms = { message: { 2: ({ body }: never) => body } } as never;
    const message = { v: 1, kind: 'connection', firm: '42', connection: 'c1' };
    const body = JSON.stringify({ v: 2, body: message });
    expect(parseMessage(body, createShapes(everywhere(second), three, forms))).toEqual(message);
    expect(() => parseMessage(body)).toThrow('A newer release wrote this message (version 2)');
  });
});
