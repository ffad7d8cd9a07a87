import { describe, expect, it } from 'vitest';
import { read, readFixture, values } from './seed-reading.ts';

describe('Outlook CSV', () => {
  it('reads what Outlook for Windows writes: Windows-1252, quotes and line ends inside of a note', async () => {
    const { format, cards, lines, ignored } = await readFixture('outlook-windows.csv');
    expect(format).toBe('Outlook CSV');
    expect(lines).toEqual([2, 4, 5, 6]);
    expect(cards[0]).toMatchObject({
      prefix: 'Mme',
      firstName: 'Éloïse',
      lastName: 'Lefèvre',
      suffix: 'Ph.D.',
      company: 'Marée & Fils',
      birthday: '1974-07-22',
      categories: ['Clients', 'VIP'],
      notes: 'Elle dit : "à demain".\nDeuxième ligne, avec une virgule – et 5 €.',
      addresses: [
        { label: 'work', street: '12 rue de l’Église\nBât. B', city: 'Nantes', postalCode: '44000', country: 'France' },
      ],
    });
    expect(values(cards[0]?.phones ?? []).toSorted()).toEqual([
      'fax: +33 1 99 00 12 35',
      'mobile: +33 6 39 98 12 34',
      'work: +33 1 99 00 12 34',
    ]);
    expect(ignored).toEqual({ "Assistant's Phone": 1, Spouse: 1 });
  });

  it('leaves out an address that is the name of a directory entry, and says so', async () => {
    const { cards } = await readFixture('outlook-windows.csv');
    expect(values(cards[0]?.emails ?? [])).toEqual(['none: eloise@maree.example.com']);
    expect(cards[0]?.leftOut).toEqual(['E-mail that is an Exchange directory name']);
  });

  it('takes its filler (0/0/00, Normal, Unspecified) for nothing', async () => {
    const { cards, ignored } = await readFixture('outlook-windows.csv');
    expect(cards[1]?.birthday).toBeUndefined();
    expect(cards[1]?.leftOut).toEqual([]);
    expect(Object.keys(ignored)).not.toContain('Priority');
  });

  it('reads UTF-16 with tabs, and dates as the file as a whole has them', async () => {
    const { cards } = await readFixture('outlook-utf16.csv');
    expect(cards).toMatchObject([
      { firstName: 'Łukasz', lastName: 'Wiśniewski 🦉', birthday: '1975-03-25' },
      { firstName: '太郎', lastName: '山田', birthday: '1980-04-03' },
    ]);
  });

  it('reads what outlook.com writes', async () => {
    const { format, cards, ignored } = await readFixture('outlook-web.csv');
    expect(format).toBe('Outlook CSV');
    expect(cards[0]).toMatchObject({
      lastName: 'حداد',
      nickname: 'Nono',
      birthday: '1988-12-01',
      addresses: [{ label: 'other', street: '1 Side Lane, Rear', city: 'Leeds' }],
    });
    expect(values(cards[0]?.emails ?? [])).toEqual(['none: noor@mail.example.com', 'none: noor.h@firm.example.org']);
    expect(values(cards[0]?.messengers ?? [])).toEqual(['none: noor@chat.example.com']);
    expect(ignored).toEqual({ Hobby: 1 });
  });

  it('reads semicolons after the hint that Excel writes', async () => {
    const { cards, lines } = await read('sep=;\nFirst Name;Last Name;E-mail Address\nAnn;"One; Two";a@x.example\n');
    expect(cards).toMatchObject([{ firstName: 'Ann', lastName: 'One; Two', emails: [{ value: 'a@x.example' }] }]);
    expect(lines).toEqual([3]);
  });
});

describe('Google CSV', () => {
  it('reads the header from before 2024: types, several values in one cell, a name in one text', async () => {
    const { format, cards, ignored } = await readFixture('google-old.csv');
    expect(format).toBe('Google CSV');
    expect(cards[0]).toMatchObject({
      prefix: 'Dr.',
      firstName: 'Priya',
      lastName: 'Raman',
      birthday: '1975-07-22',
      company: 'Raman Trading',
      jobTitle: 'Buyer',
      department: 'Imports',
      notes: 'Met at the fair, stand 14.\nPrefers a call.',
      categories: ['Suppliers'],
      addresses: [
        {
          label: 'work',
          street: '9 High Street\nPO Box 7\nFloor 2',
          city: 'London',
          postalCode: 'EC1A 1AA',
          country: 'United Kingdom',
        },
      ],
    });
    expect(cards[0]?.emails).toEqual([
      { label: 'work', value: 'priya@raman.example.com', primary: true },
      { label: 'work', value: 'p.raman@mail.example.org' },
      { label: 'home', value: 'priya.home@mail.example.org' },
    ]);
    expect(values(cards[0]?.sites ?? [])).toEqual(['work: http://raman.example.com']);
    expect(cards[1]).toMatchObject({ firstName: 'Mono', phones: [{ label: 'fax', value: '212-555-0188' }] });
    expect(ignored).toEqual({ 'Maiden Name': 1 });
  });

  it('reads the header of today: labels, two addresses in one, a company, a birthday without a year', async () => {
    const { format, cards, ignored } = await readFixture('google-new.csv');
    expect(format).toBe('Google CSV');
    expect(cards[0]).toMatchObject({
      firstName: 'Jean-Luc',
      lastName: 'O’Hara',
      fileAs: 'O’Hara, JL',
      birthday: '--07-22',
      addresses: [
        { label: 'work', street: '5 Dock Rd', city: 'Boston', province: 'MA', postalCode: '02110', country: 'US' },
        { label: 'work', street: '7 Hill St', city: 'Salem', province: 'MA', postalCode: '01970', country: 'US' },
      ],
    });
    expect(values(cards[0]?.phones ?? [])).toEqual([
      'work: +1 202-555-0101',
      'work: +1 202-555-0102',
      'work: +1 202-555-0103',
    ]);
    expect(cards[1]).toMatchObject({ kind: 'company', company: 'Delta Nautics' });
    expect(Object.keys(ignored)).toContain('Custom Field 1 - Value');
  });
});

describe('Clio CSV', () => {
  it("reads the columns of Clio's import template, where a title is a form of address", async () => {
    const { format, cards } = await readFixture('clio-template.csv');
    expect(format).toBe('Clio CSV');
    expect(cards[0]).toMatchObject({
      kind: 'person',
      prefix: 'Ms',
      jobTitle: 'Controller',
      firstName: 'Chloë',
      lastName: 'Ng',
      company: 'Bluewater Holdings',
      emails: [{ label: 'work', value: 'chloe@bluewater.example.com' }],
      addresses: [
        { label: 'work', street: '1 Bay St, Suite 9', city: 'Toronto', province: 'ON', postalCode: 'M5J 2N8' },
      ],
    });
    expect(cards[1]).toMatchObject({ kind: 'company', company: 'Bluewater Holdings' });
  });

  it('reads an export by the words of its columns, where a title is a job', async () => {
    const { format, cards, ignored } = await readFixture('clio-export.csv');
    expect(format).toBe('Clio CSV');
    expect(cards[0]).toMatchObject({
      prefix: 'Dr.',
      jobTitle: 'Controller',
      birthday: '1980-02-29',
      addresses: [
        {
          label: 'work',
          street: '1 Bay St',
          city: 'Toronto',
          province: 'ON',
          postalCode: 'M5J 2N8',
          country: 'Canada',
        },
        { label: 'home', street: '2 Elm St', city: 'Whitby' },
      ],
    });
    expect(cards[0]?.emails[0]).toEqual({ label: 'work', value: 'chloe@bluewater.example.com', primary: true });
    expect(values(cards[0]?.phones ?? [])).toEqual([
      'work: (416) 555-0110',
      'mobile: (416) 555-0112',
      'fax: (416) 555-0113',
    ]);
    expect(cards[1]).toMatchObject({ kind: 'company', company: 'Bluewater Holdings' });
    expect(cards[2]).toMatchObject({ kind: 'person', firstName: 'Ana', lastName: 'Reyes' });
    expect(ignored).toEqual({ Id: 3, Matters: 1 });
  });

  it('decides by the value what a title is when no other column tells', async () => {
    const { cards } = await read(
      'First Name,Last Name,Title,Email\nAnn,One,Mrs.,a@x.example\nBen,Two,Head of Claims,b@x.example\n',
    );
    expect(cards).toMatchObject([{ prefix: 'Mrs.' }, { jobTitle: 'Head of Claims' }]);
  });

  it('reads second details by their number', async () => {
    const { cards } = await read(
      'First Name,Email Address 1,Email Address 2,Phone Number (Mobile),Address 1 City,Address 2 City,Street,Street 2\nAnn,a@x.example,b@x.example,212-555-0100,Salem,Leeds,1 Main St,Suite 2\n',
    );
    expect(values(cards[0]?.emails ?? [])).toEqual(['work: a@x.example', 'work: b@x.example']);
    expect(values(cards[0]?.phones ?? [])).toEqual(['mobile: 212-555-0100']);
    expect(cards[0]?.addresses.map(({ city, street }) => city ?? street)).toEqual([
      'Salem',
      'Leeds',
      '1 Main St\nSuite 2',
    ]);
  });
});

describe('a CSV file with faults', () => {
  it('lists each fault with its line and loads everything else', async () => {
    const { cards, lines, unreadable } = await readFixture('broken.csv');
    expect(cards.map(({ firstName }) => firstName)).toEqual(['Ann', 'Ben', 'Cut', 'Cleo']);
    expect(lines).toEqual([2, 4, 5, 9]);
    expect(unreadable).toEqual([
      { line: 3, reason: 'A quotation mark opens on this line and is never closed.' },
      { line: 6, reason: 'The row has 8 values for 7 columns: a comma or quotation mark in it is not quoted.' },
    ]);
  });

  it('keeps formulas and undoubled quotes as they are, and headers that are names of prototypes harmless', async () => {
    const { cards, ignored } = await readFixture('broken.csv');
    expect(cards[0]?.phones).toEqual([{ label: 'work', value: '+1 (212) 555-0101' }]);
    expect(cards[1]).toMatchObject({ phones: [{ value: '=SUM(A1)' }], notes: 'a "quoted" word' });
    expect(cards[3]).toMatchObject({ phones: [{ value: '@cmd' }], notes: 'says "hi" to you' });
    expect(ignored).toEqual({ ['__proto__']: 1 });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('reads on behind any number of quotes that never close', async () => {
    const broken = Array.from({ length: 300 }, (_, index) => `"Bad ${index},x`);
    const { cards, unreadable } = await read(
      ['First Name,E-mail Address', ...broken, 'Ann,a@x.example', '', 'Ben,b@x.example'].join('\n'),
    );
    expect(cards.map(({ firstName }) => firstName)).toEqual(['Ann', 'Ben']);
    expect(unreadable).toHaveLength(300);
    expect(unreadable.at(-1)?.line).toBe(301);
  });

  it('reads on behind a quote that swallowed a row and closed by accident', async () => {
    const { cards, unreadable } = await read(
      'First Name,Last Name,E-mail Address\nBad,"Quote,x@x.example\nAnn,On"e,a@x.example\nBen,"T,wo",b@x.example\n',
    );
    expect(unreadable).toMatchObject([{ line: 2 }]);
    expect(cards).toMatchObject([{ lastName: 'On"e' }, { lastName: 'T,wo' }]);
  });

  it('reads on behind a quote that closed far enough to give the row too many values', async () => {
    const { cards, unreadable } = await read(
      'First Name,Last Name,E-mail Address\nBad,"Quote,x@x.example\nAnn the "fan",One,a@x.example\n',
    );
    expect(unreadable).toEqual([{ line: 2, reason: 'A quotation mark opens on this line and is never closed.' }]);
    expect(cards).toMatchObject([{ lastName: 'One', emails: [{ value: 'a@x.example' }] }]);
  });

  it('reads 150,000 rows behind a quote that never closes', async () => {
    const { cards, unreadable } = await read(
      `First Name,E-mail Address\nBad,"x\n${'Ann,a@x.example\n'.repeat(150_000)}`,
    );
    expect(unreadable).toHaveLength(1);
    expect(cards).toHaveLength(150_000);
  });

  it('does not read a file again and again for thousands of quotes that seem to close', async () => {
    const { unreadable } = await read(`First Name,E-mail Address\n${'x,""abc\n'.repeat(30_000)}`);
    expect(unreadable).toHaveLength(30_000);
  });

  it('loads a note of 10 MB', async () => {
    const note = 'Line of a very long note, with commas, and more.\n'.repeat(210_000);
    const { cards } = await read(`First Name,E-mail Address,Notes\nAnn,a@x.example,"${note}"\nBen,b@x.example,\n`);
    expect(cards[0]?.notes).toHaveLength(note.length - 1);
    expect(cards[1]).toMatchObject({ firstName: 'Ben' });
  });

  it('takes blank rows for nothing, and lists a row that has only what is not known', async () => {
    const { cards, unreadable } = await read('First Name,E-mail Address,Horoscope\n,,\n ,,\n,,Leo\nAnn,,\n');
    expect(cards).toHaveLength(1);
    expect(unreadable).toEqual([{ line: 4, reason: 'None of the columns that are known has a value in this row.' }]);
  });

  it.each([
    ['', 1, 'The file is empty.'],
    ['\uFEFF', 1, 'The file is empty.'],
    ['\n\nsome text\nmore text\n', 3, 'neither a vCard nor a CSV file'],
    ['Invoice,Number,Amount\n1,2,3\n', 1, 'neither a vCard nor a CSV file'],
    ['Name,Price\nChair,3\n', 1, 'neither a vCard nor a CSV file'],
    ['PK\u0003\u0004rest', 1, 'Excel workbook'],
    ['<html><body>', 1, 'web page'],
    ['"never closed, First Name\nAnn\n', 1, 'neither a vCard nor a CSV file'],
  ])('says what a file is that is none: %j', async (content, line, reason) => {
    const { cards, unreadable } = await read(content);
    expect(cards).toEqual([]);
    expect(unreadable).toEqual([{ line, reason: expect.stringContaining(reason) }]);
  });

  it('reads old line ends, UTF-16 without a mark, and Windows-1252 between UTF-8', async () => {
    expect((await read('First Name,E-mail Address\rAnn,a@x.example\rBen,b@x.example')).lines).toEqual([2, 3]);
    const utf16 = Buffer.from('First Name,E-mail Address\r\nŁucja,z@x.example\r\n', 'utf16le');
    expect((await read(utf16)).cards).toMatchObject([{ firstName: 'Łucja' }]);
    expect((await read(utf16.swap16())).cards).toMatchObject([{ firstName: 'Łucja' }]);
    const mixed = Buffer.concat([Buffer.from('First Name,E-mail Address\nZoë,\n'), Buffer.from('Zoë,\n', 'latin1')]);
    expect((await read(mixed)).cards).toMatchObject([{ firstName: 'Zoë' }, { firstName: 'Zoë' }]);
  });

  it('reads a carriage return and its line feed as one end when they arrive apart', async () => {
    const header = 'First Name,E-mail Address\r\n';
    const filler = 'A'.repeat(65_535 - header.length);
    const { lines } = await read(`${header}${filler}\r\nBen,b@x.example\r\n`);
    expect(lines).toEqual([2, 3]);
  });
});
