import { deauthorizationHints } from '@concord/provider-clio';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('what a deauthorisation callback says', () => {
  test.each([
    ['{"user_id":345,"account_id":7}', ['345', '7']],
    ['{"data":{"user":{"id":"345","account":{"id":7}}},"meta":{"event":"deauthorized"}}', ['deauthorized', '345', '7']],
    ['[{"id":1},[2]]', ['1', '2']],
    ['345', ['345']],
    ['"abc-1"', ['abc-1']],
    ['user_id=345&account_id=7', ['345', '7']],
    ['user%5Bid%5D=345\n', ['345']],
    ['{"a":345,"b":"345"}', ['345']],
  ])('is looked for in %s', (body, hints) => {
    expect(deauthorizationHints(body)).toEqual(hints);
  });

  test.each([
    ['nothing', ''],
    ['sentences, addresses and blanks', '{"note":"has been removed","mail":"a@x.org","empty":"","blank":" "}'],
    ['what is no id', '{"a":true,"b":null,"c":1.5,"d":1e300,"e":{}}'],
    ['a text that is too long', JSON.stringify({ id: 'x'.repeat(129) })],
    ['a body that is too long', JSON.stringify({ id: 345, more: 'x'.repeat(70_000) })],
  ])('leaves out %s', (_title, body) => {
    expect(deauthorizationHints(body)).toEqual([]);
  });

  test('is at most twenty, those near the top first, and a text of 128 is short enough', () => {
    const deep = { list: Array.from({ length: 50 }, (_, index) => index + 100), id: 'y'.repeat(128) };
    const hints = deauthorizationHints(JSON.stringify(deep));
    expect(hints).toHaveLength(20);
    expect(hints[0]).toBe('y'.repeat(128));
  });

  test('of any text at all is a short list of words', () => {
    const texts = fc.oneof(fc.string(), fc.json(), fc.webQueryParameters());
    fc.assert(
      fc.property(texts, (body) => {
        const hints = deauthorizationHints(body);
        expect(hints.length).toBeLessThanOrEqual(20);
        for (const hint of hints) expect(hint).toMatch(/^[\w.:-]{1,128}$/u);
      }),
    );
    expect(deauthorizationHints('['.repeat(60_000))).toEqual([]);
    expect(deauthorizationHints(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)).toEqual([]);
  });
});
