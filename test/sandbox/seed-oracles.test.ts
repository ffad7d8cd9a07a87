import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { createCsvRows } from '../../packages/sandbox/src/seed/files/csv-rows.ts';
import { readLines } from '../../packages/sandbox/src/seed/files/lines.ts';
import { memorySource } from '../../packages/sandbox/src/seed/index.ts';
import { collect, fixture, read, vcard } from './seed-reading.ts';

/** Text as it may stand in any cell or value: quotes, delimiters, line ends, any script. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'B', ' ', ',', ';', '"', '\n', '\\', ':', 'é', '🦉', 'א', '\u0301') }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);
const printable = text.map((value) => value.replace(/(?!\n)\p{Cc}/gu, '').trim());

async function rowsOf(content: string | Uint8Array): Promise<readonly (readonly string[])[]> {
  const rows = createCsvRows(',');
  const lots = await collect(readLines(memorySource('', content).chunks()));
  const events = [...lots.flat().flatMap((line) => rows.feed(line)), ...rows.end()];
  return events.map((event) => (event.kind === 'row' ? event.cells : [`broken: ${event.reason}`]));
}

describe('our reading beside that of well-known libraries', () => {
  it('agrees with csv-parse about every table that is properly quoted', async () => {
    const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(printable, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom('\n', '\r\n'),
        async (table, end) => {
          const content = table.map((row) => row.map(quoted).join(',')).join(end) + end;
          expect(await rowsOf(content)).toEqual(parse(content));
          expect(parse(content)).toEqual(table);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(['outlook-web.csv', 'clio-template.csv', 'clio-export.csv', 'google-new.csv'])(
    'agrees with csv-parse about the cells of %s',
    async (name) => {
      expect(await rowsOf(fixture(name))).toEqual(parse(Buffer.from(fixture(name)), { bom: true }));
    },
  );

  it('reads back what ical.js writes as vCard 3.0 and 4.0, folds and escapes included', async () => {
    const field = printable.filter((value) => value !== '');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('3.0', '4.0'), field, field, field, async (version, first, last, note) => {
        const component = new ICAL.Component('vcard');
        component.addPropertyWithValue('version', version);
        const name = new ICAL.Property('n', component);
        name.setValue([last, first, '', '', '']);
        component.addProperty(name);
        component.addPropertyWithValue('note', note);
        const { cards, unreadable } = await read(component.toString());
        expect(unreadable).toEqual([]);
        expect(cards).toMatchObject([{ firstName: first, lastName: last, notes: note }]);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['apple-3.0.vcf', 'rfc-4.0.vcf', 'google-3.0.vcf'])(
    'agrees with ical.js about the names in %s',
    async (name) => {
      // ical.js unfolds characters, not bytes, so it is given the file unfolded.
      const unfolded = Buffer.from(
        Buffer.from(fixture(name))
          .toString('latin1')
          .replace(/\r?\n[ \t]/gu, ''),
        'latin1',
      );
      const { cards } = await read(unfolded);
      const theirs = componentsOf(unfolded.toString('utf8').replace('\uFEFF', '')).filter(
        (card) => card.getFirstPropertyValue('kind') !== 'group',
      );
      expect(cards.map(({ displayName }) => displayName)).toEqual(
        theirs.map((card) => card.getFirstPropertyValue('fn')),
      );
      // RFC 2426 escapes semicolons in every text; ical.js only takes them out of structured ones.
      const notes = theirs.map((card) => card.getFirstPropertyValue('note')?.toString().replaceAll('\\;', ';'));
      expect(cards.map((card) => card.notes)).toEqual(notes);
      expect(cards.map(({ phones }) => phones.length)).toEqual(
        theirs.map((card) => card.getAllProperties('tel').length),
      );
    },
  );

  it('reads back any value that is quoted-printable in any of the usual encodings', async () => {
    const inBytes = (bytes: Uint8Array): string =>
      [...bytes].map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
    const soft = (encoded: string): string => encoded.replace(/(.{60})(?=.)/gu, '$1=\r\n');
    await fc.assert(
      fc.asyncProperty(
        printable.filter((value) => value !== ''),
        async (note) => {
          const { cards } = await read(
            vcard(
              'VERSION:2.1',
              'N:Doe;Jane',
              `NOTE;ENCODING=QUOTED-PRINTABLE:${soft(inBytes(new TextEncoder().encode(note)))}`,
            ),
          );
          expect(cards[0]?.notes).toBe(note.replace(/\\([;,:\\])/gu, '$1').trim());
        },
      ),
      { numRuns: 200 },
    );
  });
});

function componentsOf(content: string): ICAL.Component[] {
  const parsed = ICAL.parse(content) as unknown[];
  const all = typeof parsed[0] === 'string' ? [parsed] : parsed;
  return all.map((card) => new ICAL.Component(card as never));
}
