import { csvLine } from '@concord/core';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('a line of CSV', () => {
  it.each(['=1+1', '+1 415 555 0100', '-2', '@SUM(A1)', '\tx', '\rx', ' =1', '＝1', '＠x'])(
    'shows %j as text in a spreadsheet',
    (text) => {
      expect(parse(csvLine([text]))).toEqual([[`'${text}`]]);
    },
  );

  it('leaves alone what only holds such a sign further on', () => {
    expect(csvLine(['a=b', 'x-y', ''])).toBe('a=b,x-y,\r\n');
  });

  it('is read back by any reader, whatever is in it', () => {
    const cell = fc.string({ unit: 'binary' }).filter((text) => !/^\s*[=+\-@]|^[\t\r\n]/u.test(text.normalize('NFKC')));
    const cells = fc.array(cell, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(cells, (given) => {
        expect(parse(csvLine(given), { bom: false })).toEqual([given]);
      }),
      { seed: 20_260_101, numRuns: 500 },
    );
  });
});
